"""What everything that is coloured on the canvas is called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.graph.scene.family_names import family_names


def legend_names() -> dict[str, str]:
    """Severities, changes, signs and op families with their names, in that order."""
    severities = {
        "error": _tr("Error"),
        "warning": _tr("Warning"),
        "advice": _tr("Advice"),
    }
    changes = {
        "added": _tr("Added"),
        "removed": _tr("Removed"),
        "changed": _tr("Changed"),
    }
    signs = {
        "edited": _tr("Edited"),
        "int32": _tr("Can give int32"),
        "selected": _tr("Selected"),
        "traced": _tr("Traced"),
        "found": _tr("Found"),
        "kept": _tr("Kept from a search"),
    }
    families = {str(key): name for key, name in family_names().items()}
    return severities | changes | signs | families | {"other": _tr("Module, other")}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Legend", text)
