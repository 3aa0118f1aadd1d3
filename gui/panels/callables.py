"""What a Python file defines that could build a model, without running it. No Qt."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from engine.causes import cause_of
from engine.errors import SourceError
from engine.sentence import say

NETWORK_BASES = frozenset({"Module", "LightningModule", "Sequential"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a callable; `default` is its source text, empty if required."""

    name: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A top-level class or function. `is_network` says it derives from a module."""

    name: str
    kind: str
    parameters: tuple[Parameter, ...]
    is_network: bool = False


def find_callables(path: str | Path) -> tuple[Candidate, ...]:
    """List the public classes and functions of a file, likely networks first.

    Raises:
        SourceError: the file cannot be read or is no Python.
    """
    try:
        tree = ast.parse(Path(path).read_bytes(), str(path))
    except OSError as error:
        raise SourceError(
            say("{path} cannot be read: {reason}.", path=path, reason=cause_of(error))
        ) from error
    except (SyntaxError, ValueError) as error:
        raise SourceError(
            say("{path} is not Python: {error}.", path=path, error=error)
        ) from error
    networks = _networks(tree)
    found = [_candidate(node, networks) for node in tree.body]
    public = [each for each in found if each is not None and each.name[0] != "_"]
    return tuple(sorted(public, key=_rank))


def _networks(tree: ast.Module) -> frozenset[str]:
    known = set(NETWORK_BASES)
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(
            _last_name(base) in known for base in node.bases
        ):
            known.add(node.name)
    return frozenset(known)


def _candidate(node: ast.stmt, networks: frozenset[str]) -> Candidate | None:
    if isinstance(node, ast.FunctionDef):
        return Candidate(node.name, "function", _parameters(node.args))
    if isinstance(node, ast.ClassDef):
        inits = [n for n in node.body if isinstance(n, ast.FunctionDef)]
        init = next((n for n in inits if n.name == "__init__"), None)
        parameters = _parameters(init.args)[1:] if init else ()
        return Candidate(node.name, "class", parameters, node.name in networks)
    return None


def _parameters(arguments: ast.arguments) -> tuple[Parameter, ...]:
    placed = [*arguments.posonlyargs, *arguments.args]
    missing: list[ast.expr | None] = [None] * (len(placed) - len(arguments.defaults))
    defaults = [*missing, *arguments.defaults, *arguments.kw_defaults]
    named = [*placed, *arguments.kwonlyargs]
    return tuple(
        Parameter(each.arg, ast.unparse(default) if default is not None else "")
        for each, default in zip(named, defaults, strict=True)
    )


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _rank(candidate: Candidate) -> tuple[bool, int]:
    required = sum(not each.default for each in candidate.parameters)
    return not (candidate.is_network or candidate.kind == "function"), required
