"""Reshapes and permutations in a row."""

from torch import nn

from tests.rewriting.catalogue.networks import EVEN, ODD, built, plain


def grouped(x):
    """The channels in two groups of two."""
    return x.reshape(x.shape[0], 2, 2, *x.shape[2:])


def windows(x):
    """Windows of 4×4 pixels, side by side in the batch, as Swin attends to them."""
    count, channels, rows, columns = x.shape
    split = x.permute(0, 2, 3, 1).view(count, rows // 4, 4, columns // 4, 4, channels)
    return split.permute(0, 1, 3, 2, 4, 5).reshape(-1, 16, channels)


def attended(take):
    """Queries, keys and values of one projection, two heads each."""

    def run(self, x):
        tokens = self.qkv(x.flatten(2).transpose(1, 2))
        packed = tokens.reshape(*tokens.shape[:2], 3, 2, 4)
        query, key, value = take(packed.permute(2, 0, 3, 1, 4))
        return query + key * value

    return built(run, qkv=nn.Linear(4, 24))


def halves(x):
    """Even and odd channels as one value, as a shuffled block of an older detector."""
    apart = x.reshape(-1, 2, x[0, 0].numel()).permute(1, 0, 2)
    pairs = apart.reshape(2, -1, 2, *x.shape[2:])
    return pairs[0] * 2 + pairs[1]


PARTS = "reshape transpose linear slice permute add mul"
MANY = "it moves 5 groups of values; 4 dimensions hold no more"

TABLE = {
    "moves_as_one_permutation": (
        [
            (plain(windows).on((2, 4, 8, 12)), "reshape", "permute reshape"),
            (
                plain(lambda x: x.flatten(2).transpose(0, 1) * 2).on(EVEN),
                "transpose",
                "reshape mul",
            ),
            (
                plain(lambda x: x.flatten(2).transpose(0, 1) * 2).on(ODD),
                "transpose",
                "reshape permute mul",
            ),
            (
                plain(lambda x: x.view(-1, *x.shape[2:]).permute(1, 0, 2) * 2),
                "permute",
                "reshape permute mul",
            ),
            (
                plain(lambda x: grouped(x).transpose(1, 2).flatten(1, 2)),
                "transpose",
                "reshape permute",
            ),
            (
                plain(lambda x: x.permute(0, 2, 3, 1).flatten(1, 2).transpose(1, 2)),
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
                plain(lambda x: x.permute(1, 0, 3, 2)),
                "permute",
                "it is one permutation already",
            ),
            (
                plain(
                    lambda x: (
                        x.view(1, 4, 4, 2, 6, 2)
                        .permute(0, 5, 4, 3, 2, 1)
                        .reshape(1, 24, 4, 4)
                    )
                ).on(EVEN),
                "permute",
                MANY,
            ),
            (
                plain(lambda x: grouped(x).permute(0, 1, 3, 4, 2)),
                "permute",
                "permute has 5 dimensions all the same",
            ),
            (
                plain(
                    lambda x: (
                        x.reshape(1, 4, 96)[:, :3].reshape(1, 2, 144).permute(2, 0, 1)
                    )
                ).on(EVEN),
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
                plain(lambda x: grouped(x).flatten(3).permute(1, 0, 2, 3)[1]),
                "permute",
                "slice reshape",
            ),
        ],
        [
            (
                plain(lambda x: grouped(x).flatten(3).transpose(1, 2) + 1),
                "transpose",
                "more is read of it than selections",
            ),
            (plain(lambda x: x.permute(0, 2, 3, 1)), "permute", "more is read of it"),
            (
                plain(lambda x: x.transpose(0, 1)[:, 0] * x.transpose(0, 1)[0]).on(
                    EVEN
                ),
                "transpose",
                "nothing is selected along one axis of it",
            ),
            (
                plain(lambda x: x.permute(0, 2, 3, 1).reshape(2, 252)[:, 3]),
                "permute",
                "the axis it selects along holds 3 axes of its source",
            ),
            (
                plain(lambda x: x.view(1, 4, 2, 2, 24).transpose(0, 3)[1]).on(EVEN),
                "transpose",
                "what it selects lies in several pieces of its source",
            ),
        ],
        0,
    ),
}
