"""Our own graph operators: where a network enters and leaves the quantized world.

`npu::quant` and `npu::dequant` return their tensor unchanged. They exist so that a
stub survives tracing, is drawn, and can be mapped to each toolchain's own. Importing
this module registers them; importing it twice, under two names, is harmless.
"""

import torch

_LIBRARY = torch.library.Library("npu", "FRAGMENT")


def _register(name: str) -> None:
    if hasattr(torch.ops.npu, name):
        return
    _LIBRARY.define(name + "(Tensor x) -> Tensor")
    _LIBRARY.impl(name, torch.clone, "CompositeExplicitAutograd")


_register("quant")
_register("dequant")
