"""What the user did to the graph, as data: one edit is one undo step.

A recipe is a tuple of edits in order. Rule names and the field names below are
stored in project files, so they never change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.sentence import listed, say

Precision = Literal["auto", "int8", "int16", "int32", "float"]
_LARGEST = (2 - 2**-23) * 2.0**127
"""The largest float32."""


@dataclass(frozen=True, slots=True)
class ApplyRule:
    """Rewrite one node by the rule of that name."""

    rule: str
    node: str


@dataclass(frozen=True, slots=True)
class ApplyEverywhere:
    """Rewrite every node the rule matches."""

    rule: str


@dataclass(frozen=True, slots=True)
class FixAll:
    """Apply the first applicable fix of every diagnostic until none is left."""

    target: str


@dataclass(frozen=True, slots=True)
class InsertStubs:
    """Put a quant stub behind every float input and a dequant stub before outputs."""


@dataclass(frozen=True, slots=True)
class SetPrecision:
    """Ask for one node's output type; `int32` means the unrounded accumulator.

    `auto` takes back what was asked for: the target decides again.
    """

    node: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class SetRange:
    """Fix the range that one node's integers span, whatever calibration sees.

    `automatic` gives it back to calibration; the numbers then say nothing.
    """

    node: str
    minimum: float = 0.0
    maximum: float = 0.0
    automatic: bool = False

    @property
    def problem(self) -> str:
        """Why the two numbers are no range, empty if they are one."""
        if not all(abs(end) <= _LARGEST for end in (self.minimum, self.maximum)):
            return say("A range ends at numbers that float32 can hold.")
        if self.minimum >= self.maximum:
            return say(
                "The range from {low} to {high} holds nothing; the first number has "
                "to be smaller.",
                low=self.minimum,
                high=self.maximum,
            )
        return ""


@dataclass(frozen=True, slots=True)
class SetArgument:
    """Set an op's argument; `value` is written as in Python: `2`, `[1, 1]`, `True`."""

    node: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Bypass:
    """Take one op out: what read it reads the op's own input.

    A module's path (`blocks.3`) stands for all of its ops: what read the value that
    leaves it reads the one that enters it.
    """

    node: str


@dataclass(frozen=True, slots=True)
class BypassTogether:
    """Take several ops out as one: what reads their value reads the one they read.

    They read one value and hand one on.
    """

    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeleteBranch:
    """Take out the branch a node lies on, from where it forks off to where it joins.

    A module's path stands for all of its ops.
    """

    node: str


@dataclass(frozen=True, slots=True)
class Insert:
    """Put an op (`aten.relu.default`) behind a node; arguments as (name, value)."""

    op: str
    after: str
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rewire:
    """Let one input of an op (`other`, `tensors[1]`) read another node."""

    node: str
    input: str
    source: str


@dataclass(frozen=True, slots=True)
class SetOutputs:
    """Let the network return these nodes; what only others needed goes."""

    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AppendTail:
    """Enlarge one output by a factor, bilinearly, and take the best class of it."""

    factor: int = 1
    argmax: bool = True
    align_corners: bool = False
    output: int = 0


@dataclass(frozen=True, slots=True)
class RemoveTail:
    """Take resizes, softmax and argmax off the end of one output."""

    output: int = 0


@dataclass(frozen=True, slots=True)
class EndAtPredictions:
    """End the graph at its last matrix products; the host decodes what they predict."""


@dataclass(frozen=True, slots=True)
class FoldConstants:
    """Compute beforehand what leads to a node from constants alone."""

    node: str


@dataclass(frozen=True, slots=True)
class FuseBatchNorm:
    """Fold every batch norm into a convolution or linear op that allows it."""


@dataclass(frozen=True, slots=True)
class Reparameterize:
    """Merge all parallel branches, then fold the batch norms that are left."""


@dataclass(frozen=True, slots=True)
class RemoveStubs:
    """Take every quant and dequant stub out."""


@dataclass(frozen=True, slots=True)
class Rename:
    """Give an op another name."""

    node: str
    name: str


SingleEdit: TypeAlias = (
    ApplyRule
    | ApplyEverywhere
    | InsertStubs
    | SetPrecision
    | SetRange
    | SetArgument
    | Bypass
    | BypassTogether
    | DeleteBranch
    | Insert
    | Rewire
    | SetOutputs
    | AppendTail
    | RemoveTail
    | EndAtPredictions
    | FoldConstants
    | FuseBatchNorm
    | Reparameterize
    | RemoveStubs
    | Rename
)


@dataclass(frozen=True, slots=True)
class Several:
    """Make edits in order, as one step: all of them, or none where one is refused."""

    edits: tuple[SingleEdit, ...]


