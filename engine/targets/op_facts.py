"""What a target says of one op, in words: its limits, and how it is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.targets.constraints import CONSTRAINTS
from engine.targets.constraints.constraint import spelled
from engine.targets.profile import Limit, TargetProfile

_TRAITS: Mapping[str, str] = {
    "shared_scale_ops": "keeps the scale of its input",
    "table_ops": "by look-up table",
    "int16_ops": "int16 possible",
    "int16_inside_ops": "int16 inside",
    "int8_input_ops": "reads int8 only",
    "int32_ops": "int32 possible as output",
}


@dataclass(frozen=True, slots=True)
class OpFacts:
    """One row of an op table.

    `limits` complete "the op takes …", and so do `costs`, which may be broken at a
    price. `becomes` and `caveat` are as in `OpSupport`; `source` is the document.
    """

    op: str
    limits: tuple[str, ...]
    costs: tuple[str, ...]
    traits: tuple[str, ...]
    becomes: str
    caveat: str
    source: str


def op_facts(profile: TargetProfile) -> tuple[OpFacts, ...]:
    """Put the whole op table of a target into words, by op."""
    return tuple(
        OpFacts(
            op,
            _in_words(support.errors),
            _in_words(support.warnings),
            tuple(
                words
                for name, words in _TRAITS.items()
                if op in getattr(profile.quantization, name)
            ),
            support.becomes,
            support.caveat,
            support.source,
        )
        for op, support in sorted(profile.ops.items())
    )


def _in_words(limits: Mapping[str, Limit]) -> tuple[str, ...]:
    return tuple(
        CONSTRAINTS[name].sentence.replace("{limit}", spelled(limits[name]))
        for name in CONSTRAINTS
        if name in limits
    )
