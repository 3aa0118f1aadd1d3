"""What `npu-studio targets` does and the JSON objects it prints.

Listing the targets needs no torch, so what does is imported where it is used.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from engine.progress import Steps
from engine.targets.profile import TargetProfile, load_profile, readable_profiles

if TYPE_CHECKING:
    from engine.document import Document

Result = dict[str, Any]


def target_list() -> Result:
    """Every target that can be read; what is wrong with others goes to stderr."""
    rows = [{"name": each.name, "title": each.title} for each in _readable()]
    return {"targets": rows}


def target_comparison(document: Document) -> Steps[Result]:
    """What every target makes of one network, latencies being estimates."""
    from engine.targets.coverage import compare_targets

    info = document.info()
    found = yield from compare_targets(document.model, _readable())
    return {
        "name": info.name,
        "nodes": len(info.nodes),
        "macs": info.macs,
        "targets": [{"ops": each.ops, **asdict(each)} for each in found],
    }


def op_table(target: str) -> Result:
    """What one target says of every op it takes."""
    from engine.targets.op_facts import op_facts

    profile = load_profile(target)
    return {
        "target": profile.name,
        "title": profile.title,
        "ops": [asdict(each) for each in op_facts(profile)],
    }


def _readable() -> tuple[TargetProfile, ...]:
    found, wrong = readable_profiles()
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    return found
