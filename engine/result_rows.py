"""Results as the plain rows a JSON object is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.comparison.results import Comparison
from engine.info import Diagnostic, EditPreview, GraphInfo, Rewrite
from engine.opening.source import WeightReport
from engine.recipe import describe
from engine.result_schema import AppliedRow, DiagnosticRow, EditRow, WeightsRow
from engine.toolchains.toolchain import CompileResult

Result = dict[str, Any]


def diagnostic_row(diagnostic: Diagnostic, info: GraphInfo) -> DiagnosticRow:
    """One diagnostic of a graph as JSON."""
    source, node = diagnostic.source, info.by_name.get(diagnostic.node)
    return {
        "severity": diagnostic.severity,
        "node": diagnostic.node,
        "module": node.module if node is not None else "",
        "op": diagnostic.op,
        "constraint": diagnostic.constraint,
        "title": diagnostic.title,
        "message": diagnostic.message,
        "source": f"{source.file}:{source.line}" if source else "",
        "fixes": [
            {"title": each.title, "exact": each.exact, "reason": each.reason}
            for each in diagnostic.fixes
        ],
        "reference": diagnostic.reference,
    }


def preview_row(preview: EditPreview) -> EditRow:
    """What one edit did to nodes and outputs as JSON, with its words in the history."""
    return {
        "edit": describe(preview.edit),
        "notes": list(preview.notes),
        "removed": list(preview.removed),
        "added": list(preview.added),
        "max_abs_difference": _finite(preview.max_abs_difference),
        "max_rel_difference": _finite(preview.max_rel_difference),
        "samples": preview.samples,
        "verdict": preview.verdict,
    }


def applied_row(rewrite: Rewrite) -> AppliedRow:
    """One rule at one node as JSON."""
    return {
        "rule": rewrite.rule,
        "node": rewrite.node,
        "max_abs_difference": rewrite.max_abs_difference,
        "max_rel_difference": rewrite.max_rel_difference,
    }


def weights_row(weights: WeightReport | None) -> WeightsRow | None:
    """How a checkpoint fitted the network as JSON, every odd weight named."""
    if weights is None:
        return None
    return {
        "file": weights.file,
        "matched": weights.matched,
        "wrapper": weights.wrapper,
        "prefix": weights.prefix,
        "missing": list(weights.missing),
        "unexpected": list(weights.unexpected),
        "mismatched": [
            {"name": name, "in_file": in_file, "in_network": in_network}
            for name, in_file, in_network in weights.mismatched
        ],
    }


def comparison_row(found: Comparison) -> Result:
    """One comparison as JSON; labels absent, scores absent."""
    row: Result = {"images": len(found.images)}
    for view, each in found.scores.items():
        iou = [_finite(value) for value in each.iou]
        row[view] = {
            "miou": _finite(each.miou),
            "pixel_accuracy": _finite(each.pixel_accuracy),
            "iou": dict(zip(found.classes, iou, strict=False)) or iou,
        }
    row["agreement"] = _without_float(found.agreement)
    row["sqnr_db"] = _without_float(found.sqnr_db)
    row["per_image"] = [
        {
            "image": Path(each.path).name,
            "agreement": _without_float(each.agreement),
            "sqnr_db": _without_float(each.sqnr_db),
        }
        for each in found.images
    ]
    row["outputs"] = [
        {
            "name": each.name,
            "shape": list(each.shape),
            "measure": each.measure,
            "agreement": _without_float(each.agreement),
            "sqnr_db": _without_float(each.sqnr_db),
            "max_abs_difference": _without_float(each.max_abs_difference),
        }
        for each in found.outputs
    ]
    row["digest"] = found.digest
    return row


def compilation_row(compiled: CompileResult) -> Result:
    """One compilation as JSON."""
    return {
        "artifacts": [
            {"path": str(each.path), "kind": each.kind, "bytes": each.bytes}
            for each in compiled.artifacts
        ],
        "self_check": asdict(compiled.self_check),
        "latency_ms": dict(compiled.latency_ms),
        "not_integer": [
            {"node": node, "why": why} for node, why in compiled.not_integer
        ],
    }


def _without_float(values: Mapping[Any, float]) -> dict[str, float | None]:
    return {
        str(view): _finite(value) for view, value in values.items() if view != "float"
    }


def _finite(value: float) -> float | None:
    """JSON knows no infinity and no nan."""
    return value if math.isfinite(value) else None
