"""The questions the window asks, and the sentences about what was opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from engine.opening.source import WeightReport
from engine.opening.weight_words import met_sentence
from gui.sentences import in_language
from gui.session.autosave import LeftBehind, Unreadable
from gui.session.trust import TrustQuestion

MOST_LISTED = 200
_WHEN = "%Y-%m-%d %H:%M"


def ask_trust(question: TrustQuestion, parent: QWidget) -> bool:
    """Ask once per file content whether it may be run."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr("Run this model's code?"))
    box.setText(_tr("Opening this model runs {}.").format(question.runs))
    box.setInformativeText(
        _tr(
            "Python code can do anything on this computer that you can. Run it only if "
            "you know where it comes from. You will be asked again if this file "
            "changes, not if one that it imports does."
        )
    )
    run = box.addButton(_tr("Run it"), QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    box.exec()
    is_allowed = box.clickedButton() is run
    box.deleteLater()
    return is_allowed


def ask_save(name: str, parent: QWidget) -> QMessageBox.StandardButton:
    """Ask what becomes of unsaved edits."""
    buttons = QMessageBox.StandardButton
    return QMessageBox.question(
        parent,
        _tr("Save changes?"),
        _tr("Save the changes to {} before closing?").format(name),
        buttons.Save | buttons.Discard | buttons.Cancel,
        buttons.Save,
    )


def ask_changed(
    path: Path, another: Callable[[], Path | None], parent: QWidget
) -> Path | None:
    """Ask where to save a project whose file was changed by somebody else."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_tr("Overwrite other changes?"))
    box.setText(
        _tr("{} was changed since this window opened or saved it.").format(path.name)
    )
    box.setInformativeText(
        _tr(
            "Another window or program has written to it. Saving there loses what it "
            "wrote; another name keeps both."
        )
    )
    accept = QMessageBox.ButtonRole.AcceptRole
    keep = box.addButton(_tr("Save under another name…"), accept)
    overwrite = box.addButton(_tr("Overwrite"), QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.exec()
    chosen = box.clickedButton()
    box.deleteLater()
    if chosen is keep:
        return another()
    return path if chosen is overwrite else None


def recovery_text(left: LeftBehind | Unreadable) -> str:
    """Say what a killed window left, or why it cannot be recovered here."""
    if isinstance(left, Unreadable):
        return _tr("Unsaved work of {when} cannot be recovered here. {reason}").format(
            when=left.when.strftime(_WHEN), reason=in_language(str(left.why))
        )
    count = len(left.project.applied)
    edits = _tr("1 edit") if count == 1 else _tr("{} edits").format(count)
    return _tr(
        "{name} with {edits} was not saved when the window ended on {when}."
    ).format(
        name=left.project.name or left.project.source.title,
        edits=edits,
        when=left.when.strftime(_WHEN),
    )


def weights_summary(report: WeightReport) -> str:
    """How the checkpoint fitted, in one sentence."""
    file = report.file.rsplit("/", 1)[-1]
    if report.is_met:
        return in_language(met_sentence(report, file))
    counts = (
        (_tr("{} missing"), report.missing),
        (_tr("{} unexpected"), report.unexpected),
        (_tr("{} of another shape"), report.mismatched),
    )
    parts = [_tr("{} weights matched").format(report.matched)]
    parts += [text.format(len(keys)) for text, keys in counts if keys]
    return _tr("{file}: {counts}.").format(file=file, counts=", ".join(parts))


def warnings_text(warnings: tuple[str, ...]) -> str:
    """Say the first thing to know of what was opened, and how much more there is."""
    more = len(warnings) - 1
    first = in_language(warnings[0])
    return _tr("{} More in the log: {}.").format(first, more) if more else first


def weights_details(report: WeightReport) -> str:
    """Every key that did not match, by kind."""
    mismatched = [f"{key}  {file} ≠ {net}" for key, file, net in report.mismatched]
    groups = (
        (_tr("Missing in the file"), list(report.missing)),
        (_tr("Unexpected in the file"), list(report.unexpected)),
        (_tr("Of another shape"), mismatched),
    )
    lines: list[str] = []
    for title, keys in groups:
        if keys:
            lines += [f"{title} ({len(keys)})", *(f"  {k}" for k in keys[:MOST_LISTED])]
    return "\n".join(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Questions", text)


def may_replace(path: Path, parent: QWidget | None) -> bool:
    """Ask whether a file that is there may be written over."""
    answer = QMessageBox.question(
        parent,
        _tr("Replace the file?"),
        _tr("{} is there already. Replace it?").format(path),
    )
    return answer == QMessageBox.StandardButton.Yes
