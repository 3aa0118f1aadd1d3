"""Our own graph operators: where a network enters and leaves the quantized world.

`npu::quant` and `npu::dequant` return their tensor unchanged. They exist so that a
stub survives tracing, is drawn, and can be mapped to each toolchain's own. Importing
this module registers them; importing it twice, under two names, is harmless.
"""

import torch

_SIGNATURE = "(Tensor x) -> Tensor"

for _name in ("npu::quant", "npu::dequant"):
    if not hasattr(torch.ops.npu, _name[5:]):
        torch.library.define(_name, _SIGNATURE)
        torch.library.impl(_name, "CompositeExplicitAutograd", torch.clone)
