"""Cards: a node or a closed module, its words and its size."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from engine.info import Family, GraphInfo, NodeInfo
from gui.graph.scene.flow import FLOW_GAP, FLOW_SIZE, FREE, flow_text
from gui.graph.scene.parts import Part

CARD_HEIGHT = 42.0
MODULE_HEIGHT = 46.0
UNDER, ROW_UNDER = 3.5, 7.0
"""How far the edges of more cards reach below a closed module, and a row of them."""
NARROWEST, WIDEST = 120.0, 264.0
WIDE = 0x2E7F
ABBREVIATIONS = {
    f"{kind}{mark}norm": f"{kind[0].upper()}N"
    for kind in ("batch", "layer", "group", "instance")
    for mark in " _"
}
WORDS = {"transposed": "transp.", "depthwise": "dw", "average": "avg"}
"""What is written before the size of a kernel where there is little room."""
MOST_TOLD = 2
"""So many folded nodes are named in a title, more are counted."""
TITLE_SIZE, LINE_SIZE, LABEL_SIZE = 12.0, 10.5, 11.0


class Box(NamedTuple):
    """One card: a node, or a closed module with the sums of its nodes.

    `key` is the node's name or the part's key; the box stands for the nodes `start`
    to `stop` of the graph, and for the nodes `folded` into it by a lens. `group` is the
    frame around it, -1 for none. `flow` is written at its exit; `repeated` counts the
    modules built alike that it stands for. `short` is a title for little room, empty
    where the end of the title is all there is.
    """

    key: str
    kind: Literal["node", "module"]
    title: str
    line: str
    family: Family
    start: int
    stop: int
    group: int
    parameters: int
    macs: int
    flow: str = ""
    repeated: int = 0
    folded: tuple[str, ...] = ()
    short: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """The title, and what may stand for it where there is less and less room."""
        return titles_of(self.title, self.short)

    @property
    def node_count(self) -> int:
        """The number of nodes it stands for."""
        return self.stop - self.start


@lru_cache(maxsize=65536)
def titles_of(title: str, short: str) -> tuple[str, ...]:
    """A title, and what may stand for it where there is less and less room."""
    last = title.rpartition(" · ")[2]
    return tuple(dict.fromkeys((title, last, short or last)))


def with_folded(info: GraphInfo, box: Box, places: Sequence[int]) -> Box:
    """A box that shows more nodes; constants and quantization are told by badges."""
    nodes = [info.nodes[place] for place in places]
    first = bisect_left(places, box.start)
    before, after = _titles(nodes[:first]), _titles(nodes[first:])
    outer = [node for node in nodes[first:] if node.kind == "op"]
    count = len(before) + len(after)
    more = f"(+{count} ops)" if count > 1 else "(+1 op)"
    whole = " → ".join([*before, box.title, *after])
    return box._replace(
        title=whole if count <= MOST_TOLD else f"{box.title} {more}",
        short=f"{box.titles[-1]} (+{count})" if count else "",
        parameters=box.parameters + sum(node.parameters for node in nodes),
        macs=box.macs + sum(node.macs for node in nodes),
        flow=flow_text(outer[-1]) if outer else box.flow,
        folded=tuple(node.name for node in nodes),
    )


def _titles(nodes: Sequence[NodeInfo]) -> list[str]:
    told = ("quantization", "constant")
    return [node.title or node.name for node in nodes if node.family not in told]


def node_box(info: GraphInfo, place: int, group: int) -> Box:
    """The card of one node."""
    node = info.nodes[place]
    title = node.title or node.name
    return Box(
        node.name,
        "node",
        title,
        shape_line(info, node),
        node.family,
        place,
        place + 1,
        group,
        node.parameters,
        node.macs,
        flow_text(node),
        short=_abbreviated(title.rpartition(" · ")[2]),
    )


@lru_cache(maxsize=4096)
def _abbreviated(title: str) -> str:
    """A title with the usual abbreviations, empty where there are none."""
    words = " ".join(WORDS.get(word, word) for word in title.split(" "))
    return ABBREVIATIONS.get(title, words if words != title else "")


def module_box(info: GraphInfo, part: Part, group: int) -> Box:
    """The card of one closed module."""
    nodes = info.nodes[part.start : part.stop]
    macs = sum(node.macs for node in nodes)
    words = [_kind(part)]
    if macs:
        words.append(f"{quantity(macs)}MAC")
    return Box(
        part.key,
        "module",
        part.title,
        " · ".join(words),
        "other",
        part.start,
        part.stop,
        group,
        sum(node.parameters for node in nodes),
        macs,
        flow_text(nodes[-1]),
        part.repeated or part.alike,
    )


def _kind(part: Part) -> str:
    """Class and number of nodes of a module, or of all in a row of them."""
    kind = part.parts[0].kind if part.alike else part.kind
    times = f"{part.repeated or part.alike} × " if part.repeated or part.alike else ""
    return f"{times}{kind} ({part.count})".replace("  ", " ").strip()


def shape_line(info: GraphInfo, node: NodeInfo) -> str:
    """Channels and size of what a node makes, if that differs from what it takes."""
    feeding = info.by_name.get(node.inputs[0]) if node.inputs else None
    taken = None if feeding is None else feeding.shape
    return _shape_line(taken, node.shape, node.macs > 0)


@lru_cache(maxsize=4096)
def _shape_line(
    taken: tuple[int, ...] | None, made: tuple[int, ...], is_costly: bool
) -> str:
    if taken == made and not is_costly:
        return ""
    if len(made) != 4:
        return "×".join(map(str, made))
    channels, size = str(made[1]), f"{made[2]}×{made[3]}"
    if taken is not None and len(taken) == 4 and is_costly:
        channels = f"{taken[1]}→{channels}"
    return f"{channels} · {size}"


def quantity(value: float) -> str:
    """A count with the SI prefix that leaves one to three digits before the point."""
    for limit, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= limit:
            digits = 2 if value < 10 * limit else 1 if value < 100 * limit else 0
            return f"{value / limit:.{digits}f} {prefix}"
    return f"{value:.0f} "


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width in pixels of a line of sans-serif text of a pixel size."""
    width = sum(_letter_width(letter) for letter in text)
    return width * size * (1.1 if bold else 1.0)


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> float:
    """In units of the size of the text."""
    if letter in "ijl.,:;'|! ()[]ft":
        return 0.40
    if letter in "mwMW@%→×":
        return 0.92
    return 1.0 if ord(letter) > WIDE else 0.64


def size_of(box: Box) -> tuple[float, float]:
    """Width and height of a card in pixels."""
    return _size(box.title, box.line, box.flow, box.kind == "module")


@lru_cache(maxsize=8192)
def _size(title: str, line: str, flow: str, is_module: bool) -> tuple[float, float]:
    wanted = max(text_width(title, TITLE_SIZE, bold=True), text_width(line, LINE_SIZE))
    wanted += 50 if is_module else 32
    wanted = max(wanted, 2 * (text_width(flow, FLOW_SIZE) - FREE) + 2 * FLOW_GAP)
    height = MODULE_HEIGHT if is_module else CARD_HEIGHT
    return round(min(WIDEST, max(NARROWEST, wanted))), height
