"""Several ops that a rule computes anew, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Value:
    """What an op before yields, or an input, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Op:
    """An op as it is computed with other dimensions, under its name before."""

    name: str
    compute: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """Ops in order, and the values that leave them with their shapes."""

    ops: tuple[Op, ...]
    results: tuple[tuple[str, tuple[int, ...]], ...]

    def compute(self, values: dict[str, Tensor]) -> tuple[Tensor, ...]:
        """Compute what leaves the region from its inputs by name."""

        def given(argument: Any) -> Any:
            if isinstance(argument, (list, tuple)):
                return [given(each) for each in argument]
            return values[argument.name] if type(argument) is Value else argument

        for op in self.ops:
            kwargs = {key: given(each) for key, each in op.kwargs}
            values[op.name] = op.compute(*given(op.args), **kwargs)
        return tuple(
            value if value.shape == shape else value.reshape(shape)
            for value, shape in ((values[name], shape) for name, shape in self.results)
        )
