"""An edit before it is made: what it does, and how far results move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.edit_effects import moved
from engine.info import EditPreview
from engine.recipe import Edit, Several
from gui.tab_order import step_focus
from gui.theme import MARGIN, set_role
from gui.widgets.edit_forms import EditForm
from gui.widgets.preview_view import PreviewView

TYPING_MS = 200
WIDTH = 540
SCROLL_BAR = 14
SHORT, LOW, TALL = 160, 270, 640


class EditDialog(QDialog):
    """Shows before and after with the measured difference; applies when told to.

    It can be applied once it is measured, and stays open with the reason where the edit
    is refused.
    """

    measure_requested = Signal(object)
    apply_requested = Signal(object)

    def __init__(
        self, title: str, explanation: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self._form: EditForm | None = None
        self._node = ""
        self._fixed: Edit | None = None
        self._at: tuple[str, ...] = ()
        self._explanation = QLabel(explanation)
        self._explanation.setWordWrap(True)
        self._explanation.setVisible(bool(explanation))
        self.everywhere = QCheckBox()
        self.everywhere.hide()
        self.everywhere.toggled.connect(self._on_changed)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.preview = PreviewView()
        self.preview.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(TYPING_MS)
        self._rest.timeout.connect(self._measure)
        self._arrange()

    def ask_for(self, form: EditForm, node: str) -> None:
        """Let the user fill a form in."""
        self._form, self._node = form, node
        form.changed.connect(self._on_changed)
        form.submitted.connect(self._apply)
        self._body.insertWidget(1, form, 1)
        tall = form.sizeHint().height() > SHORT
        wide = max(WIDTH, form.minimumSizeHint().width() + 2 * MARGIN + SCROLL_BAR)
        self.setMinimumWidth(wide)
        self.resize(wide, TALL if tall else LOW)
        form.setFocus(Qt.FocusReason.PopupFocusReason)
        self._on_changed()

    def offer(self, edit: Edit) -> None:
        """Ask whether to make one edit."""
        self._fixed = edit
        self.resize(WIDTH, LOW)
        self._on_changed()

    def offer_everywhere(self, text: str, at: Sequence[str]) -> None:
        """Offer to make the same edit at all these nodes, as one step."""
        self._at = tuple(at)
        self.everywhere.setText(text)
        self.everywhere.setVisible(len(self._at) > 1)

    def ask_at_all(self, at: Sequence[str]) -> None:
        """Make what is filled in an edit at all these nodes."""
        self._at = tuple(at)
        self.everywhere.setChecked(True)

    @property
    def edit(self) -> Edit | None:
        """The edit as it stands, None while there is none."""
        if self._form is None:
            return self._spread(self._fixed)
        if not self.everywhere.isChecked():
            return self._form.edit_at(self._node)
        edits = [self._form.edit_at(node) for node in self._at]
        found = tuple(each for each in edits if each is not None)
        return Several(found) if found else None

    def show_preview(self, preview: EditPreview) -> None:
        """Show what was measured, if it is still asked for."""
        if preview.edit != self.edit:
            return
        self.message.hide()
        self.preview.show_preview(preview, self._effect())
        self.preview.show()
        self.apply_button.setEnabled(True)
        QTimer.singleShot(0, self, self._grow)
        if self._form is None:
            self.apply_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def _effect(self) -> Sequence[tuple[str, str]]:
        if self._form is None:
            return ()
        at = self._at if self.everywhere.isChecked() else (self._node,)
        return self._form.effect(at)

    def _grow(self) -> None:
        """Show all that was measured at once, where the screen has room for it."""
        lacks = self._area.verticalScrollBar().maximum()
        room = self.screen().availableSize().height()
        self.resize(self.width(), min(self.height() + lacks, room))

    def show_refusal(self, edit: Edit, sentence: str) -> None:
        """Say why an edit cannot be made, if it is still asked for."""
        if edit != self.edit:
            return
        self.preview.hide()
        self._say(sentence, is_bad=True)
        self.apply_button.setEnabled(False)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab reach what stands before the field with the first focus, too."""
        return step_focus(self, forward=forward)

    def _arrange(self) -> None:
        content = QWidget()
        self._body = QVBoxLayout(content)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(10)
        self._body.addWidget(self._explanation)
        for widget in (self.everywhere, self.message, self.preview):
            self._body.addWidget(widget)
        self._body.addStretch(0)
        area = self._area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(content)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Apply | kinds.Cancel)
        self.apply_button = buttons.button(kinds.Apply)
        self.apply_button.setText(self.tr("Apply"))
        buttons.button(kinds.Cancel).setText(self.tr("Cancel"))
        set_role(self.apply_button, "primary")
        self.apply_button.setDefault(True)
        self.apply_button.clicked.connect(self._apply)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)

    def _spread(self, edit: Edit | None) -> Edit | None:
        """The same edit at all nodes alike, where that is ticked."""
        if edit is None or not self.everywhere.isChecked():
            return edit
        spread = [moved(edit, node) for node in self._at]
        return Several(tuple(each for each in spread if each is not None))

    def _on_changed(self) -> None:
        self.preview.hide()
        problem = self._form.problem() if self._form else ""
        ready = self.edit is not None and not problem
        self.apply_button.setEnabled(False)
        invitation = self._form.invitation() if self._form else ""
        waiting = self.tr("Measuring…") if ready else invitation
        self._say(problem or waiting, is_bad=bool(problem))
        if ready:
            self._rest.start()

    def _say(self, sentence: str, *, is_bad: bool) -> None:
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
        set_role(self.message, "error" if is_bad else "small")

    def _measure(self) -> None:
        if (edit := self.edit) is not None:
            self.measure_requested.emit(edit)

    def _apply(self) -> None:
        edit = self.edit
        if edit is not None and self.apply_button.isEnabled():
            self.apply_requested.emit(edit)
