"""What the nodes of a graph are known by besides their names, and which are alike."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

from torch import Tensor, fx

from engine.landmarks import Landmark
from engine.opening.digests import tensor_digest
from engine.opening.graph import shape_of, target_text, tensors_among

MODULE = "module"
"""Stands for an op in the landmark of a module."""
WAYS: tuple[tuple[str, ...], ...] = (
    ("module", "reads", "line", "shape"),
    ("module", "reads", "line"),
    ("module", "reads", "shape"),
    ("module", "reads"),
    ("module", "line", "shape"),
    ("reads", "line", "shape"),
    ("line", "shape"),
    ("module", "shape"),
    ("weights", "entry"),
    ("entry", "shared", "shape"),
)
"""By what two nodes of one op are alike. Landmarks count on this order."""
CLOSE = range(4)
"""So alike, a node is there still, if perhaps more than once."""
LOOKS, WEIGHTS, CALL = 6, 8, 9
_NEEDED = {7: "module", 8: "weights", 9: "entry"}
"""Without this, nothing is alike in some ways."""
_DEEP, _FAR = 50, 6
"""How many ops without weights, or without a module, are looked through."""

_Groups = dict[str, list[fx.Node]]


class Likeness:
    """The nodes of a model as landmarks, each described when it is first asked for.

    With `called` their lines are those of the `forward` that led to them.
    """

    def __init__(self, model: fx.GraphModule, *, called: bool = False) -> None:
        self._model, self._called = model, called
        nodes = [node for node in model.graph.nodes if node.op != "get_attr"]
        self._nodes: dict[str, fx.Node] = {node.name: node for node in nodes}
        self.among = len(nodes)
        shared = {node.meta["module"] for node in nodes if node.meta.get("call")}
        self._entries = self._found_entries(shared - {"", None}) if shared else {}
        self._sizes = _sizes(model.meta.get("module_types", ()))
        self._seen: dict[str, Landmark] = {}
        self._weighed: dict[fx.Node, str] = {}
        self._reads: dict[fx.Node, tuple[str, ...]] = {}
        self._indices: dict[tuple[str, str], _Groups] = {}

    @cached_property
    def _of_op(self) -> _Groups:
        groups: _Groups = defaultdict(list)
        of_target: dict[int, list[fx.Node]] = {}
        for node in self._nodes.values():
            key = id(node.target)
            if key not in of_target:
                of_target[key] = groups[op_of(node)]
            of_target[key].append(node)
        return groups

    @cached_property
    def _tensors(self) -> dict[str, Tensor]:
        return tensors_among(self._model)

    @cached_property
    def _inputs(self) -> dict[str, int]:
        inputs = self._model.graph.find_nodes(op="placeholder")
        return {node.name: number for number, node in enumerate(inputs)}

    @cached_property
    def _modules(self) -> frozenset[str]:
        return frozenset(
            path
            for node in self._nodes.values()
            if node.op == "call_function"
            for path in _prefixes(_path(node))
        )

    def __contains__(self, name: str) -> bool:
        """Whether there is an op, input, output or module of that name."""
        return name in self._nodes or name in self._modules

    def seen(self, name: str) -> Landmark:
        """Describe a node, but for those that are alike, or a module by its path."""
        if name not in self._nodes:
            return Landmark(name, MODULE, name, sizes=self._sizes_of(name))
        if name not in self._seen:
            node = self._nodes[name]
            self._seen[name] = Landmark(
                name,
                op_of(node),
                _module(node),
                self._line(node),
                shape_of(node),
                self._read(node),
                entry=self._entry(node),
                weights=self._weights(node),
                sizes=self._sizes_of(_path(node)),
            )
        return self._seen[name]

    @cached_property
    def _former(self) -> Likeness:
        return Likeness(self._model, called=True)

    def as_told_by(self, mark: Landmark) -> Likeness:
        """The nodes with such lines as a landmark knows, maybe from an older studio.

        That knew no lines of methods and functions, only of what called them.
        """
        if mark.line in self._index(mark.op, "line"):
            return self
        is_former = mark.line in self._former._index(mark.op, "line")
        return self._former if is_former else self

    def is_as_before(self, mark: Landmark) -> bool:
        """Whether a node and its weights are what they were, in as large a graph."""
        if not mark.weights or mark.among != self.among or mark.name not in self:
            return False
        return self.seen(mark.name) == replace(mark, places=(), among=0)

    def landmark(self, name: str) -> Landmark:
        """Describe a node, with which it is of those that are alike."""
        seen = self.seen(name)
        found = [self.alike(way, seen) for way in range(len(WAYS))]
        places = [(each.index(name), len(each)) if each else (0, 0) for each in found]
        return replace(seen, places=tuple(places), among=self.among)

    def alike(self, way: int, mark: Landmark) -> list[str]:
        """Name the nodes that one way takes as alike, in order."""
        if way in _NEEDED and not getattr(mark, _NEEDED[way]):
            return []
        names = WAYS[way]
        by = next((each for each in ("weights", "line") if each in names), "shared")
        near = self._index(mark.op, by).get(getattr(mark, by), [])
        for name in names:
            tell, wanted = _TELLERS[name], getattr(mark, name)
            near = [node for node in near if tell(self, node) == wanted]
        return [node.name for node in near]

    def _index(self, op: str, by: str) -> _Groups:
        """Sort the nodes of one op by one thing that is quickly told."""
        if (op, by) not in self._indices:
            tell = _TELLERS[by]
            index = self._indices[op, by] = defaultdict(list)
            for node in self._of_op.get(op, ()):
                index[tell(self, node)].append(node)
        return self._indices[op, by]

    def _read(self, node: fx.Node) -> tuple[str, ...]:
        """Tell the op and module of each input."""
        if node not in self._reads:
            reads = [each for each in node.all_input_nodes if each.op != "get_attr"]
            words = [f"{op_of(each)} {_module(each)}".rstrip() for each in reads]
            self._reads[node] = tuple(words)
        return self._reads[node]

    def _entry(self, node: fx.Node) -> tuple[str, ...]:
        return self._entries.get(node, ())

    def _line(self, node: fx.Node) -> str:
        source = node.meta.get("source")
        if source is not None and self._called and source.function != "forward":
            source = source.called_from or source
        return source.text if source is not None else ""

    def _weights(self, node: fx.Node, deep: int = _DEEP) -> str:
        """Tell the weights that a node has, or that what it reads has; "" if none."""
        if node.op != "call_function" or not deep:
            return ""
        if node not in self._weighed:
            read = node.all_input_nodes
            own = [
                tensor_digest(self._tensors[str(each.target)])
                for each in read
                if each.op == "get_attr"
            ]
            parts = own or [self._weights(each, deep - 1) for each in read]
            is_told = bool(parts) and all(parts)
            self._weighed[node] = _short(op_of(node), *parts) if is_told else ""
        return self._weighed[node]

    def _found_entries(self, shared: set[str]) -> dict[fx.Node, tuple[str, ...]]:
        """Tell for each node of a module called more often what its call is given."""
        entries: dict[fx.Node, tuple[str, ...]] = {}
        for node in self._nodes.values():
            if _path(node) not in shared:
                continue
            given: dict[str, None] = {}
            for each in node.all_input_nodes:
                is_within = each in entries and _call(each) == _call(node)
                words = entries[each] if is_within else (self._origin(each),)
                given |= dict.fromkeys(words) if each.op != "get_attr" else {}
            entries[node] = tuple(given)
        return entries

    def _origin(self, node: fx.Node, far: int = _FAR) -> str:
        """Tell a node by its module, its place among the inputs, or what it reads."""
        if node.op == "placeholder":
            return f"input {self._inputs[node.name]}"
        words = f"{op_of(node)} {_module(node)}".rstrip()
        if _path(node) or not far:
            return words
        read = [each for each in node.all_input_nodes if each.op != "get_attr"]
        return _short(words, *(self._origin(each, far - 1) for each in read))

    def _sizes_of(self, module: str) -> tuple[int, ...]:
        """How many members each sequence has that a module is a numbered member of."""
        parts = module.split(".")
        numbered = [at for at, part in enumerate(parts) if part.isdecimal()]
        return tuple([self._sizes[".".join(parts[:at])] for at in numbered])


_TELLERS: dict[str, Callable[[Likeness, fx.Node], Any]] = {
    "module": lambda _, node: _module(node),
    "shared": lambda _, node: _path(node),
    "line": Likeness._line,
    "shape": lambda _, node: shape_of(node),
    "reads": Likeness._read,
    "entry": Likeness._entry,
    "weights": Likeness._weights,
}


@lru_cache(maxsize=8)
def _sizes(modules: tuple[tuple[str, str], ...]) -> Counter[str]:
    """Count the numbered members of every module."""
    found = {name for path, _ in modules for name in _prefixes(path)}
    split = [name.rpartition(".") for name in found]
    return Counter(owner for owner, _, last in split if last.isdecimal())


def _prefixes(path: str) -> Iterable[str]:
    parts = path.split(".")
    return (".".join(parts[: at + 1]) for at in range(len(parts)))


def op_of(node: fx.Node) -> str:
    """What a node calls; the user's names of inputs tell nothing."""
    return target_text(node.target) if node.op == "call_function" else node.op


def _path(node: fx.Node) -> str:
    return str(node.meta.get("module") or "")


def _call(node: fx.Node) -> int:
    return node.meta.get("call") or 0


def _module(node: fx.Node) -> str:
    """The module that made a node; a later call of it is told by its number."""
    call = _call(node)
    return f"{_path(node)} #{call + 1}" if call else _path(node)


def _short(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
