"""The graphs of a document's states, put together when they are asked for.

Weights live as long as the opened or the current model holds them, or a scratch file;
a state whose own weights are gone is made again by its edits.
"""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, fx

from engine.course import Course
from engine.kept_state import KeptStates
from engine.opening.cache import cache_folder
from engine.rewriting.edits import apply_edit
from engine.rewriting.scratch import Scratch, remove_left_files
from engine.rewriting.snapshot import let_go, restore, weights_held


class KeptModels:
    """The opened model, the current one, and what the others need to be made again.

    The states are those of the edits in the course, each by its number.
    """

    def __init__(
        self, base: fx.GraphModule, states: KeptStates, course: Course
    ) -> None:
        self.base = self._model = base
        self._states, self._course = states, course
        self._state = states[0]
        self._scratch: Scratch | None = None
        self._left: list[fx.GraphModule] = []
        self._present: set[Tensor] = set()

    def current(self, number: int) -> fx.GraphModule:
        """Give the model of the state where one stands, and hold it from now on.

        Raises:
            EditError: its weights are gone, and an edit cannot be made again.
        """
        if self._state is not self._states[number]:
            self.hold(self.made(number), number)
        return self._model

    def hold(self, model: fx.GraphModule, number: int) -> None:
        """Take over a model; the one before stays until weights are put away."""
        if self._scratch is not None:
            self._left.append(self._model)
        self._model, self._state, self._present = model, self._states[number], set()

    def made(self, number: int) -> fx.GraphModule:
        """Put the graph of a state together; edit its way there if weights are gone.

        Raises:
            EditError: an edit cannot be made again.
        """
        made, first = None, number
        while first and made is None:
            made = restore(self._states[first].snapshot, self._model)
            first -= made is None
        model = self.base if made is None else made
        for _, edit in self._course.made_between(first, number):
            model = apply_edit(model, edit, self._states.traces, again=True)
        return model

    def put_weights_away(self, number: int, folder: Path | None = None) -> None:
        """Move weights that only other states than this one hold to scratch files.

        Raises:
            ScratchError: there is no room; said once, they stay in memory.
        """
        if self._scratch is None:
            folder = folder or cache_folder().with_name("scratch")
            remove_left_files(folder)
            self._scratch = Scratch(folder)
        held = weights_held(state.snapshot for state in self._states.all)
        self._present = present = weights_held([self._states[number].snapshot])
        self._scratch.forget(held)
        let_go(self._left)
        self._scratch.store(held - present)

    @property
    def bytes_in_files(self) -> int:
        """How much of the weights of all states lies in files, not in memory."""
        return self._scratch.bytes if self._scratch is not None else 0
