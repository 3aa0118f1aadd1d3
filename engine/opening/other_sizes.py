"""A size near the one asked for that a network does run on, found without computing.

Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import torch

from .exporter import attempt

if TYPE_CHECKING:
    Inputs = tuple[torch.Tensor, ...]
    Size = tuple[int, ...]
_STEPS = (32, 64, 128, 16, 8)
"""What networks halve their input down by, the usual ones first."""
_USUAL = (224, 256, 384, 512, 640)
_SECONDS = 4.0


def size_that_runs(
    run: Callable[..., Any], inputs: Inputs, put_back: Callable[[], None]
) -> str:
    """Write the nearest such size of one picture; empty if none is found soon.

    `run` is called with tensors without values; `put_back` undoes what it leaves.
    """
    pictures = [each for each in inputs if each.dim() == 4]
    if len(inputs) != 1 or len(pictures) != 1:
        return ""
    deadline = time.monotonic() + _SECONDS
    batch, channels, *size = pictures[0].shape
    for height, width in _near(tuple(size)):
        shape = (batch, channels, height, width)
        _, error = attempt(lambda: _run_empty(run, shape, pictures[0].dtype))  # noqa: B023
        put_back()
        if error is None:
            return "×".join(map(str, shape))
        if time.monotonic() > deadline:
            break
    return ""


def _run_empty(run: Callable[..., Any], shape: Size, dtype: torch.dtype) -> None:
    from torch._subclasses.fake_tensor import FakeTensorMode

    with FakeTensorMode(allow_non_fake_inputs=True):
        run(torch.empty(shape, dtype=dtype))


def _near(size: Size) -> Iterator[Size]:
    """The nearest multiples of each step, then those above, then usual squares."""
    told = {size}
    for step in _STEPS:
        nearest = tuple(max(1, (each + step // 2) // step) * step for each in size)
        above = tuple(-(-each // step) * step for each in size)
        for found in (nearest, above):
            if found not in told:
                told.add(found)
                yield found
    yield from ((each, each) for each in _USUAL if (each, each) not in told)
