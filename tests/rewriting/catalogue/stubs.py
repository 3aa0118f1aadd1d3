"""Quant and dequant stubs."""

import torch

from tests.rewriting.catalogue.networks import plain

quant, dequant = torch.ops.npu.quant.default, torch.ops.npu.dequant.default

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
}
