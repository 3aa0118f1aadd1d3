"""Chains of ops that only move values."""

from tests.rewriting.catalogue.networks import plain

TABLE = {
    "merge_moves": (
        [
            (
                plain(lambda x: x.flatten(2).reshape(-1, 2, x[0, 0].numel())),
                "reshape_1",
                ["aten.reshape.default"],
            ),
            (
                plain(lambda x: x.permute(0, 2, 3, 1).permute(0, 3, 2, 1)),
                "permute_1",
                ["aten.permute.default"],
            ),
            (
                plain(lambda x: x.transpose(1, 2).transpose(2, 1) + 1),
                "transpose_1",
                "add",
            ),
            (
                plain(lambda x: x.permute(0, 2, 3, 1).transpose(1, 3) + 1),
                "transpose",
                "permute add",
            ),
            (plain(lambda x: x.unsqueeze(1).squeeze(1) + 1), "squeeze", "add"),
            (plain(lambda x: x.flatten(2).view(x.shape) + 1), "reshape_1", "add"),
            (
                plain(lambda x: x.permute(0, 2, 3, 1).permute(0, 3, 1, 2) + 1),
                "permute_1",
                "add",
            ),
        ],
        [
            (
                plain(lambda x: x.permute(0, 2, 3, 1)),
                "permute",
                "no op of its kind comes before it",
            ),
            (plain(lambda x: x.unsqueeze(0)), "unsqueeze", "no op of its kind"),
        ],
        0,
    ),
}
