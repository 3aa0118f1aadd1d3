"""Reshapes and permutations in a row."""

from torch import nn

from tests.rewriting.catalogue.networks import built, plain


def windows(x):
    """Windows of 4×4 pixels, side by side in the batch, as Swin attends to them."""
    split = x.permute(0, 2, 3, 1).view(1, 2, 4, 2, 4, 4)
    return split.permute(0, 1, 3, 2, 4, 5).reshape(4, 16, 4)


def attended(take):
    """Queries, keys and values of one projection, two heads each."""

    def run(self, x):
        packed = self.qkv(x.flatten(2).transpose(1, 2)).reshape(1, 64, 3, 2, 4)
        query, key, value = take(packed.permute(2, 0, 3, 1, 4))
        return query + key * value

    return built(run, qkv=nn.Linear(4, 24))


def halves(x):
    """Even and odd channels as one value, as a shuffled block of an older detector."""
    pairs = x.reshape(2, 2, 64).permute(1, 0, 2).reshape(2, 1, 2, 8, 8)
    return pairs[0] * 2 + pairs[1]


PARTS = "reshape transpose linear slice permute add mul"
MANY = "it moves 5 groups of values; 4 dimensions hold no more"

TABLE = {
    "moves_as_one_permutation": (
        [
            (plain(windows), "reshape", "permute reshape"),
            (
                plain(lambda x: x.flatten(2).transpose(0, 1) * 2),
                "transpose",
                "reshape mul",
            ),
            (
                plain(lambda x: x.view(4, 8, 8).permute(1, 0, 2) * 2),
                "permute",
                "reshape permute mul",
            ),
            (
                plain(lambda x: x.view(1, 2, 2, 8, 8).transpose(1, 2).flatten(1, 2)),
                "transpose",
                "reshape permute",
            ),
            (
                plain(
                    lambda x: x.permute(0, 2, 3, 1).reshape(1, 64, 4).transpose(1, 2)
                ),
                "permute",
                "reshape",
            ),
        ],
        [
            (
                plain(lambda x: x.flatten(2).unsqueeze(1)),
                "reshape",
                "nothing is permuted in this row of reshapes",
            ),
            (
                plain(lambda x: x.permute(0, 2, 3, 1)),
                "permute",
                "it is one permutation behind the batch already",
            ),
            (
                plain(
                    lambda x: (
                        x.view(1, 4, 4, 2, 4, 2)
                        .permute(0, 5, 4, 3, 2, 1)
                        .reshape(1, 16, 4, 4)
                    )
                ),
                "permute",
                MANY,
            ),
            (
                plain(lambda x: x.view(1, 2, 2, 8, 8).permute(0, 1, 3, 4, 2)),
                "permute",
                "permute has 5 dimensions all the same",
            ),
            (
                plain(
                    lambda x: (
                        x.reshape(1, 4, 64)[:, :3].reshape(1, 2, 96).permute(2, 0, 1)
                    )
                ),
                "reshape_1",
                "a reshape cuts across",
            ),
        ],
        0,
    ),
    "parts_before_moves": (
        [
            (attended(lambda packed: packed.unbind(0)), "reshape_1", PARTS),
            (attended(lambda packed: packed), "permute", PARTS),
            (plain(halves), "permute", "slice mul add"),
            (
                plain(lambda x: x.view(1, 2, 2, 64).permute(1, 0, 2, 3)[1]),
                "permute",
                "slice reshape",
            ),
        ],
        [
            (
                plain(lambda x: x.view(1, 2, 2, 64).transpose(1, 2) + 1),
                "transpose",
                "more is read of it than selections",
            ),
            (plain(lambda x: x.permute(0, 2, 3, 1)), "permute", "more is read of it"),
            (
                plain(lambda x: x.transpose(0, 1)[:, 0] * x.transpose(0, 1)[0]),
                "transpose",
                "nothing is selected along one axis of it",
            ),
            (
                plain(lambda x: x.permute(0, 2, 3, 1).reshape(1, 256)[:, 3]),
                "permute",
                "the axis it selects along holds 3 axes of its source",
            ),
            (
                plain(lambda x: x.view(1, 4, 2, 2, 16).transpose(0, 3)[1]),
                "transpose",
                "what it selects lies in several pieces of its source",
            ),
        ],
        0,
    ),
}
