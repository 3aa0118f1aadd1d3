"""Rows of blocks built alike of which some stand apart, the others folded beside them.

A row is open, with every block a box of its own, where its key is among those opened.
Otherwise it is folded as ×N but for the open blocks whose marks (`apart`) are, too. A
block that is a row itself is open as soon as one of its own blocks stands apart.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

from gui.graph.scene.parts import Part, walk

APART = "apart "
LEAST = 2


def apart(key: str) -> str:
    """What is opened along with a block that is to stand apart from its row."""
    return APART + key


def is_row(part: Part) -> bool:
    """Whether a part holds nothing but blocks built alike."""
    return bool(part.repeated or part.alike)


def inner_parts(part: Part, opened: frozenset[str]) -> tuple[Part, ...] | None:
    """What an open part is drawn with inside; None where it is one closed box."""
    if part.key in opened:
        return part.parts
    return tuple(_folded(part, opened)) if _is_open(part, opened) else None


def _is_open(part: Part, opened: Set[str]) -> bool:
    if part.key in opened:
        return True
    return is_row(part) and any(_is_apart(block, opened) for block in part.parts)


def _is_apart(block: Part, opened: Set[str]) -> bool:
    return apart(block.key) in opened and _is_open(block, opened)


def _folded(row: Part, opened: frozenset[str]) -> Iterator[Part]:
    """The blocks apart, and those between them as one part or alone."""
    for is_apart, some in itertools.groupby(
        row.parts, lambda block: _is_apart(block, opened)
    ):
        blocks = tuple(some)
        if is_apart or len(blocks) < LEAST:
            yield from blocks
        else:
            yield row_part(blocks)


def row_part(blocks: Sequence[Part]) -> Part:
    """Blocks built alike one after the other, as one part."""
    first, last = blocks[0], blocks[-1]
    title = f"{first.title} … {last.title}"
    if first.is_made_up:
        number, _, words = first.title.partition(" · ")
        title = f"{number} … {last.title.partition(' · ')[0]} · {words}"
    return replace(
        first,
        key=f"{first.key} … {last.key}",
        path=f"{first.path} … {last.path}",
        title=title,
        stop=last.stop,
        parts=tuple(blocks),
        repeated=len(blocks),
        alike=0,
    )


def every_part(parts: Sequence[Part], opened: frozenset[str]) -> dict[str, Part]:
    """All parts by their keys, with what is drawn of rows that are open in part."""
    found = {part.key: part for part in walk(parts)}
    for row in [part for part in found.values() if is_row(part)]:
        inner = inner_parts(row, opened) or ()
        found |= {part.key: part for part in inner if part.key not in found}
    return found


def keys_around(
    parts: Sequence[Part], opened: frozenset[str], is_around: Callable[[Part], bool]
) -> Iterator[str]:
    """What opens the parts around something; of a folded row its blocks come apart."""
    for part in filter(is_around, parts):
        if not is_row(part) or part.key in opened:
            yield part.key
        else:
            yield from map(
                apart, (block.key for block in filter(is_around, part.parts))
            )
        yield from keys_around(part.parts, opened, is_around)


def holds(inner: Part, part: Part) -> bool:
    """Whether a part is another one or lies around it."""
    return part.start <= inner.start and inner.stop <= part.stop


def keys_inside(part: Part, opened: frozenset[str]) -> Iterator[str]:
    """What opens a part; of a folded row the blocks open before, or the first one."""
    if not is_row(part) or part.key in opened:
        yield part.key
        return
    before = [block for block in part.parts if _is_open(block, opened)]
    yield from (apart(block.key) for block in before)
    if not before:
        yield from (apart(part.parts[0].key), part.parts[0].key)


def keys_alike(part: Part) -> Iterator[str]:
    """What opens all blocks of a row, or of a part of one."""
    for block in part.parts:
        yield from (apart(block.key), block.key)


def closing(parts: Sequence[Part]) -> frozenset[str]:
    """What closes parts; blocks of rows fold into these again."""
    blocks = (block.key for part in parts if is_row(part) for block in part.parts)
    marks = map(apart, [*blocks, *(part.key for part in parts)])
    return frozenset([*marks, *(part.key for part in parts)])


def beside(parts: Sequence[Part], opened: frozenset[str], key: str) -> tuple[str, ...]:
    """All that is drawn of the folded row that a key is drawn in; empty for none."""
    rows = (part for part in walk(parts) if is_row(part) and part.key not in opened)
    for row in rows:
        keys = tuple(part.key for part in inner_parts(row, opened) or ())
        if key in keys:
            return keys
    return ()


def apart_from_closed_rows(
    parts: Sequence[Part], keys: frozenset[str]
) -> frozenset[str]:
    """The marks of blocks that are to be open in rows that are not."""
    rows = [part for part in walk(parts) if is_row(part) and part.key not in keys]
    opened = set(keys)
    for row in reversed(rows):
        opened.update(apart(b.key) for b in row.parts if _is_open(b, opened))
    return frozenset(opened - keys)
