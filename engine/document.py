"""An open model with its recipe: the base graph, the edits, and where one stands.

The graph after each edit is kept as records its neighbours share, and put together
again when it is asked for: undo and redo to a state that was described need no graph,
and a long history costs little more than what its edits changed.
`KeptModels` tells how long weights live. A new edit cuts off what was undone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from torch import Tensor, fx

from engine.course import Course
from engine.errors import EditError, MisfitError
from engine.info import Diagnostic, EditPreview, GraphInfo, Rewrite
from engine.kept_models import KeptModels
from engine.kept_state import KeptState, KeptStates
from engine.landmarks import Landmarks
from engine.opening.summary import summarize
from engine.progress import Steps, run
from engine.recipe import Edit, EndAtPredictions, Misfit, Recipe
from engine.rewriting.code import code_of
from engine.rewriting.decoding import host_part, needed
from engine.rewriting.edits import apply_edit
from engine.rewriting.previews import preview_edit
from engine.rewriting.replaying import landmarks_of, repeat
from engine.rewriting.snapshot import shared_names, take
from engine.sentence import say
from engine.targets.profile import TargetProfile


class Document:
    """A model being edited; `edits` counts undone ones too, `cursor` those that hold.

    Of the edits given the first `cursor` are to hold, or all. Those whose numbers are
    in `left_out` are kept and not made. `moved` says which nodes of the others were
    found under other names. Where only a part of the network is here, all edits wait.

    Raises:
        MisfitError: an edit that is to hold cannot be made on this model, which is
            whole, and it was not said that it `may_wait`.
    """

    def __init__(
        self,
        model: fx.GraphModule,
        name: str,
        edits: Sequence[Edit] = (),
        landmarks: Landmarks = (),
        left_out: Collection[int] = (),
        *,
        cursor: int | None = None,
        may_wait: bool = False,
    ) -> None:
        self.name = name
        self._course = Course(edits, landmarks, left_out)
        self._states, self._cursor = KeptStates(take(model)), 0
        self._models = KeptModels(model, self._states, self._course)
        self._previewed: tuple[KeptState, Edit, fx.GraphModule] | None = None
        self.moved: tuple[str, ...] = ()
        goal = len(edits) if cursor is None else cursor
        self._go_on(goal)
        misfit, may_wait = self.misfit, may_wait or bool(self.stopped)
        if misfit and misfit.number <= goal and not may_wait:
            raise MisfitError(misfit.sentence, misfit.number)

    @property
    def base(self) -> fx.GraphModule:
        """The model as it was opened."""
        return self._models.base

    @property
    def model(self) -> fx.GraphModule:
        """The model with every edit up to the cursor, put together when asked for."""
        return self._models.current(self._cursor)

    @property
    def edits(self) -> Recipe:
        """All edits in order, also those undone, left out, or waiting."""
        return tuple(self._course.edits)

    @property
    def landmarks(self) -> Landmarks:
        """What the nodes of each edit were known by when it was made."""
        return tuple(self._course.landmarks)

    @property
    def left_out(self) -> Mapping[int, str]:
        """The numbers of edits that are kept and not made, and why they do not fit."""
        return dict(self._course.left_out)

    @property
    def misfit(self) -> Misfit | None:
        """The edit that does not fit; it and what follows wait in the recipe."""
        return self._course.misfit

    @property
    def cursor(self) -> int:
        """How many of the edits hold, counting those left out among them."""
        return self._cursor

    @property
    def goal(self) -> int:
        """The cursor to save: edits that wait are to hold as soon as they fit."""
        return self._course.goal(self._cursor)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self._course.made_before(self._cursor) > 0

    @property
    def can_redo(self) -> bool:
        """Whether an edit was taken back and can be made again."""
        return self._course.made_after(self._cursor) > 0

    @property
    def states(self) -> tuple[KeptState, ...]:
        """What is kept of the state before the first edit and after each one."""
        return tuple(self._states.all)

    @property
    def stopped(self) -> str:
        """Why only a part of the network is here; empty if all of it is."""
        return str(self.base.meta.get("stopped", ""))

    @property
    def digest(self) -> str:
        """What results made from the current model carry."""
        return self._state.digest

    def model_at(self, number: int) -> fx.GraphModule:
        """Make the model that the first `number` edits lead to, and stay here.

        Raises:
            EditError: there are fewer.
        """
        self._checked(number)
        return self.model if number == self._cursor else self._models.made(number)

    def info(self, number: int | None = None) -> GraphInfo:
        """Describe the current graph, or that of another state, as plain values."""
        number = self._checked(number)
        state = self._states[number]
        if state.info is None:
            known = self._states.described_near(number)
            state.info = summarize(
                self.model_at(number),
                self.name,
                known.info if known else None,
                shared_names(state.snapshot, known.snapshot) if known else (),
                state.digest,
            )
            self._states.forget_far(number, self._cursor)
        return state.info

    @property
    def rewrites(self) -> tuple[Rewrite, ...]:
        """Where the last edit applied rules, and the difference measured there."""
        return self._state.snapshot.meta.get("rewrites", ()) if self.can_undo else ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the last edit did besides what it was asked to."""
        return self._state.snapshot.meta.get("notes", ()) if self.can_undo else ()

    def host_model(self) -> fx.GraphModule | None:
        """Make what the last `EndAtPredictions` left to the host; None without one.

        Raises:
            EditError: the graph before that edit cannot be made again.
        """
        made = self._course.made_between(0, self._cursor)
        cuts = [at for at, edit in made if isinstance(edit, EndAtPredictions)]
        return host_part(self._models.made(cuts[-1])) if cuts else None

    def host_code(self) -> str:
        """Write what is left to the host as a function of the outputs.

        Raises:
            EditError: nothing is, or the graph before that edit cannot be made again.
        """
        return code_of(needed(self.host_model()))

    def is_judged(self, profile: TargetProfile) -> bool:
        """Whether all that a target says of the current graph is known already."""
        return self._state.judgement(profile).is_whole

    def diagnostics(
        self, profile: TargetProfile, number: int | None = None
    ) -> tuple[Diagnostic, ...]:
        """Find what the target cannot run of the current graph, or another state's."""
        number = self._checked(number)
        return self._states.diagnostics(number, profile, lambda: self.model_at(number))

    def latency_ms(
        self, profile: TargetProfile, number: int | None = None
    ) -> dict[str, float]:
        """Estimate how long the target needs for each op, in milliseconds."""
        number = self._checked(number)
        return self._states.latency_ms(number, profile, lambda: self.model_at(number))

    def hints(
        self, profile: TargetProfile, number: int | None = None
    ) -> tuple[Diagnostic, ...]:
        """Tell what is no problem but good to know of the graph on a target."""
        number = self._checked(number)
        return self._states.hints(number, profile, lambda: self.model_at(number))

    def preview(
        self, edit: Edit, samples: Sequence[Sequence[Tensor]] | None = None
    ) -> EditPreview:
        """Measure what the edit would do, on `samples` or on one of random values.

        Raises:
            EditError: the edit cannot be made here, and why.
        """
        return run(self.preview_steps(edit, samples))

    def preview_steps(
        self, edit: Edit, samples: Sequence[Sequence[Tensor]] | None = None
    ) -> Steps[EditPreview]:
        """Measure what the edit would do, node by node.

        Raises:
            EditError: the edit cannot be made here, and why.
        """
        edited = self._edited(edit)
        self._previewed = (self._state, edit, edited)
        return (yield from preview_edit(edit, self.model, edited, samples))

    def measure_last(
        self, samples: Sequence[Sequence[Tensor]] | None = None
    ) -> Steps[EditPreview]:
        """Measure, node by node, what the last edit that holds has done.

        Raises:
            EditError: there is none, or the graph before it cannot be made again.
        """
        last = self._checked(self._course.made_before(self._cursor) - 1)
        before, edit = self._models.made(last), self._course.edits[last]
        return (yield from preview_edit(edit, before, self.model, samples))

    def apply(self, edit: Edit) -> None:
        """Make the edit; what was undone before it is forgotten.

        Raises:
            EditError: the edit cannot be made here, and why; nothing has changed.
        """
        edited, marks = self._edited(edit), landmarks_of(self.model, edit)
        self._add_state(edited)
        self._course.add(self._cursor - 1, edit, marks)

    def leave_out(self, numbers: Collection[int]) -> None:
        """Go without the edits of these numbers, from 1, and without no other.

        What follows is made again, up to an edit that does not fit.
        """
        course, goal = self._course, self.goal
        if not (changed := {*numbers}.symmetric_difference(course.left_out)):
            return
        self.jump(min(min(changed) - 1, course.reach))
        del self._states.all[self._cursor + 1 :]
        course.left_out = dict.fromkeys(sorted(numbers), "")
        self._go_on(goal)

    def delete(self, number: int) -> None:
        """Forget an edit that is left out; raises EditError where it is not."""
        self._cursor = self._course.delete(number, self._cursor)
        del self._states.all[number : number + 1]

    def _go_on(self, goal: int) -> None:
        """Make the edits that have no state, up to one that does not fit."""
        course = self._course
        moved = repeat(course, self._cursor, self._whole, self._again, self._add_state)
        self.moved += tuple(moved)
        if self.stopped:
            course.left_out = dict.fromkeys(course.left_out, "")
        course.owed = max(goal - course.reach, 0)
        self.jump(min(goal, course.reach))

    def _add_state(self, edited: fx.GraphModule | None) -> None:
        """Go to the state that a new last edit leads to: the same where none is."""
        state = KeptState(take(edited, self._state.snapshot)) if edited else self._state
        self._states.all[self._cursor + 1 :] = [state]
        self._states.leave(self._cursor)
        self._cursor += 1
        if edited is not None:
            self._models.hold(edited, self._cursor)
        self._previewed = None

    def put_weights_away(self, folder: Path | None = None) -> None:
        """Move weights that only other states hold to files in the cache folder.

        From then on undo and redo read weights there that an edit had to make again.
        No job may run on the document meanwhile.

        Raises:
            ScratchError: there is no room; said once, they stay in memory.
        """
        self._models.put_weights_away(self._cursor, folder)

    @property
    def bytes_in_files(self) -> int:
        """How much of the weights of all states lies in files, not in memory."""
        return self._models.bytes_in_files

    def undo(self) -> None:
        """Take the last edit back; raises EditError where there is none."""
        self.jump(self._course.made_before(self._cursor) - 1)

    def redo(self) -> None:
        """Make what was undone last again; raises EditError where nothing was."""
        self.jump(self._course.made_after(self._cursor) or self._course.reach + 1)

    def jump(self, cursor: int) -> None:
        """Let the first `cursor` edits hold.

        Raises:
            EditError: there are fewer.
        """
        if self._checked(cursor) != self._cursor:
            self._states.leave(self._cursor)
            self._cursor, self._previewed = cursor, None
            if cursor == 0:
                self._models.hold(self.base, 0)

    def _checked(self, number: int | None) -> int:
        number = self._cursor if number is None else number
        if not 0 <= number <= self._course.reach:
            count = len(self._course.edits)
            if self.misfit and self.misfit.number <= number <= count:
                raise MisfitError(self.misfit.sentence, self.misfit.number)
            raise EditError(
                say(
                    "There is no state {number}; this recipe has {count} edits.",
                    number=number,
                    count=count,
                )
            )
        return number

    @property
    def _state(self) -> KeptState:
        return self._states[self._cursor]

    def _whole(self) -> fx.GraphModule:
        if self.stopped:
            raise EditError(
                say(
                    "This network is here only as far as it could be traced; "
                    "mend its code and open it again before you edit it."
                )
            )
        return self.model

    def _edited(self, edit: Edit) -> fx.GraphModule:
        if self._previewed and self._previewed[:2] == (self._state, edit):
            return self._previewed[2]
        return apply_edit(self._whole(), edit, self._states.traces)

    def _again(self, edit: Edit) -> fx.GraphModule:
        return apply_edit(self._whole(), edit, self._states.traces, again=True)
