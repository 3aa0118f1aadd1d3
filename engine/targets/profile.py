"""What one NPU supports, as data read from one TOML file. No torch here.

Bundled profiles lie in `resources/targets`; the user's own lie in the `targets`
folder of the program's data directory and win over a bundled one of that name. A file
that `extends` another states only what differs, and lifts a limit by setting "any". An
op that torch does not have must be among the `custom_ops` that the file declares.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from platformdirs import user_data_path

from engine.causes import cause_of
from engine.errors import TargetError
from engine.resources import TARGETS
from engine.sentence import Sentence, filled, listed, say
from engine.targets.limiting import in_force, misplaced, senseless, stated
from engine.targets.limits import LIMITS, Limit
from engine.targets.op_names import misnamed_ops, ops_without_entry
from engine.targets.reading import (
    Table,
    check_table,
    freeze,
    merge,
    read_record,
)
from engine.targets.records import (
    Hardware,
    OpSupport,
    QuantizationScheme,
    StubPolicy,
    TargetProfile,
)

__all__ = [
    "LIMITS",
    "Hardware",
    "Limit",
    "OpSupport",
    "QuantizationScheme",
    "StubPolicy",
    "TargetProfile",
    "load_profile",
    "own_folder",
    "profiles",
    "read_profile",
    "readable_profiles",
]

_TOP: Mapping[str, Any] = {
    "name": str,
    "title": str,
    "chip": str,
    "source": str,
    "fallback": Literal["none", "float"],
    "extends": str,
    "sources": dict,
    "folds_constants": bool,
    "advised_rules": tuple[str, ...],
    "custom_ops": tuple[str, ...],
    "hardware": dict,
    "stubs": dict,
    "quantization": dict,
    "constraints": dict,
    "ops": dict,
}
_TEXTS = ("name", "title", "chip", "source", "fallback")
_WORDS = ("becomes", "caveat", "source")
_OP: Mapping[str, Any] = {**LIMITS, "warn": dict, **dict.fromkeys(_WORDS, str)}
_PARTS = 2
"""A namespace and a name."""
_MAY_BE_ZERO = ("bandwidth_gb_per_s",)
_COMMON: Mapping[str, Any] = {**LIMITS, "source": str}


def load_profile(name: str) -> TargetProfile:
    """Load the profile called `name`; the user's own wins over a bundled one.

    Raises:
        TargetError: there is no such profile, or its file is malformed.
    """
    files = _files()
    if name not in files:
        known = ", ".join(sorted(files))
        raise TargetError(
            say(
                "There is no target {name}; choose one of {known}.",
                name=repr(name),
                known=known,
            )
        )
    return read_profile(files[name])


def profiles() -> tuple[TargetProfile, ...]:
    """Load every profile there is, by name.

    Raises:
        TargetError: one of the files is malformed.
    """
    return tuple(load_profile(name) for name in sorted(_files()))


def readable_profiles() -> tuple[tuple[TargetProfile, ...], tuple[str, ...]]:
    """Load every profile that can be read, and say what is wrong with the others."""
    found: list[TargetProfile] = []
    wrong: list[str] = []
    for name in sorted(_files()):
        try:
            found.append(load_profile(name))
        except TargetError as error:
            wrong.append(str(error))
    return tuple(found), tuple(wrong)


def read_profile(path: Path) -> TargetProfile:
    """Read one profile file, strictly.

    Raises:
        TargetError: the file cannot be read, or holds a wrong, missing or unknown
            key; the message names the file, each key and what is allowed.
    """
    try:
        path.stat()
    except OSError as error:
        raise TargetError(
            say("{path} cannot be read: {reason}.", path=path, reason=cause_of(error))
        ) from error
    try:
        return _read_profile(path, _stamps(path))
    except RecursionError as error:
        raise TargetError(
            say("{path} nests its lists or tables too deeply.", path=path)
        ) from error


def _stamps(path: Path) -> tuple[tuple[Path, int], ...]:
    """When a profile, and every one that it could extend, was written."""
    return tuple((file, file.stat().st_mtime_ns) for file in (path, *_beside(path)))


def _beside(path: Path) -> list[Path]:
    """The bundled profiles, then those in the folder of one."""
    return [
        file
        for folder in (TARGETS, path.parent)
        for file in sorted(folder.glob("*.toml"))
    ]


@cache
def _read_profile(path: Path, stamps: tuple[tuple[Path, int], ...]) -> TargetProfile:
    problems: list[str] = []
    table = check_table(_content(path, ()), _TOP, "", problems, _TEXTS)
    sources = _read_sources(table.get("sources", {}), problems)
    hardware = read_record(Hardware, table.get("hardware"), "hardware", problems)
    stubs = read_record(StubPolicy, table.get("stubs"), "stubs", problems)
    scheme = read_record(
        QuantizationScheme, table.get("quantization"), "quantization", problems
    )
    ops = _read_ops(table.get("ops"), table.get("constraints", {}), problems)
    problems += [*_too_small(hardware, "hardware"), *_too_small(scheme, "quantization")]
    if scheme is not None and ops:
        problems += _wrong_names(table, ops, scheme)
    if table.get("name") != path.stem:
        problems.append(
            say("name must be that of the file, {stem}", stem=repr(path.stem))
        )
    if problems or hardware is None or stubs is None or scheme is None:
        raise TargetError(
            say(
                "{path} is not a target profile: {problems}.",
                path=path,
                problems=listed(dict.fromkeys(problems), "; "),
            )
        )
    profile = TargetProfile(
        **{key: table[key] for key in _TEXTS},
        hardware=hardware,
        stubs=stubs,
        quantization=scheme,
        ops=ops,
        folds_constants=table.get("folds_constants", True),
        advised_rules=tuple(table.get("advised_rules", ())),
        sources=sources,
    )
    return _with_sources_spelled(profile, path)


def _too_small(record: Hardware | QuantizationScheme | None, where: str) -> list[str]:
    """Find figures that are divided by and so must be above 0; bandwidth may be."""
    figures = asdict(record) if record is not None else {}
    return [
        say("{key} in {where} must be 0 or above 0", key=key, where=where)
        if key in _MAY_BE_ZERO
        else say("{key} in {where} must be above 0", key=key, where=where)
        for key, value in figures.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        if not 0 <= value < inf or (value == 0 and key not in _MAY_BE_ZERO)
    ]


def _wrong_names(
    table: Table, ops: Mapping[str, OpSupport], scheme: QuantizationScheme
) -> list[Sentence]:
    given = table.get("custom_ops")
    listed_ops = given if isinstance(given, list) else []
    own = [op for op in listed_ops if isinstance(op, str)]
    unnamed = [
        say("{op} in custom_ops must be named as in mylib.my_op", op=repr(op))
        for op in own
        if len(op.split(".")) != _PARTS or not all(op.split("."))
    ]
    found = [*unnamed, *misnamed_ops(ops, scheme, own)]
    if table.get("fallback") == "none":
        found += ops_without_entry(ops, scheme, own)
    return found


def _read_sources(table: object, problems: list[str]) -> Mapping[str, str]:
    if not isinstance(table, dict):
        return {}
    problems += [
        say("{key} in sources must be text", key=key)
        for key, value in table.items()
        if not isinstance(value, str)
    ]
    return MappingProxyType({key: filled(str(text)) for key, text in table.items()})


def _with_sources_spelled(profile: TargetProfile, path: Path) -> TargetProfile:
    """Put the full citation in the place of every short name of a source."""
    named = {
        "hardware": profile.hardware.source,
        "quantization": profile.quantization.source,
        **{f"ops.{op}": support.source for op, support in profile.ops.items()},
    }
    known = profile.sources
    unknown = {where: name for where, name in named.items() if name not in {"", *known}}
    if unknown:
        where, name = next(iter(unknown.items()))
        choices = ", ".join(sorted(known)) or say("none")
        raise TargetError(
            say(
                "{path} is not a target profile: source {name} in {where} is "
                "not in [sources] (known: {choices}).",
                path=path,
                name=repr(name),
                where=where,
                choices=choices,
            )
        )
    return replace(
        profile,
        ops=MappingProxyType(
            {
                op: replace(support, source=known.get(support.source, ""))
                for op, support in profile.ops.items()
            }
        ),
    )


def _content(path: Path, heirs: tuple[Path, ...]) -> Table:
    """Read a file, laid over the profile it extends: tables merge, values replace."""
    content = _parsed(path)
    if "extends" not in content:
        return content
    extended = content["extends"]
    known = {file.stem: file for file in _beside(path) if file not in {path, *heirs}}
    if not isinstance(extended, str) or extended not in known:
        raise TargetError(
            say(
                "{path} extends {extended}, which is no other profile beside "
                "it or among the bundled ones; choose one of {known}.",
                path=path,
                extended=repr(extended),
                known=", ".join(sorted(known)),
            )
        )
    return merge(_content(known[extended], (*heirs, path)), content)


def _parsed(path: Path) -> Table:
    """Read the TOML of one file; some editors begin UTF-8 with a byte order mark."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TargetError(
            say("{path} is not text in UTF-8; save it as that.", path=path)
        ) from error
    except (OSError, ValueError) as error:
        raise TargetError(
            say("{path} is not a TOML file: {error}.", path=path, error=cause_of(error))
        ) from error


