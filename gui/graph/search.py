"""Which nodes a search names.

Words are joined by and; `op:` `name:` `module:` `shape:` `dtype:` look at one field,
a word alone at all of them and the source file; /…/ is a regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from engine.info import GraphInfo, NodeInfo

Test = Callable[[NodeInfo], bool]

_WORD = re.compile(r"(?:(\w+):)?(/(?:\\.|[^/])+/|\"[^\"]*\"|\S+)")


def find(info: GraphInfo, text: str) -> tuple[str, ...]:
    """Names of the matching nodes in order; none for an empty or unfinished search."""
    try:
        tests = _tests(text)
    except re.error:
        return ()
    if not tests:
        return ()
    return tuple(node.name for node in info.nodes if all(t(node) for t in tests))


def _tests(text: str) -> Sequence[Test]:
    return [_test(field or "", word) for field, word in _WORD.findall(text)]


def _test(field: str, word: str) -> Test:
    if field and field not in FIELDS:
        field, word = "", f"{field}:{word}"
    read = FIELDS[field]
    if len(word) > 2 and word.startswith("/") and word.endswith("/"):
        pattern = re.compile(word[1:-1], re.IGNORECASE)
        return lambda node: pattern.search(read(node)) is not None
    wanted = word.strip('"').casefold()
    if field == "shape":
        wanted = re.sub(r"[x×*,]", "×", wanted)
        return lambda node: f"×{wanted}×" in f"×{read(node)}×"
    return lambda node: wanted in read(node).casefold()


def shape_text(shape: Sequence[int]) -> str:
    """A shape as it is shown and searched, such as 1×64×128×256."""
    return "×".join(map(str, shape))


def _everything(node: NodeInfo) -> str:
    file = f"{node.source.file}:{node.source.line}" if node.source else ""
    shape = shape_text(node.shape)
    words = (node.name, node.title, node.op, node.module, shape, node.dtype, file)
    return "\n".join(words)


FIELDS: dict[str, Callable[[NodeInfo], str]] = {
    "": _everything,
    "op": lambda node: node.op,
    "name": lambda node: node.name,
    "module": lambda node: node.module,
    "shape": lambda node: shape_text(node.shape),
    "dtype": lambda node: node.dtype,
    "file": lambda node: node.source.file if node.source else "",
}
