"""Quant and dequant stubs."""

import torch

from tests.rewriting.catalogue.networks import plain

quant, dequant = torch.ops.npu.quant.default, torch.ops.npu.dequant.default
UNLEFT = "it does not leave the chip right away"

TABLE = {
    "merge_stubs": (
        [
            (plain(lambda x: quant(quant(x))), "quant_1", ["npu.quant.default"]),
            (plain(lambda x: dequant(dequant(quant(x)))), "dequant_1", "quant dequant"),
        ],
        [
            (plain(lambda x: quant(x)), "quant", "no stub of its kind comes before it"),
        ],
        0,
    ),
    "move_on_host": (
        [
            (plain(lambda x: dequant(x.flatten(1))), "reshape", "dequant reshape"),
            (
                plain(lambda x: dequant(x.relu().permute(0, 2, 3, 1))),
                "permute",
                "relu dequant permute",
            ),
        ],
        [(plain(lambda x: x.flatten(1).relu()), "reshape", UNLEFT)],
        0,
    ),
    "drop_dimension_on_host": (
        [
            (plain(lambda x: dequant(x.mean((2, 3)))), "mean", "mean dequant reshape"),
            (plain(lambda x: dequant(x.sum(1))), "sum_1", "sum dequant reshape"),
            (plain(lambda x: dequant(x.amax(-1))), "amax", "amax dequant reshape"),
        ],
        [
            (plain(lambda x: x.mean(1) * 2), "mean", UNLEFT),
            (
                plain(lambda x: dequant(x.mean(1, True))),
                "mean",
                "it keeps its dimensions already",
            ),
            (
                plain(lambda x: dequant(x.sum(()))),
                "sum_1",
                "it converts to another type, or reduces every axis",
            ),
        ],
        1e-6,
    ),
}
