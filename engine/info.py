"""What the window and the command line show of a graph, as plain values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from engine.modules import ModuleRows, module_rows
from engine.recipe import Edit

NodeKind = Literal["input", "output", "op", "constant"]
Family = Literal[
    "convolution",
    "normalization",
    "activation",
    "elementwise",
    "reduction",
    "pooling",
    "resize",
    "shape",
    "quantization",
    "matrix",
    "constant",
    "io",
    "other",
]
Severity = Literal["error", "warning", "advice", "hint"]
"""A hint is no problem, only good to know; nothing counts it."""


Shape: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The line of the user's own code that made a node; `line` counts from 1.

    `called_from` is the line of a `forward` that led to it, or the user's own line that
    called a library; None for a line of the user's own `forward`.
    """

    file: str
    line: int
    text: str = ""
    function: str = ""
    called_from: SourceLine | None = None


class NodeInfo(NamedTuple):
    """One node as drawn: parameters belong to their op and are not nodes.

    `op` is the ATen overload (`aten.conv2d.default`) or our own (`npu.quant.default`);
    for inputs, outputs and constants it repeats `kind`. `shape` and `dtype` describe
    the first output. `macs` are multiply-accumulates for one forward pass.
    `precision` is what the user asked for, empty where the target decides.
    `range` are the ends of its values as set by hand, None where calibration decides.
    `origin` is the node of the opened model this one replaced, empty if unchanged.
    """

    name: str
    kind: NodeKind
    op: str
    title: str
    family: Family
    shape: tuple[int, ...] = ()
    dtype: str = "float32"
    module: str = ""
    module_type: str = ""
    inputs: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    arguments: tuple[tuple[str, str], ...] = ()
    parameters: int = 0
    macs: int = 0
    source: SourceLine | None = None
    precision: str = ""
    origin: str = ""
    range: tuple[float, float] | None = None


@dataclass(frozen=True)
class GraphInfo:
    """A graph in topological order, with the digest of what it was made from."""

    name: str
    digest: str
    nodes: tuple[NodeInfo, ...]
    parameters: int
    macs: int
    module_types: tuple[tuple[str, str], ...] = ()

    @cached_property
    def by_name(self) -> dict[str, NodeInfo]:
        """Nodes by their names."""
        return {node.name: node for node in self.nodes}

    @cached_property
    def position(self) -> dict[str, int]:
        """The place of every node, by its name."""
        return {node.name: place for place, node in enumerate(self.nodes)}

    @cached_property
    def sources(self) -> list[int]:
        """The places of what node after node reads, -1 for a name that is no node."""
        place = self.position.get
        return [place(name, -1) for node in self.nodes for name in node.inputs]

    @cached_property
    def inputs(self) -> tuple[NodeInfo, ...]:
        """The graph's inputs, in call order."""
        return tuple(node for node in self.nodes if node.kind == "input")

    @cached_property
    def modules(self) -> ModuleRows:
        """What lies directly in each module, and its work."""
        return module_rows(self.nodes)


@dataclass(frozen=True, slots=True)
class Fix:
    """One edit that would clear a diagnostic, or the reason it cannot here.

    `exact` means equal up to float rounding; `algebra` is the identity behind it.
    """

    edit: Edit
    title: str
    exact: bool = True
    algebra: str = ""
    reason: str = ""

    @property
    def is_applicable(self) -> bool:
        """Whether pressing the button would change the graph."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One broken constraint at one node (`node` is empty for the whole graph).

    `reference` is where the limit is documented, empty where it is not of a document.
    """

    severity: Severity
    node: str
    op: str
    constraint: str
    title: str
    message: str
    source: SourceLine | None = None
    fixes: tuple[Fix, ...] = ()
    reference: str = ""


def rounding_of(rewrites: int) -> float:
    """How far rounding may move results, relative to the largest.

    That of one rewrite is up to 1e-5; that of n adds up as independent errors do, to √n
    times as much.
    """
    return 1e-5 * math.sqrt(max(1, rewrites))


@dataclass(frozen=True, slots=True)
class EditPreview:
    """What an edit would do, measured on sample inputs before it is applied.

    `before` and `after` are short code of the changed nodes; the differences compare
    the graph's outputs (absolute, and relative to the largest original magnitude).
    `rewrites` tells where it applied rules, and the difference measured there. `shapes`
    are those of what an edit by hand adds or changes, and of outputs, where they are
    new: each with its node, the shape before (None for a new node) and after. `notes`
    say what it does besides what it is asked to. Outputs that are no longer as many, or
    of the same shapes, are not `comparable`: the differences are infinite then, as
    they are where a value is infinite or NaN that was not.
    """

    edit: Edit
    before: tuple[str, ...]
    after: tuple[str, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    max_abs_difference: float
    max_rel_difference: float
    samples: int
    rewrites: tuple[Rewrite, ...] = ()
    shapes: tuple[tuple[str, Shape | None, Shape], ...] = ()
    notes: tuple[str, ...] = ()
    comparable: bool = True
    made_up: bool = False

    @property
    def verdict(self) -> str:
        """`no difference`, `within rounding` or `changes results`, on the samples.

        What was seen on some inputs proves nothing of others; what a rule claims is
        its own, and its algebra the reason.
        """
        if self.max_abs_difference == 0:
            return "no difference"
        limit = rounding_of(len(self.rewrites))
        return (
            "within rounding" if self.max_rel_difference <= limit else "changes results"
        )


@dataclass(frozen=True, slots=True)
class GraphDifference:
    """Two states of a network told apart, in the order of their graphs.

    `changed` holds nodes in both that compute something else, or read another node
    that is in both; reading a new node in the place of an old one is no change.
    Those of them whose weights hold other values are `weights`. `renamed` holds the
    names before and after of nodes that have another; such a node is neither added nor
    removed. `text` is a unified diff of the states' code, empty if equal.
    """

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    text: str
    weights: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One rule applied at one node, measured there on random values beforehand.

    The differences are those of the values it replaced (absolute, and relative to
    their largest magnitude), not of the network's outputs.
    """

    rule: str
    node: str
    max_abs_difference: float
    max_rel_difference: float


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """Python to be saved; `state` is a state dict as torch saves it, empty for none."""

    text: str
    state: bytes = b""
