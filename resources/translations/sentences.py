"""The templates of all sentences that the engine says, and that wait for a translation.

They stand in `say("…")`, in the docstring and the title of a `@constraint`, and in the
files of targets: what a toolchain makes of an op, what an op costs, and sources. What
a sample is stands in its project.
"""

from __future__ import annotations

import ast
import inspect
import json
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from resources.translations.untranslatable import UntranslatableError

ROOT = Path(__file__).resolve().parents[2]
_DATA_WORDS = ("becomes", "caveat")


def templates_of(
    folders: Sequence[Path] = (ROOT / "engine", ROOT / "gui"),
    data: Path = ROOT / "resources",
) -> Iterator[str]:
    """Every template in Python files, and in the data of targets and samples.

    Raises:
        UntranslatableError: A template is no literal, or its fields are not its values.
    """
    for file in sorted(each for folder in folders for each in folder.rglob("*.py")):
        yield from templates_in(file.read_text(encoding="utf-8"), str(file))
    for file in sorted(data.glob("targets/*.toml")):
        yield from words_in(tomllib.loads(file.read_text(encoding="utf-8")))
    for file in sorted(data.glob("samples/*/project.json")):
        project = json.loads(file.read_text(encoding="utf-8"))
        yield from (str(project["name"]), str(project["description"]))


def templates_in(code: str, place: str) -> Iterator[str]:
    """The templates of one module; `place` is named in errors."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(ast.Name("say")):
                yield _template(node, place)
            case ast.FunctionDef(decorator_list=[ast.Call(ast.Name("constraint"), _)]):
                yield inspect.cleandoc(ast.get_docstring(node) or "")
            case ast.Call(ast.Name("constraint")):
                titles = [each.value for each in node.keywords if each.arg == "title"]
                yield from (str(ast.literal_eval(title)) for title in titles)


def words_in(table: Mapping[str, object], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The sentences and sources of a target's table."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from words_in(value, (*path, key))
        elif isinstance(value, str) and (key in _DATA_WORDS or path == ("sources",)):
            yield value


def fields_of(template: str) -> frozenset[str]:
    """The fields of a template with their formats: `{count}`, `{share:.0%}`."""
    return frozenset(
        f"{name}:{form}" if form else name
        for _, name, form, _ in string.Formatter().parse(template)
        if name is not None
    )


def _template(call: ast.Call, place: str) -> str:
    match call.args:
        case [ast.Constant(str(template))]:
            names = {str(each.arg) for each in call.keywords}
        case _:
            raise UntranslatableError(
                f"{place}:{call.lineno}: a template that is no literal"
            )
    used = {field.partition(":")[0] for field in fields_of(template)}
    if names and used != names:
        wrong = ", ".join(sorted(used ^ names))
        raise UntranslatableError(f"{place}:{call.lineno}: fields and values: {wrong}")
    return template
