"""A model as the integer machine sees it: merged ops, and one grid per value.

Batch normalization is folded, convolution-like ops and sums take the ReLU behind
them, and every node is told how it runs:

    input, constant   enters as a real tensor
    quantize          real -> integers (a quant stub, or an input of a stub-less graph)
    dequantize        integers -> real
    kernel            integer arithmetic
    inherit           only moves, selects or blends integers; the grid stays
    real              float arithmetic on dequantized values, and `why`

A real value read by a kernel is quantized on the way in, by its own table entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import torch
from torch import Tensor, fx

from engine.opening.graph import ASKED, digest
from engine.quantization.constants import fold_constants
from engine.quantization.folding import WEIGHT_AXIS, fold_batch_norm
from engine.quantization.normalizing import NORMALIZING
from engine.quantization.operators import (
    adds_mask,
    is_rectifier,
    merges_rectifier,
    moves_integers,
    scalar_of,
    why_no_kernel,
)
from engine.sentence import say
from engine.targets.profile import TargetProfile

aten = torch.ops.aten
npu = torch.ops.npu

_SUMMING = frozenset(WEIGHT_AXIS) | {aten.sum.dim_IntList}
"""Ops with a kernel that can leave the int32 sum unrounded."""

Kind = Literal[
    "input", "constant", "quantize", "dequantize", "kernel", "inherit", "real"
]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """How one node of the folded graph runs.

    `merged` are the ReLUs computed with it; `name` is the value that leaves the last
    of them, in the words of the model the user sees. `bits` is 0 for a value that
    stays real. `accumulator` asks for the unrounded int32 sum, dequantized.
    """

    node: fx.Node
    kind: Kind
    name: str
    bits: int = 0
    merged: tuple[fx.Node, ...] = ()
    accumulator: bool = False
    why: str = ""

    @property
    def last(self) -> fx.Node:
        """The node of the folded graph whose value this step leaves."""
        return self.merged[-1] if self.merged else self.node


@dataclass(frozen=True, eq=False)
class Prepared:
    """A model ready to be calibrated, quantized and written.

    `source` is the model handed in and `digest` its identity; `model` is the folded
    copy the steps refer to. `roots` gives, for every value that has a grid, the value
    whose grid it shares (often itself) and the factor between their scales.
    `executors` is kept by `execute`: what it made for a table and a mode goes with
    the model, and not before.
    """

    source: fx.GraphModule
    model: fx.GraphModule
    digest: str
    profile: TargetProfile
    steps: tuple[Step, ...]
    roots: Mapping[str, tuple[str, float]]
    outputs: tuple[fx.Node, ...]
    names: Mapping[fx.Node, str]
    executors: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def logits(self) -> frozenset[str]:
        """The values whose grid decides the outputs: their range is never clipped."""
        ends = (_before_dequantize(node) for node in self.outputs)
        names = (self.names[node] for node in ends if node in self.names)
        return frozenset(self.roots[name][0] for name in names if name in self.roots)

    @property
    def in_float(self) -> tuple[tuple[str, str], ...]:
        """The (node, reason) of every op inside the quantized region that is real."""
        return tuple((s.node.name, s.why) for s in self.steps if s.why)


def prepare(model: fx.GraphModule, profile: TargetProfile) -> Prepared:
    """Fold, merge and decide how every node runs; the model handed in is untouched."""
    folded = fold_batch_norm(fold_constants(model))
    steps = _Planner(folded, profile.quantization.fuses_add).steps()
    names = {node: step.name for step in steps for node in (step.node, step.last)}
    output = next(iter(folded.graph.find_nodes(op="output")))
    ends = output.args[0] if isinstance(output.args[0], (tuple, list)) else output.args
    return Prepared(
        source=model,
        model=folded,
        digest=digest(model),
        profile=profile,
        steps=steps,
        roots=_roots(steps, names),
        outputs=tuple(n for n in ends if isinstance(n, fx.Node)),
        names=names,
    )


def _before_dequantize(node: fx.Node) -> fx.Node:
    while node.target is npu.dequant.default:
        node = node.all_input_nodes[0]
    return node


class _Planner:
    """Decides node by node, in order; knows which values are integers."""

    def __init__(self, model: fx.GraphModule, fuses_add: bool) -> None:
        self.model = model
        self.fuses_add = fuses_add
        self.has_stubs = bool(
            model.graph.find_nodes(op="call_function", target=npu.quant.default)
        )
        self.inside: set[fx.Node] = set()
        self.absorbed: set[fx.Node] = set()
        self.sums: set[fx.Node] = set()
        self.torn: set[fx.Node] = set()

    def steps(self) -> tuple[Step, ...]:
        """Plan every node but the output and the merged ones."""
        steps = [
            self._step(node)
            for node in self.model.graph.nodes
            if node.op != "output" and node not in self.absorbed
        ]
        return tuple(steps)

    def _step(self, node: fx.Node) -> Step:
        name = node.meta.get("produces", node.name)
        if node.op == "get_attr":
            return Step(node, "constant", name)
        if node.op == "placeholder":
            return self._input(node, name)
        if node.target is npu.quant.default:
            self.inside.add(node)
            return Step(node, "quantize", name, _bits(node))
        if node.target is npu.dequant.default:
            return Step(node, "dequantize", name)
        if any(n in self.torn for n in node.all_input_nodes):
            return self._part(node, name)
        if not any(n in self.inside for n in node.all_input_nodes):
            return self._outside(node, name)
        return self._inside(node, name)

    def _outside(self, node: fx.Node, name: str) -> Step:
        """A float op of integers, such as an embedding: a grid begins behind it."""
        is_computed = any(n.op != "get_attr" for n in node.all_input_nodes)
        is_left = self.has_stubs or not is_computed or not _is_float(node)
        if is_left or self._makes_mask(node):
            return Step(node, "real", name)
        self.inside.add(node)
        return Step(node, "real", name, _bits(node))

    def _makes_mask(self, node: fx.Node) -> bool:
        """Whether a value is to hide scores, before any weights meet it."""
        found, pending = {node}, [node]
        while pending:
            each = pending.pop()
            for user in each.users:
                if adds_mask(self.model, user, each):
                    return True
                is_beside = any(n in self.inside for n in user.all_input_nodes)
                if (
                    user not in found
                    and not is_beside
                    and user.target not in WEIGHT_AXIS
                ):
                    found.add(user)
                    pending.append(user)
        return False

    def _part(self, node: fx.Node, name: str) -> Step:
        """One of several results of a float op: it goes back on a grid."""
        if not _is_float(node):
            return Step(node, "real", name)
        self.inside.add(node)
        return Step(node, "real", name, _bits(node))

    def _input(self, node: fx.Node, name: str) -> Step:
        if self.has_stubs or not _is_float(node):
            return Step(node, "input", name)
        self.inside.add(node)
        return Step(node, "quantize", name, _bits(node))

    def _inside(self, node: fx.Node, name: str) -> Step:
        source = node.all_input_nodes[0]
        if source in self.inside and moves_integers(node) and _is_float(node):
            self.inside.add(node)
            return Step(node, "inherit", name, 8)
        reason = _why_no_grid(node) or why_no_kernel(self.model, node)
        reason = reason or self._why_mask(node)
        if isinstance(node.meta["val"], (tuple, list)):
            self.torn.add(node)
            return Step(node, "real", name, why=reason)
        if not _is_float(node):
            return Step(node, "real", name, why=reason)
        self.inside.add(node)
        return self._computed(node, name, reason)

    def _why_mask(self, node: fx.Node) -> str:
        outside = [n for n in node.all_input_nodes if n not in self.inside]
        if any(adds_mask(self.model, node, operand) for operand in outside):
            return say("it adds a mask, whose range is too large for a grid")
        return ""

    def _computed(self, node: fx.Node, name: str, reason: str) -> Step:
        precision = node.meta.get("precision", "")
        if precision == "float":
            return Step(node, "real", name, why="asked for in float")
        if reason:
            return Step(node, "real", name, _bits(node), why=reason)
        if precision == "int32" and node.target not in _SUMMING:
            return Step(node, "real", name, why="has no int32 sum to hand out")
        if precision == "int32":
            return Step(node, "kernel", name, accumulator=True)
        if self._joins_sum(node):
            self.sums.update(node.users)
            return Step(node, "kernel", name, accumulator=True)
        return self._rounded(node, name)

    def _rounded(self, node: fx.Node, name: str) -> Step:
        kind: Kind = "real" if node in self.sums else "kernel"
        merged = self._rectifiers(node)
        for rectifier in merged:
            self.absorbed.add(rectifier)
            self.inside.add(rectifier)
        last = merged[-1] if merged else node
        label = last.name if merged else name
        return Step(node, kind, label, max(_bits(node), _bits(last)), merged)

    def _rectifiers(self, node: fx.Node) -> tuple[fx.Node, ...]:
        user = next(iter(node.users), None)
        if len(node.users) != 1 or user is None or not merges_rectifier(node):
            return ()
        asked = user.meta.get("precision", "")
        if is_rectifier(user) and asked not in ("float", "int32"):
            return (user,)
        return ()

    def _joins_sum(self, node: fx.Node) -> bool:
        """Whether the chip adds the other branch before it rounds this convolution."""
        user = next(iter(node.users), None)
        if not self.fuses_add or user is None or len(node.users) != 1:
            return False
        if user.target is not aten.add.Tensor or len(user.all_input_nodes) != 2:
            return False
        if user.kwargs or user.meta.get("precision") or _is_asked(node):
            return False
        return node.target in WEIGHT_AXIS and user not in self.sums


def _roots(
    steps: tuple[Step, ...], names: Mapping[fx.Node, str]
) -> dict[str, tuple[str, float]]:
    needed = {step.name for step in steps if step.bits}
    for step in steps:
        if step.kind == "kernel":
            needed.update(names[node] for node in activations(step.node))
    shared: dict[str, tuple[str, float]] = {}
    for step in steps:
        shared[step.name] = _shared(step, names, shared)
    roots = {name: shared[name] for name in shared if name in needed}
    for root, _ in list(roots.values()):
        roots.setdefault(root, (root, 1.0))
    return roots


def _shared(
    step: Step,
    names: Mapping[fx.Node, str],
    shared: Mapping[str, tuple[str, float]],
) -> tuple[str, float]:
    """Whose grid the step's value has: its own, or that of the values it moves."""
    sources = {shared[names[node]] for node in step.node.all_input_nodes}
    factor = scalar_of(step.node)
    if step.kind == "inherit":
        return shared[names[step.node.all_input_nodes[0]]]
    if step.kind == "kernel" and step.bits == 8 and len(sources) == 1:
        root, before = next(iter(sources))
        if step.node.target is aten.cat.default:
            return root, before
        if step.node.target is aten.mul.Tensor and factor and not step.merged:
            return root, before * factor
    return step.name, 1.0


def activations(node: fx.Node) -> tuple[fx.Node, ...]:
    """The inputs of a kernel that are tensors with a grid, weights left out."""
    if node.target in WEIGHT_AXIS or node.target in NORMALIZING:
        return (node.all_input_nodes[0],)
    return tuple(node.all_input_nodes)


def _is_asked(node: fx.Node) -> bool:
    return any(node.meta.get(key) for key in ASKED)


def _bits(node: fx.Node) -> int:
    return 16 if node.meta.get("precision") == "int16" else 8


def _is_float(node: fx.Node) -> bool:
    value = node.meta.get("val")
    values = value if isinstance(value, (tuple, list)) else (value,)
    return all(isinstance(v, Tensor) and v.dtype == torch.float32 for v in values)


def _why_no_grid(node: fx.Node) -> str:
    """Why a result is no float32 that integers could stand for, empty if it is."""
    value = node.meta["val"]
    if _is_float(node) or isinstance(value, (tuple, list)):
        return ""
    if value.is_floating_point():
        kind = str(value.dtype).removeprefix("torch.")
        return say(
            "it computes in {kind}; convert the network with .float()", kind=kind
        )
    return say("its result is not a number on a grid")