Edit: TypeAlias = SingleEdit | FixAll | Several
Recipe: TypeAlias = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first edit of a recipe that the network does not allow, and why.

    `number` counts the recipe's edits from 1.
    """

    number: int
    edit: Edit
    why: str

    @property
    def sentence(self) -> str:
        """Say which edit it is, and why it does not fit."""
        return say(
            "Edit {number} ({edit}) does not fit this model: {error}",
            number=self.number,
            edit=describe(self.edit),
            error=self.why,
        )


NODE_FIELDS: dict[type, tuple[str, ...]] = {
    **dict.fromkeys(
        (ApplyRule, SetPrecision, SetRange, SetArgument, Bypass, DeleteBranch),
        ("node",),
    ),
    Rename: ("node",),
    FoldConstants: ("node",),
    Insert: ("after", "arguments"),
    Rewire: ("node", "source"),
    SetOutputs: ("nodes",),
    BypassTogether: ("nodes",),
}
"""The fields of edits that name nodes; the first is where the edit is made."""


def one_source(edits: tuple[SingleEdit, ...]) -> str:
    """The node that all of several rewirings let inputs read; empty if it is not so."""
    sources = {each.source if isinstance(each, Rewire) else "" for each in edits}
    return sources.pop() if len(sources) == 1 < len(edits) else ""


def describe(edit: Edit) -> str:
    """Say in a few words what the edit does, for the history list and the log."""
    match edit:
        case ApplyRule(rule, node):
            return say("{rule} at {node}", rule=rule.replace("_", " "), node=node)
        case ApplyEverywhere(rule):
            return say("{rule} everywhere", rule=rule.replace("_", " "))
        case FixAll(target):
            return say("fix all for {target}", target=target)
        case InsertStubs() | RemoveStubs() | FuseBatchNorm() | Reparameterize():
            return _WHOLE[type(edit)]
        case AppendTail() | RemoveTail() | EndAtPredictions():
            return _describe_tail(edit)
        case Several(edits):
            return _describe_several(edits)
        case Bypass(node) | DeleteBranch(node) | FoldConstants(node):
            return say("{what} {node}", what=_AT_NODE[type(edit)], node=node)
        case _:
            return _describe_surgery(edit)


def shortened(names: tuple[str, ...]) -> str:
    """Write a few names out, and only the first and the last of many."""
    return ", ".join(names if len(names) <= _FEW else (names[0], "…", names[-1]))


_FEW = 3
_AT_NODE: dict[type[Edit], str] = {
    Bypass: say("bypass"),
    DeleteBranch: say("delete the branch of"),
    FoldConstants: say("compute the constants of"),
}
_WHOLE: dict[type[Edit], str] = {
    InsertStubs: say("insert quant and dequant stubs"),
    RemoveStubs: say("remove quant and dequant stubs"),
    FuseBatchNorm: say("fold all batch norms"),
    Reparameterize: say("merge all parallel branches"),
}


def _describe_tail(edit: AppendTail | RemoveTail | EndAtPredictions) -> str:
    if isinstance(edit, EndAtPredictions):
        return say("leave the decoding of predictions to the host")
    if isinstance(edit, RemoveTail):
        return say("remove the tail of output {output}", output=edit.output)
    resize = [say("resize ×{factor}", factor=edit.factor)] if edit.factor > 1 else []
    words = [*resize, *(["argmax"] if edit.argmax else [])]
    return say(
        "append {what} to output {output}",
        what=listed(words, " and "),
        output=edit.output,
    )


def _describe_several(edits: tuple[SingleEdit, ...]) -> str:
    if source := one_source(edits):
        return say("{count} inputs read {source}", count=len(edits), source=source)
    words = [describe(edit) for edit in edits[:1]]
    words += [say("{count} more", count=len(edits) - 1)] if len(edits) > 1 else []
    return listed(words, " and ") or say("change nothing")


def _describe_surgery(
    edit: SetPrecision
    | SetRange
    | SetArgument
    | Insert
    | Rewire
    | SetOutputs
    | BypassTogether
    | Rename,
) -> str:
    match edit:
        case SetPrecision() | SetRange():
            return _describe_asked(edit)
        case SetArgument(node, name, value):
            return say("{name} of {node} = {value}", name=name, node=node, value=value)
        case Insert(op, after, _):
            return say("insert {op} after {after}", op=op, after=after)
        case Rewire(node, name, source):
            return say(
                "{name} of {node} reads {source}", name=name, node=node, source=source
            )
        case SetOutputs(nodes):
            return say("return {nodes}", nodes=", ".join(nodes))
        case BypassTogether(nodes):
            return say("bypass {nodes} together", nodes=shortened(nodes))
        case Rename(node, name):
            return say("rename {node} to {name}", node=node, name=name)


def _describe_asked(edit: SetPrecision | SetRange) -> str:
    match edit:
        case SetPrecision(node, "auto"):
            return say("{node} in the precision of the target", node=node)
        case SetPrecision(node, precision):
            return say("{node} in {precision}", node=node, precision=precision)
        case SetRange(node, automatic=True):
            return say("{node} in the range calibration sees", node=node)
        case SetRange(node, low, high):
            return say("{node} from {low} to {high}", node=node, low=low, high=high)
