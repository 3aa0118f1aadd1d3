"""The strings of the window's source that wait for a translation.

Three spellings are found, and always with literal words:
`self.tr("…")` in a class, `QCoreApplication.translate("Context", "…")`, and a module's
own helper, a function that does nothing but the latter, as `_tr("…")`.

The titles of the engine's rules are found where they are written, in `@rule(…, title=)`
and in `Fix(…, "title")`; the window looks them up as words of the context `Rule`.
`resources/translations/sentences.py` finds what else the engine says.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from resources.translations.sentences import templates_of
from resources.translations.untranslatable import UntranslatableError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """Words to translate: where Qt looks them up, and whether `%n` counts in them."""

    context: str
    source: str
    is_plural: bool = False


def texts_of(folder: Path = ROOT / "gui") -> tuple[Text, ...]:
    """All texts of the Python files below a folder, sorted.

    Raises:
        UntranslatableError: A call does not spell its words as literals.
    """
    found = set(titles_of()) | {Text("engine", each) for each in templates_of()}
    for file in sorted(folder.rglob("*.py")):
        found.update(texts_in(file.read_text(encoding="utf-8"), str(file)))
    return tuple(sorted(found))


def titles_of(folder: Path = ROOT / "engine") -> Iterator[Text]:
    """The titles of every rule and fix below a folder, as words to translate.

    Raises:
        UntranslatableError: A fix does not spell its title as a literal.
    """
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                title = _title(node, str(file))
                if title:
                    yield Text("Rule", title)


def _title(call: ast.Call, place: str) -> str:
    """The literal title of a rule or fix; empty for another call, or a rule's fix."""
    match call:
        case ast.Call(ast.Name("rule")):
            given = [each.value for each in call.keywords if each.arg == "title"]
        case ast.Call(ast.Name("Fix"), [_, ast.Attribute(_, "title"), *_]):
            return ""
        case ast.Call(ast.Name("Fix"), [_, ast.Constant() as title, *_]):
            given = [title]
        case ast.Call(ast.Name("Fix")):
            raise UntranslatableError(
                _complaint(call, place, "a title that is no literal")
            )
        case _:
            return ""
    return next((str(e.value) for e in given if isinstance(e, ast.Constant)), "")


def texts_in(code: str, place: str) -> Iterator[Text]:
    """The texts of one module; `place` is named in errors."""
    tree = ast.parse(code)
    helpers = {
        node.name: context
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and (context := _helper_context(node))
    }
    yield from _texts(tree, "", helpers, place)


def _texts(
    node: ast.AST, owner: str, helpers: dict[str, str], place: str
) -> Iterator[Text]:
    if isinstance(node, ast.FunctionDef) and (node.name in helpers or _looks_up(node)):
        return
    if isinstance(node, ast.Call):
        text = _text(node, owner, helpers, place)
        if text is not None:
            yield text
    inner = node.name if isinstance(node, ast.ClassDef) else owner
    for child in ast.iter_child_nodes(node):
        yield from _texts(child, inner, helpers, place)


def _text(
    call: ast.Call, owner: str, helpers: dict[str, str], place: str
) -> Text | None:
    match call.func:
        case ast.Attribute(ast.Name("self"), "tr"):
            words = [owner, *_literals(call, 2, place)]
        case ast.Attribute(_, "tr"):
            raise UntranslatableError(_complaint(call, place, "'tr' of another object"))
        case ast.Name(name) if name in helpers:
            words = [helpers[name], *_literals(call, 1, place)]
        case ast.Name("_tr"):
            raise UntranslatableError(_complaint(call, place, "'_tr' of no context"))
        case _ if _is_translate(call.func):
            words = _literals(call, 3, place)
        case _:
            return None
    if any(words[2:]):
        raise UntranslatableError(_complaint(call, place, "a disambiguating comment"))
    return Text(words[0], words[1], is_plural="%n" in words[1])


def _literals(call: ast.Call, most: int, place: str) -> list[str]:
    """The literal words of a call, without the count that may follow them."""
    words = [
        argument.value
        for argument in call.args[:most]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if len(words) != len(call.args[:most]):
        raise UntranslatableError(_complaint(call, place, "words that are no literal"))
    return words


def _helper_context(function: ast.FunctionDef) -> str:
    """The context of a helper; empty if the function is none."""
    match function.body:
        case [ast.Return(ast.Call(func, [ast.Constant(str(context)), ast.Name()]))]:
            return context if _is_translate(func) else ""
    return ""


def _looks_up(function: ast.FunctionDef) -> bool:
    """Whether a function only looks up words that are collected elsewhere."""
    match function.body:
        case [*_, ast.Return(ast.Call(func, [ast.Name(), ast.Name()]))]:
            return _is_translate(func)
    return False


def _is_translate(function: ast.expr) -> bool:
    match function:
        case ast.Name("translate"):
            return True
        case ast.Attribute(ast.Name("QCoreApplication"), "translate"):
            return True
    return False


def _complaint(call: ast.Call, place: str, what: str) -> str:
    return f"{place}:{call.lineno}: {what} cannot be translated: {ast.unparse(call)}"
