"""Where a network decides by values, as the lines of one run of it.

Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils import _pytree as pytree

from .exporter import attempt
from .failure import place_among

if TYPE_CHECKING:
    Inputs = tuple[torch.Tensor, ...]
DECIDING = {"item", "tolist", "__bool__", "__int__", "__float__", "__index__"}
_SIZING = {
    "nonzero",
    "argwhere",
    "unique",
    "unique_consecutive",
    "masked_select",
    "nms",
    "batched_nms",
}
_MEASURING = {"numel", "nelement", "size", "__len__"}
_SHAPE = torch.Tensor.shape.__get__  # type: ignore[attr-defined]
_MOST = 50


def decisions_of(model: torch.nn.Module, inputs: Inputs) -> list[tuple[str, str]]:
    """Run the network once; gives (kind, `file:line (code)`), each line once.

    The kind is `value` where Python reads one, `size` where a tensor is made whose size
    depends on values, and `read` where that size is read.
    """
    watcher = _Watcher()
    with watcher:
        attempt(lambda: model(*inputs))
    return [(kind, place) for place, kind in watcher.found.items()][:_MOST]


class _Watcher(TorchFunctionMode):
    """Notes the lines at which a run depends on values."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open: dict[int, torch.Tensor] = {}

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        name = getattr(func, "__name__", "")
        is_open = any(id(each) in self._open for each in _tensors((args, kwargs)))
        if name in DECIDING:
            self._note("value")
        elif is_open and (name in _MEASURING or func == _SHAPE):
            self._note("read")
        elif name in _SIZING or (name == "__getitem__" and _has_mask(args[1])):
            self._note("size")
            is_open = True
        if is_open:
            sized = (each for each in _tensors(result) if each.dim())
            self._open.update((id(each), each) for each in sized)
        return result

    def _note(self, kind: str) -> None:
        place = place_among(traceback.extract_stack())
        if place:
            self.found.setdefault(place, kind)


def _has_mask(index: Any) -> bool:
    return any(each.dtype in (torch.bool, torch.uint8) for each in _tensors(index))


def _tensors(value: Any) -> list[torch.Tensor]:
    leaves = pytree.tree_leaves(value)
    return [each for each in leaves if isinstance(each, torch.Tensor)]
