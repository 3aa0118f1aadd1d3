"""Splitting and joining."""

import torch

from tests.rewriting.catalogue.networks import plain

TABLE = {
    "split_as_slices": (
        [
            (
                plain(lambda x: torch.mul(*x.chunk(2, 1))),
                "split",
                ["aten.slice.Tensor"] * 2 + ["aten.mul.Tensor"],
            ),
            (
                plain(lambda x: x.split([1, 2, 1], 1)[1]),
                "split_with_sizes",
                ["aten.slice.Tensor"],
            ),
            (
                plain(lambda x: x.tensor_split(3, -3)[0]),
                "tensor_split",
                "slice",
            ),
            (plain(lambda x: x.chunk(3, -1)[2]), "split", "slice"),
        ],
        "only the parts that are read are made",
        0,
    ),
    "unbind_as_selects": (
        [
            (plain(lambda x: torch.add(*x.unbind(1)[:2])), "unbind", "select add"),
            (plain(lambda x: x.unbind(-1)[3]), "unbind", "select"),
        ],
        "only the parts that are read are made",
        0,
    ),
    "stack_as_concat": (
        [
            (
                plain(lambda x: torch.stack([x, x * 2], 1)),
                "stack",
                ["aten.mul.Tensor"]
                + ["aten.unsqueeze.default"] * 2
                + ["aten.cat.default"],
            ),
            (plain(lambda x: torch.stack([x, x], -1)), "stack", "unsqueeze cat"),
        ],
        "tensors that stack have one shape",
        0,
    ),
    "reduced_stack_as_sum": (
        [
            (plain(lambda x: torch.stack([x, x.relu()]).sum(0)), "stack", "relu add"),
            (
                plain(lambda x: torch.stack([x, x.relu(), -x], -1).mean(-1)),
                "stack",
                "relu neg add mul",
            ),
        ],
        [
            (
                plain(lambda x: torch.stack([x, x.relu()]).sum(1)),
                "stack",
                "sum_1 reads it with all its dimensions",
            ),
            (
                plain(lambda x: torch.stack([x, x.relu()]).sum(0, True)),
                "stack",
                "sum_1 reads it with all its dimensions",
            ),
            (
                plain(lambda x: torch.stack([x, x.relu()])),
                "stack",
                "output reads it with all its dimensions",
            ),
        ],
        1e-6,
    ),
    "reshaped_stack_as_concat": (
        [
            (
                plain(lambda x: torch.stack([x, x * 2], 2).flatten(1, 2)),
                "stack",
                "mul cat channel_shuffle",
            ),
            (
                plain(lambda x: torch.stack([x, -x, x], -1).flatten(3)),
                "stack",
                "neg reshape cat",
            ),
            (
                plain(lambda x: torch.stack([x, -x]).flatten(0, 1)),
                "stack",
                "neg cat",
            ),
            (
                plain(
                    lambda x: [
                        y.flatten(n) for y in [torch.stack([x, -x], 1)] for n in (1, 3)
                    ]
                ),
                "stack",
                "neg reshape cat",
            ),
        ],
        [
            (
                plain(lambda x: torch.stack([x, x * 2], 2).sum(2)),
                "stack",
                "sum_1 reads it with all its dimensions",
            ),
        ],
        0,
    ),
}
