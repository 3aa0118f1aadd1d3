"""Which choices of an export go together, and why others do not."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.exporting.offscreen import CODES, LEAST_CLEAR_SCALE, PICTURES, Wanted

TEXTS = ("dot", "json", *CODES)


def reasons(wanted: Wanted, selected: int, *, is_busy: bool) -> dict[str, str]:
    """Say of every choice that is not to be had why; others are left out.

    `selected` counts nodes; `is_busy` tells that a long task has the network. The keys
    are "view", "selection", "opened", "look", "transparent", "scale", "width", "paper",
    "overlap", "copy" and "export".
    """
    found = _of_regions(wanted, selected) | _of_looks(wanted) | _of_sizes(wanted)
    found |= {"copy": _of_copying(wanted), "export": _of_writing(wanted, is_busy)}
    return {key: reason for key, reason in found.items() if reason}


def _of_regions(wanted: Wanted, selected: int) -> dict[str, str]:
    if wanted.format == "host-code":
        text = _tr("The host decodes all that the graph predicts.")
        return dict.fromkeys(("view", "selection", "opened"), text)
    found = {"selection": "" if selected else _tr("Select nodes in the graph first.")}
    if wanted.format in TEXTS:
        text = _tr("Text holds nodes, on the screen or not, and in closed modules too.")
        found |= {"view": text, "opened": text}
    elif wanted.format == "html":
        found["view"] = _tr("Who reads a page moves about in it.")
        found["opened"] = _tr("A page has the graph with all modules open anyway.")
    return found


def _of_looks(wanted: Wanted) -> dict[str, str]:
    found = {"look": "", "transparent": ""}
    if wanted.format in TEXTS:
        found = dict.fromkeys(found, _tr("Text has no colours."))
    elif wanted.format == "html":
        found = dict.fromkeys(found, _tr("A page is light or dark as its reader is."))
    elif wanted.format == "png" and wanted.scale < LEAST_CLEAR_SCALE:
        text = _tr("Below {} % the background is painted.")
        found["transparent"] = text.format(round(100 * LEAST_CLEAR_SCALE))
    return found


def _of_sizes(wanted: Wanted) -> dict[str, str]:
    on_paper = wanted.format == "pdf" and wanted.paper != "one"
    vectors = _tr("Vectors are sharp at any size.")
    reason = vectors if wanted.format in PICTURES else _tr("Only pictures have a size.")
    is_png = wanted.format == "png"
    only_pdf = _tr("Only a PDF has pages.")
    one = _tr("One page shares nothing with another.")
    return {
        "scale": "" if is_png or on_paper else reason,
        "width": "" if is_png else reason,
        "paper": "" if wanted.format == "pdf" else only_pdf,
        "overlap": "" if on_paper else one if wanted.format == "pdf" else only_pdf,
    }


def _of_copying(wanted: Wanted) -> str:
    if wanted.format in ("pdf", "html"):
        return _tr("Other programs paste pictures and text; choose PNG, SVG or text.")
    return ""


def _of_writing(wanted: Wanted, is_busy: bool) -> str:
    if is_busy and wanted.format in CODES:
        return _tr("Another task has the network; wait for it or cancel it.")
    if wanted.path.name == "":
        return _tr("Choose a file first.")
    if not wanted.path.parent.is_dir():
        return _tr("There is no folder {}.").format(wanted.path.parent)
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportRules", text)
