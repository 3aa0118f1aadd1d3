"""The architecture as sentences that can fail; import contracts are in pyproject."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
SOURCES = sorted(
    path for package in ("engine", "gui") for path in (ROOT / package).rglob("*.py")
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def body_length(function: Function) -> int:
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno or 0) + 1 if is_docstring else first.lineno
    return (function.end_lineno or 0) - start + 1


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_files_fit_the_eye():
    lengths = {path: len(lines_of(path)) for path in (*SOURCES, *TESTS)}
    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_functions_fit_the_screen():
    lengths = {
        (path, function.name): body_length(function)
        for path in SOURCES
        for function in functions(path)
    }
    assert {where: n for where, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def test_nothing_is_left_for_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError")
    found = [
        (path, line)
        for path in SOURCES
        for line in lines_of(path)
        if marks.search(line)
    ]
    assert found == []


def test_every_exception_is_caught_by_name_except_at_the_three_doors():
    doors = {"gui/session/jobs.py", "gui/crash.py", "engine/opening/exporter.py"}
    blanket = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(r"except (Base)?Exception\b|except:", path.read_text("utf-8"))
    }
    assert blanket <= doors


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("gui.__main__", ("PySide6", "torch")),
        ("gui.main_window", ("torch", "onnx", "onnxruntime")),
        ("engine.cli", ("torch", "PySide6", "onnx")),
        ("engine.project", ("torch", "onnx")),
    ],
)
def test_importing_stays_light(module, forbidden):
    code = (
        f"import sys, {module}; print([m for m in {forbidden!r} if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert result.stdout.strip() == "[]"
