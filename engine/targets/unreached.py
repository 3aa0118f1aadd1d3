"""Where a network could not be traced, as errors at the ops that stand for it."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import fx

from engine.info import Diagnostic, SourceLine
from engine.sentence import Sentence, filled, say
from engine.targets.finding import found_at

_KNOWN = {
    "it decides in Python by the values of a tensor": say(
        "It decides in Python by the values of a tensor"
    ),
    "the size of a tensor depends on values": say(
        "The size of a tensor depends on values"
    ),
    "the rest of the network": say("the rest of the network"),
}
"""Words that stand in a graph as plain text, as they begin a sentence."""
_REST = "the rest of the network"


def unreached(model: fx.GraphModule) -> Iterator[Diagnostic]:
    """Say of every opaque op what went wrong there, once for the results of one.

    The one that `ending` names comes first, with what is said of the whole network.
    """
    told, end = set(), model.meta.get("stopped_at", "")
    for node in sorted(_boxes(model), key=lambda box: box.name != end):
        title, reason, place = map(str, node.args[1:4])
        if (node.meta.get("module"), title, reason) in told:
            continue
        told.add((node.meta.get("module"), title, reason))
        words = _words(node)
        spelled = _KNOWN.get(words, f"{words[:1].upper()}{words[1:]}")
        yield found_at(
            "error",
            node,
            "traced",
            say("{title} could not be traced", title=_KNOWN.get(title, title)),
            model.meta["stopped"] if node.name == end else _mend(spelled, place),
        )


def of_their_lines(model: fx.GraphModule) -> set[fx.Node]:
    """Collect the ops that are spelled in the line of an opaque op and lead only there.

    That line is to be mended, so they tell nothing of their own.
    """
    found = set(_boxes(model))
    pending = list(found)
    while pending:
        node = pending.pop()
        for read in node.all_input_nodes:
            is_its = _line_of(read) == _line_of(node) is not None
            if is_its and read not in found and found.issuperset(read.users):
                found.add(read)
                pending.append(read)
    return found


def _line_of(node: fx.Node) -> tuple[str, int] | None:
    source: SourceLine | None = node.meta.get("source")
    return (source.file, source.line) if source else None


def ending(
    model: fx.GraphModule, stopped: str, *, is_unfit: bool = False
) -> tuple[str, str]:
    """Name the opaque op to tell what stopped an export, and the sentence for it.

    That is the op at the line where the export failed, else the first one, since the
    trace shown may end before that line: then the sentence tells both. A network that
    does not run on its input (`is_unfit`) says so at the rest of it.
    """
    boxes = _boxes(model)
    if not boxes:
        return "", stopped
    if is_unfit:
        rest = (box.name for box in boxes if box.args[1] == _REST)
        return next(rest, boxes[0].name), stopped
    why = stopped.values.get("reason") if isinstance(stopped, Sentence) else None
    there = (box for box in boxes if _is_at(why, box))
    box = next(there, boxes[0])
    return box.name, _with_place(stopped, why, box)


def _with_place(stopped: str, why: object, box: fx.Node) -> str:
    """What stopped an export, with the line at which the trace of it ends."""
    place, words = str(box.args[3]), _words(box)
    if not place:
        return stopped
    if why is None:
        return say("{stopped} It is shown up to {place}.", stopped=stopped, place=place)
    if _is_at(why, box) or str(why) == words:
        return say(
            "The network runs but cannot be exported: {reason}; mend the code there "
            "and open the network again.",
            reason=why if _is_at(why, box) else _at(why, place),
        )
    return say(
        "The network runs but cannot be exported: {reason}; the graph shown ends at "
        "{place}: {words}; mend both and open the network again.",
        reason=why,
        place=place,
        words=filled(words) if words in _KNOWN else words,
    )


def _boxes(model: fx.GraphModule) -> list[fx.Node]:
    opaque = torch.ops.npu.opaque.default
    return list(model.graph.find_nodes(op="call_function", target=opaque))


def _is_at(why: object, box: fx.Node) -> bool:
    return bool(box.args[3]) and f", at {box.args[3]}" in str(why)


def _words(box: fx.Node) -> str:
    """What went wrong there, without the place."""
    return str(box.args[2]).removesuffix(f", at {box.args[3]}")


def _at(words: object, place: str) -> object:
    return say("{words}, at {place}", words=words, place=place) if place else words


def _mend(words: str, place: str) -> str:
    return say(
        "{reason}; mend the code there and open the network again.",
        reason=_at(words, place),
    )
