"""How much each tensor's rounding disturbs the outputs, told by random probes.

With `e` the rounding error of one tensor and `J` the outputs' derivative by it, the
error that reaches the outputs is `J·e` to first order. For a random vector `v` of
independent signs `(v·J·e)²` has the mean `‖J·e‖²` (Hutchinson 1989), and `v·J·e` is the
derivative of `v·y` by a factor before `e`. So one backward pass gives one sample for
every tensor at once, where quantizing one at a time takes a forward pass for each.
Errors of different tensors are taken as independent: then their energies add.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, fx

from engine.errors import CalibrationError
from engine.opening.graph import get_tensor
from engine.progress import Progress, Steps
from engine.quantization.execution import Executor, Rounded, Value
from engine.quantization.prepare import Prepared
from engine.quantization.qtable import QTable
from engine.sentence import say
from engine.system import available_memory

PROBES = 8
"""Backward passes per image: ranks the tensors of PIDNet-S nearly as measuring does."""

COPIES = 5
"""How often each value is held: itself, rounded, its error, its slope, and the op's."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Energy of the outputs' error over that of the outputs, caused by one rounding.

    `tensors` are keyed by the value rounded, `weights` by the op that reads them; a
    share of 0.01 is an SQNR of 20 dB. `table` is the digest of the grids judged.
    """

    tensors: Mapping[str, float]
    weights: Mapping[str, float]
    table: str

    @property
    def total(self) -> float:
        """The share expected with everything rounded."""
        return sum(self.tensors.values()) + sum(self.weights.values())

    def by_node(self) -> dict[str, float]:
        """Add what a node's weights and its value cause."""
        names = self.tensors.keys() | self.weights.keys()
        return {
            name: self.tensors.get(name, 0.0) + self.weights.get(name, 0.0)
            for name in names
        }

    def decibels_by_node(self) -> dict[str, float]:
        """The same in dB, without the nodes that cause nothing."""
        shares = self.by_node().items()
        return {name: decibels(share) for name, share in shares if share > 0}


def decibels(share: float) -> float:
    """Energy of an error over that of the signal, in dB; higher is worse."""
    return 10 * math.log10(share) if share > 0 else -math.inf


def measure_sensitivity(
    prepared: Prepared,
    table: QTable,
    batches: Iterable[Sequence[Tensor]],
    count: int,
    probes: int = PROBES,
) -> Steps[Sensitivity]:
    """Estimate every rounding's effect on the outputs over `count` batches.

    The same signs are drawn each time. Outputs of whole numbers, as those of argmax,
    are judged by the real values they are made from.

    Raises:
        CalibrationError: the table belongs to another graph, or no output depends on
            a rounded value.
    """
    _check(prepared, table)
    generator = torch.Generator().manual_seed(0)
    noise: dict[tuple[str, str], float] = {}
    done = 0
    for inputs in batches:
        disturbed = _Disturbed(prepared, table)
        yield Progress(say("Measuring sensitivity"), done, count * (probes + 1))
        outputs = _outputs(prepared, table, disturbed, inputs)
        for _ in range(probes):
            done += 1
            yield Progress(say("Measuring sensitivity"), done, count * (probes + 1))
            for key, slope in disturbed.slopes(outputs, generator).items():
                noise[key] = noise.get(key, 0.0) + slope**2 / (probes * count)
        done += 1
    return Sensitivity(
        tensors={name: share for (kind, name), share in noise.items() if kind == "t"},
        weights={name: share for (kind, name), share in noise.items() if kind == "w"},
        table=table.digest,
    )


def _check(prepared: Prepared, table: QTable) -> None:
    if table.model != prepared.digest:
        raise CalibrationError(
            say(
                "The quantization table is stale: the network was changed "
                "since; calibrate again."
            )
        )
    wanted, free = COPIES * _bytes_of_values(prepared), available_memory()
    if free is not None and wanted > free:
        raise CalibrationError(
            say(
                "Measuring sensitivity keeps every value of the network, about "
                "{wanted:.1f} GB, and {free:.1f} GB of memory are free; open "
                "the network with a smaller input.",
                wanted=wanted / 1e9,
                free=free / 1e9,
            )
        )


def _bytes_of_values(prepared: Prepared) -> int:
    values = [step.last.meta.get("val") for step in prepared.steps]
    return sum(each.numel() * 4 for each in values if isinstance(each, Tensor))


class _Disturbed(Rounded):
    """Real values, each with a factor of 0 before the rounding error added to it."""

    def __init__(self, prepared: Prepared, table: QTable) -> None:
        super().__init__(prepared, table)
        self.factors: dict[tuple[str, str], Tensor] = {}
        self._rounded: dict[str, tuple[Tensor, Tensor]] = {}
        for node, rounded in self.weights.items():
            self.weights[node] = self._disturbed_weights(node, rounded)

    def to_grid(self, value: Value, name: str) -> Value:
        """Add the rounding error times a factor, once per value."""
        before, after = self._rounded.get(name, (None, None))
        if value is before or value is after:
            return after
        with torch.no_grad():
            error = super().to_grid(value, name) - value
        self._rounded[name] = (value, self._add(("t", name), value, error))
        return self._rounded[name][1]

    def slopes(
        self, outputs: Sequence[Tensor], generator: torch.Generator
    ) -> dict[tuple[str, str], float]:
        """Probe the outputs once; each output counts by its share of its own energy."""
        probe = sum(
            (output * _signs(output, generator)).sum() / output.detach().norm()
            for output in outputs
        )
        found = torch.autograd.grad(
            [probe],
            list(self.factors.values()),
            retain_graph=True,
            allow_unused=True,
        )
        return {
            key: float(slope)
            for key, slope in zip(self.factors, found, strict=True)
            if slope is not None
        }

    def _disturbed_weights(
        self, reader: fx.Node, rounded: Mapping[fx.Node, Tensor]
    ) -> dict[fx.Node, Tensor]:
        disturbed = {}
        for node, value in rounded.items():
            real = get_tensor(self.prepared.model, node).detach()
            disturbed[node] = self._add(("w", reader.name), real, value - real)
        return disturbed

    def _add(self, key: tuple[str, str], value: Tensor, error: Tensor) -> Tensor:
        factor = self.factors.setdefault(key, torch.zeros((), requires_grad=True))
        return value + factor * error


def _outputs(
    prepared: Prepared, table: QTable, disturbed: _Disturbed, inputs: Sequence[Tensor]
) -> list[Tensor]:
    """Run the network; give the outputs that are real, and silent ones left out."""
    wanted = {prepared.names[_real_source(node)] for node in prepared.outputs}
    found: dict[str, Tensor] = {}

    def watch(name: str, value: Tensor) -> None:
        if name in wanted:
            found[name] = value

    with torch.enable_grad():
        Executor(prepared, table, disturbed).run(inputs, watch)
    outputs = [
        each for each in found.values() if each.requires_grad and each.detach().any()
    ]
    if not outputs:
        raise CalibrationError(
            say(
                "No output of the network depends on a value that is rounded, "
                "so nothing is sensitive; insert quant stubs first."
            )
        )
    return outputs


def _real_source(node: fx.Node) -> fx.Node:
    """Walk up from an output of whole numbers to the real value it is made from."""
    while not node.meta["val"].is_floating_point() and node.all_input_nodes:
        node = node.all_input_nodes[0]
    return node


def _signs(like: Tensor, generator: torch.Generator) -> Tensor:
    return torch.randint(0, 2, like.shape, generator=generator).to(like.dtype) * 2 - 1
