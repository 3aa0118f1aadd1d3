"""Exported programs kept between runs, as long as what they were made from is equal."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

import platformdirs

from engine.opening.source import ModelSource
from engine.sentence import from_plain, to_plain

_KEPT = 20
_MOST_NEIGHBOURS = 500
_MOST_FOLDERS = 500
_FOLDER = Path(__file__).resolve().parent
_SKIPPED = {"site-packages", "node_modules", "__pycache__", "venv", "env"}


@dataclass(frozen=True, slots=True)
class Exported:
    """One exported program and what was said while it was made.

    `files` maps every file of the user's that was read to its digest. `decisions` are
    the kind and place of what the one input decided.
    """

    program: Path
    weights: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[tuple[str, str], ...] = ()


def cache_folder() -> Path:
    """Where programs are kept: `NPU_STUDIO_CACHE`, or the user's cache folder."""
    chosen = os.environ.get("NPU_STUDIO_CACHE")
    root = Path(chosen or platformdirs.user_cache_dir("npu-studio"))
    return root / "programs"


def content_digest(source: ModelSource) -> str:
    """Identify what opening `source` would read and run, without running it.

    Covers the file itself, the Python files in and below its folder, the checkpoint,
    the arguments and the inputs.
    """
    text = hashlib.sha256(repr(asdict(source)).encode())
    for file in (source.location, source.checkpoint):
        text.update(digest_file(file).encode())
    if source.kind == "python":
        for neighbour in _neighbours(Path(source.location).parent):
            text.update(f"{neighbour} {digest_file(neighbour)}".encode())
    return text.hexdigest()


def digest_file(file: str | Path) -> str:
    """Digest a file's content; empty if there is no such file."""
    try:
        with open(file, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def cache_key(source: ModelSource, interpreter: str) -> str:
    """Identify an export: its source, the interpreter's torch, and the exporter."""
    text = hashlib.sha256(content_digest(source).encode())
    text.update(f"{interpreter} {_torch_version(interpreter)}".encode())
    own = _FOLDER.parent / "networks" if source.kind == "zoo" else _FOLDER
    for file in sorted({*own.glob("*.py"), *_FOLDER.glob("*.py")}):
        text.update(digest_file(file).encode())
    return text.hexdigest()[:32]


def find_exported(key: str) -> Exported | None:
    """Fetch a kept program if every file it was made from is still the same."""
    folder = cache_folder() / key
    try:
        record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
        files = dict(record["files"])
        found = Exported(
            folder / "program.pt2",
            record["weights"],
            tuple(map(from_plain, record["warnings"])),
            files,
            tuple((kind, place) for kind, place in record["decisions"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not found.program.is_file():
        return None
    if any(digest_file(file) != digest for file, digest in files.items()):
        return None
    os.utime(folder)
    return found


def keep_exported(key: str, exported: Exported) -> Exported:
    """Move a fresh program into the cache, and drop the ones longest unused.

    Raises:
        OSError: the cache cannot be written.
    """
    root = cache_folder()
    aside, folder = root / f"{key}.{os.getpid()}", root / key
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    record = {
        "files": dict(exported.files),
        "weights": exported.weights,
        "decisions": exported.decisions,
        "warnings": [to_plain(warning) for warning in exported.warnings],
    }
    (aside / "record.json").write_text(json.dumps(record), encoding="utf-8")
    shutil.move(exported.program, aside / "program.pt2")
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    _drop_oldest(root)
    return replace(exported, program=folder / "program.pt2")


def forget_exported(key: str) -> None:
    """Drop a kept program that turned out to be unreadable."""
    shutil.rmtree(cache_folder() / key, ignore_errors=True)


def digest_files(files: Iterable[str]) -> dict[str, str]:
    """Digest every file, by its name."""
    return {file: digest_file(file) for file in files}


def _drop_oldest(root: Path) -> None:
    folders = sorted(root.iterdir(), key=lambda f: f.stat().st_mtime, reverse=True)
    for folder in folders[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)


def _neighbours(folder: Path) -> list[Path]:
    """List the Python files below `folder`, sorted, no more than a project has."""
    found: list[Path] = []
    for parent, folders, files in islice(os.walk(folder), _MOST_FOLDERS):
        folders[:] = sorted(f for f in folders if f not in _SKIPPED and f[0] != ".")
        found += [Path(parent, file) for file in sorted(files) if file.endswith(".py")]
        if len(found) >= _MOST_NEIGHBOURS:
            break
    return found[:_MOST_NEIGHBOURS]


def _torch_version(interpreter: str) -> str:
    """Read an interpreter's torch version off the disk, without starting it."""
    libraries = Path(interpreter).parent.parent / "lib"
    for file in libraries.glob("python3*/site-packages/torch/version.py"):
        return file.read_text(encoding="utf-8")
    try:
        return version("torch")
    except PackageNotFoundError:
        return ""
