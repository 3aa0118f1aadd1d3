"""Our own graph operators: where a network enters and leaves the quantized world.

`npu::quant` and `npu::dequant` return their tensor unchanged. They exist so that a
stub survives tracing, is drawn, and can be mapped to each toolchain's own. Importing
this module registers them; importing it twice, under two names, is harmless.

`npu::opaque` stands for what could not be traced: a module that failed, or the rest of
a network. `title` names it, `reason` says what is wrong, `place` is the file and line.
"""

from __future__ import annotations

import torch

_SIGNATURE = "(Tensor x) -> Tensor"

for _name in ("npu::quant", "npu::dequant"):
    if not hasattr(torch.ops.npu, _name[5:]):
        torch.library.define(_name, _SIGNATURE)
        torch.library.impl(_name, "CompositeExplicitAutograd", torch.clone)


_OPAQUE = (
    "(Tensor[] inputs, str title, str reason, str place, int[] shape, ScalarType dtype)"
    " -> Tensor"
)


def _unknown(
    inputs: list[torch.Tensor],
    title: str,
    reason: str,
    place: str,
    shape: list[int],
    dtype: torch.dtype,
) -> torch.Tensor:
    return inputs[0].new_zeros(shape, dtype=dtype)


if not hasattr(torch.ops.npu, "opaque"):
    torch.library.define("npu::opaque", _OPAQUE)
    torch.library.impl("npu::opaque", "CompositeExplicitAutograd", _unknown)
