"""Edits made again on a network that may have changed since.

A node is looked for by what it is, and its name decides nothing but what else is equal:
names count ops, so that one op more gives all that follow other ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from torch import fx

from engine.course import Course
from engine.errors import EditError, TargetError
from engine.landmarks import Landmark, nodes_of, with_names
from engine.recipe import Edit, Misfit
from engine.rewriting.likeness import CALL, CLOSE, LOOKS, MODULE, WEIGHTS, Likeness
from engine.sentence import listed, say
from engine.system import collector_paused

_TRIED = (WEIGHTS, CALL, *range(WEIGHTS))
"""The ways in which a node is looked for, from most to least exact."""
_SHOWN = 4


def repeat(
    course: Course,
    cursor: int,
    model: Callable[[], fx.GraphModule],
    make: Callable[[Edit], fx.GraphModule],
    add: Callable[[fx.GraphModule | None], None],
) -> Iterator[str]:
    """Make the edits behind the first `cursor` again, up to one that does not fit.

    `model` is the graph as it stands, `make` makes an edit on it, and `add` takes the
    state that this leads to, None for an edit left out. Yields a sentence for each node
    that has another name now, or may be another. Without landmarks an edit is made at
    the nodes of its names.
    """
    course.misfit = None
    earlier: dict[str, str] = {}
    for number, edit in enumerate(course.edits[cursor:], cursor + 1):
        try:
            marks = course.landmarks[number - 1]
            with collector_paused():
                known = Likeness(model())
                found, moved, doubts = find_again(model(), edit, marks, known, earlier)
                edited, why = make(found), ""
        except (EditError, TargetError) as error:
            edited, why = None, str(error)
        if number in course.left_out:
            course.left_out[number] = why
            add(None)
        elif edited is None:
            course.misfit = Misfit(number, edit, why)
            return
        else:
            earlier |= zip(nodes_of(edit), nodes_of(found), strict=True)
            course.edits[number - 1] = found
            if not marks or not all(map(known.is_as_before, marks)):
                course.landmarks[number - 1] = landmarks_of(model(), found, known)
            add(edited)
            yield from _moved(number, moved)
            yield from (_doubtful(number, doubt) for doubt in doubts)


def _doubtful(number: int, doubt: str) -> str:
    return say(
        "See whether edit {number} is still made where it was meant: {doubt}.",
        number=number,
        doubt=doubt,
    )


def _moved(number: int, names: Mapping[str, str]) -> Iterator[str]:
    for old, new in names.items():
        yield say(
            "Edit {number} was made at {old}, which is {new} in this network.",
            number=number,
            old=old,
            new=new,
        )


def landmarks_of(
    model: fx.GraphModule, edit: Edit, known: Likeness | None = None
) -> tuple[Landmark, ...]:
    """Describe every node that an edit names; `known` describes all of the model."""
    names = nodes_of(edit)
    known = known or Likeness(model)
    return tuple(known.landmark(name) for name in names if name in known)


def find_again(
    model: fx.GraphModule,
    edit: Edit,
    marks: Sequence[Landmark],
    known: Likeness | None = None,
    earlier: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Edit, dict[str, str], tuple[str, ...]]:
    """Name the nodes of an edit as they are called in a model that may have changed.

    Returns the edit, the new names of the nodes that have others, and what makes it
    doubtful that a node is still the one that was meant. `known` describes the model;
    `earlier` tells which nodes the edits before it found by which names.

    Raises:
        EditError: a node is gone, or may be one of several.
    """
    known = known or Likeness(model)
    is_other = any(_is_moved(mark.name, earlier) for mark in marks)
    if not is_other and all(map(known.is_as_before, marks)):
        return edit, {}, ()
    names = {mark.name: _find(mark, known, earlier) for mark in marks}
    moved = {old: new for old, new in names.items() if new != old}
    told = (_doubts(mark, known.seen(names[mark.name])) for mark in marks)
    doubts = tuple(doubt for several in told for doubt in several)
    return (with_names(edit, names) if moved else edit), moved, doubts


def _is_moved(name: str, earlier: Mapping[str, str]) -> bool:
    """Whether an edit before found another node by a name, or by another name it."""
    return any((old == name) != (new == name) for old, new in earlier.items())


def _of_alike(
    alike: Sequence[str], place: int, name: str, earlier: Mapping[str, str]
) -> str:
    """Choose by what edits before found, then by the order; "" if that says nothing.

    The order misleads where the calls of one module were swapped.
    """
    if earlier.get(name) in alike:
        return earlier[name]
    taken = {new for old, new in earlier.items() if old != name}
    free = [each for each in alike if each not in taken]
    if alike[place] in free:
        return alike[place]
    return free[0] if len(free) == 1 else ""


def _find(mark: Landmark, known: Likeness, earlier: Mapping[str, str]) -> str:
    """Find a node by the most exact likeness that as many nodes have as before."""
    if mark.op == MODULE and mark.name in known:
        return mark.name
    known, likely = known.as_told_by(mark), list[str]()
    for way in _TRIED:
        place, count = mark.places[way] if way < len(mark.places) else (0, 0)
        if way == WEIGHTS and count > 1:
            continue
        alike = known.alike(way, mark)
        if len(alike) == count and 0 <= place < count:
            chosen = _of_alike(alike, place, mark.name, earlier)
            rivals = [] if way == WEIGHTS else _rivals(mark, chosen, known)
            if chosen and not rivals:
                return chosen
            likely = [chosen, *rivals] if chosen else alike
            break
        likely = likely or (alike if way in CLOSE else [])
    if likely:
        raise EditError(
            say(
                "{node} may be any of {likely} by now; make the edit again at the one "
                "that is meant, or open the network as it was.",
                node=_told(mark),
                likely=listed([*likely[:_SHOWN], *["…"][: len(likely) > _SHOWN]]),
            )
        )
    raise EditError(
        say(
            "{node} is not in the network any more; open the network as it was, or "
            "leave out this edit.",
            node=_told(mark),
        )
    )


def _rivals(mark: Landmark, found: str, known: Likeness) -> list[str]:
    """Name nodes that may be meant instead of one of another shape.

    Where there are more or fewer layers than before, those of a sequence have the
    numbers of others: one on the same line that has the shape tells as much.
    """
    if (
        not found
        or mark.among in (0, known.among)
        or known.seen(found).shape == mark.shape
    ):
        return []
    return known.alike(LOOKS, mark)


def _doubts(mark: Landmark, found: Landmark) -> Iterator[str]:
    """Say why a node that was found may not be the one that was meant.

    A member of a sequence is known by its number, which another has where one was put
    before it, and a call of a module by its own; weights that are the same tell more.
    """
    if mark.entry and mark.entry != found.entry:
        yield say(
            "{module} is called on other values there than before",
            module=found.shared,
        )
    is_same = mark.weights and mark.weights == found.weights
    if is_same or len(mark.sizes) != len(found.sizes):
        return
    numbered = [at for at, part in enumerate(found.path) if part.isdecimal()]
    for at, before, after in zip(numbered, mark.sizes, found.sizes, strict=False):
        if before != after:
            yield say(
                "{module} has {after} members and had {before}",
                module=".".join(found.path[:at]) or say("the network"),
                after=after,
                before=before,
            )


def _told(mark: Landmark) -> str:
    """Tell a node by what one can look for."""
    told = (mark.op, mark.module, mark.line.strip())
    where = [each for each in told if each not in ("", mark.name)]
    return say("{name} ({where})", name=mark.name, where=", ".join(where))
