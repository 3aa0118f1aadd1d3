"""An open model with its recipe: the base graph, the edits, and where one stands.

The model after each edit is kept, so undo and redo only move the cursor. A new edit
cuts off what was undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from torch import Tensor, fx

from engine.errors import EditError
from engine.info import Diagnostic, EditPreview, GraphInfo
from engine.opening.graph import digest
from engine.opening.summary import summarize
from engine.recipe import Edit, Recipe, describe
from engine.rewriting.edits import apply_edit
from engine.rewriting.previews import preview_edit
from engine.targets.diagnostics import diagnose
from engine.targets.profile import TargetProfile


@dataclass(slots=True)
class _State:
    """The model after an edit, and what has been asked about it."""

    model: fx.GraphModule
    digest: str = ""
    info: GraphInfo | None = None
    diagnostics: dict[str, tuple[TargetProfile, tuple[Diagnostic, ...]]] = field(
        default_factory=dict
    )


class Document:
    """A model being edited; `edits` counts undone ones too, `cursor` those that hold.

    Raises:
        EditError: one of `edits` cannot be repeated on this model; which and why.
    """

    def __init__(
        self, model: fx.GraphModule, name: str, edits: Sequence[Edit] = ()
    ) -> None:
        self.name = name
        self._edits: list[Edit] = []
        self._states = [_State(model)]
        self._cursor = 0
        self._previewed: tuple[_State, Edit, fx.GraphModule] | None = None
        for number, edit in enumerate(edits, 1):
            try:
                self.apply(edit)
            except EditError as error:
                raise EditError(
                    f"Edit {number} ({describe(edit)}) does not fit this model: {error}"
                ) from error

    @property
    def base(self) -> fx.GraphModule:
        """The model as it was opened."""
        return self._states[0].model

    @property
    def model(self) -> fx.GraphModule:
        """The model with every edit up to the cursor."""
        return self._state.model

    @property
    def edits(self) -> Recipe:
        """All edits in order, with those that were undone."""
        return tuple(self._edits)

    @property
    def cursor(self) -> int:
        """How many of the edits hold."""
        return self._cursor

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self._cursor > 0

    @property
    def can_redo(self) -> bool:
        """Whether an edit was taken back and can be made again."""
        return self._cursor < len(self._edits)

    @property
    def digest(self) -> str:
        """What results made from the current model carry."""
        if not self._state.digest:
            self._state.digest = digest(self.model)
        return self._state.digest

    def info(self) -> GraphInfo:
        """Describe the current graph as plain values."""
        if self._state.info is None:
            self._state.info = summarize(self.model, self.name)
        return self._state.info

    def diagnostics(self, profile: TargetProfile) -> tuple[Diagnostic, ...]:
        """Find what the target cannot run of the current graph."""
        known = self._state.diagnostics.get(profile.name)
        if known is None or known[0] != profile:
            known = (profile, diagnose(self.model, profile))
            self._state.diagnostics[profile.name] = known
        return known[1]

    def preview(
        self, edit: Edit, samples: Sequence[Sequence[Tensor]] | None = None
    ) -> EditPreview:
        """Measure what the edit would do, on `samples` or on one of random values.

        Raises:
            EditError: the edit cannot be made here, and why.
        """
        edited = self._edited(edit)
        self._previewed = (self._state, edit, edited)
        return preview_edit(edit, self.model, edited, samples)

    def apply(self, edit: Edit) -> None:
        """Make the edit; what was undone before it is forgotten.

        Raises:
            EditError: the edit cannot be made here, and why; nothing has changed.
        """
        edited = self._edited(edit)
        self._edits[self._cursor :] = [edit]
        self._states[self._cursor + 1 :] = [_State(edited)]
        self._cursor += 1
        self._previewed = None

    def undo(self) -> None:
        """Take the last edit back.

        Raises:
            EditError: there is none.
        """
        self.jump(self._cursor - 1)

    def redo(self) -> None:
        """Make the edit again that was taken back last.

        Raises:
            EditError: there is none.
        """
        self.jump(self._cursor + 1)

    def jump(self, cursor: int) -> None:
        """Let the first `cursor` edits hold.

        Raises:
            EditError: there are fewer.
        """
        if not 0 <= cursor <= len(self._edits):
            raise EditError(
                f"There is no state {cursor}; this recipe has {len(self._edits)} edits."
            )
        self._cursor = cursor

    @property
    def _state(self) -> _State:
        return self._states[self._cursor]

    def _edited(self, edit: Edit) -> fx.GraphModule:
        if self._previewed is not None:
            state, previewed, edited = self._previewed
            if state is self._state and previewed == edit:
                return edited
        return apply_edit(self.model, edit)