def _read_ops(
    namespaces: object, shared: object, problems: list[str]
) -> Mapping[str, OpSupport]:
    common = check_table(stated(shared), _COMMON, "constraints", problems)
    problems += [*misplaced(common), *senseless(common, "constraints")]
    ops: dict[str, OpSupport] = {}
    for namespace, entries in _tables(namespaces, "ops", problems):
        if not any(isinstance(entry, dict) for entry in entries.values()):
            problems.append(
                say(
                    "ops.{name} holds no op; write one as [ops.aten.conv2d]",
                    name=namespace,
                )
            )
            continue
        for op, entry in _tables(entries, f"ops.{namespace}", problems):
            where = f"ops.{namespace}.{op}"
            check_table(stated(entry), _OP, where, problems)
            warned = entry.get("warn", {})
            costly = check_table(
                stated(warned) if isinstance(warned, dict) else {},
                LIMITS,
                f"{where}.warn",
                problems,
            )
            problems += [
                *misplaced(entry, f"{namespace}.{op}", where),
                *misplaced(costly, f"{namespace}.{op}", f"{where}.warn"),
                *senseless(entry, where),
                *senseless(costly, f"{where}.warn"),
            ]
            ops[f"{namespace}.{op}"] = _support(common | entry)
    return MappingProxyType(ops)


def _support(entry: Table) -> OpSupport:
    costly = entry.get("warn", {})
    return OpSupport(
        MappingProxyType(freeze(in_force(entry))),
        MappingProxyType(freeze(in_force(costly if isinstance(costly, dict) else {}))),
        **{key: _words(entry.get(key, "")) for key in _WORDS},
    )


def _words(text: object) -> str:
    return filled(text) if isinstance(text, str) and text else ""


def _tables(value: object, where: str, problems: list[str]) -> list[tuple[str, Table]]:
    if not isinstance(value, dict):
        problems.append(say("{where} must be a table", where=where))
        return []
    problems += [
        say("{where}.{key} must be a table", where=where, key=key)
        for key, entry in value.items()
        if not isinstance(entry, dict)
    ]
    return [(key, entry) for key, entry in value.items() if isinstance(entry, dict)]


def own_folder() -> Path:
    """The folder that a user's own profiles lie in; it need not exist."""
    return user_data_path("npu-studio") / "targets"


def _files() -> dict[str, Path]:
    return {
        path.stem: path
        for folder in (TARGETS, own_folder())
        for path in sorted(folder.glob("*.toml"))
    }
