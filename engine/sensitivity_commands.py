"""What `npu-studio sensitivity` prints."""

from __future__ import annotations

from typing import Any

from engine.document import Document
from engine.progress import Steps
from engine.project import Project
from engine.quantization.calibration import Calibration
from engine.quantization.sensitivity import decibels
from engine.workflow import project_sensitivity, solve_project


def sensitivity_result(
    document: Document, project: Project, calibration: Calibration
) -> Steps[dict[str, Any]]:
    """List every rounding by the share of the outputs' error it causes, worst first."""
    table = solve_project(document, project, calibration)
    found = yield from project_sensitivity(document, project, table)
    rounded = [
        *(("tensor", name, share) for name, share in found.tensors.items()),
        *(("weights", name, share) for name, share in found.weights.items()),
    ]
    modules = {node.name: node.module for node in document.info().nodes}
    return {
        "expected_sqnr_db": -decibels(found.total) if found.total else None,
        "roundings": [
            {
                "node": name,
                "what": what,
                "module": modules.get(name, ""),
                "error_db": decibels(share) if share else None,
                "share": share / (found.total or 1.0),
            }
            for what, name, share in sorted(rounded, key=lambda each: -each[2])
        ],
        "digest": table.digest,
    }
