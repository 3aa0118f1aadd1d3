"""An open model with its recipe: the base graph, the edits, and where one stands.

The graph after each edit is kept as records its neighbours share, and put together
again when it is asked for: undo and redo to a state that was described need no graph,
and a long history costs little more than what its edits changed.
Weights live as long as the opened or the current model holds them, or a scratch file;
a state whose own weights are gone is made again by its edit. A new edit cuts off what
was undone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from torch import Tensor, fx

from engine.errors import EditError
from engine.info import Diagnostic, EditPreview, GraphInfo, Rewrite
from engine.kept_state import KeptState
from engine.landmarks import Landmark, Landmarks
from engine.opening.cache import cache_folder
from engine.opening.summary import summarize
from engine.progress import Steps, run
from engine.recipe import Edit, EndAtPredictions, Recipe
from engine.rewriting.code import code_of
from engine.rewriting.decoding import host_part
from engine.rewriting.edits import apply_edit
from engine.rewriting.memory import Memory
from engine.rewriting.previews import preview_edit
from engine.rewriting.replaying import landmarks_of, replay
from engine.rewriting.scratch import Scratch, remove_left_files
from engine.rewriting.snapshot import restore, shared_names, take, weights_held
from engine.sentence import say
from engine.targets.advice import hints
from engine.targets.diagnostics import diagnose
from engine.targets.latency import estimate_latency
from engine.targets.profile import TargetProfile

_DESCRIBED = 5
"""How far from the current state a description is kept."""
_VISITED = 4
"""How many states that were left last keep their descriptions wherever they are."""


class Document:
    """A model being edited; `edits` counts undone ones too, `cursor` those that hold.

    `moved` says which nodes of the edits given were found under other names.

    Raises:
        EditError: one of `edits` cannot be repeated on this model; which and why.
    """

    def __init__(
        self,
        model: fx.GraphModule,
        name: str,
        edits: Sequence[Edit] = (),
        landmarks: Landmarks = (),
    ) -> None:
        self.name = name
        self._edits: list[Edit] = []
        self._landmarks: list[tuple[Landmark, ...]] = []
        self._base = self._model = model
        self._states = [KeptState(take(model))]
        self._made_state = self._states[0]
        self._visited = deque[KeptState](maxlen=_VISITED)
        self._cursor = 0
        self._scratch: Scratch | None = None
        self._left: list[fx.GraphModule] = []
        self._present: set[Tensor] = set()
        self._memories: dict[str, tuple[TargetProfile, Memory]] = {}
        self._previewed: tuple[KeptState, Edit, fx.GraphModule] | None = None
        self.moved = replay(self, edits, landmarks)

    @property
    def base(self) -> fx.GraphModule:
        """The model as it was opened."""
        return self._base

    @property
    def model(self) -> fx.GraphModule:
        """The model with every edit up to the cursor, put together when asked for."""
        if self._made_state is not self._state:
            self._hold(self._made(self._cursor))
        return self._model

    @property
    def edits(self) -> Recipe:
        """All edits in order, with those that were undone."""
        return tuple(self._edits)

    @property
    def landmarks(self) -> Landmarks:
        """What the nodes of each edit were known by when it was made."""
        return tuple(self._landmarks)

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
    def states(self) -> tuple[KeptState, ...]:
        """What is kept of the state before the first edit and after each one."""
        return tuple(self._states)

    @property
    def stopped(self) -> str:
        """Why only a part of the network is here; empty if all of it is."""
        return str(self._base.meta.get("stopped", ""))

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
        return self.model if number == self._cursor else self._made(number)

    def info(self, number: int | None = None) -> GraphInfo:
        """Describe the current graph, or that of another state, as plain values."""
        number = self._checked(number)
        state = self._states[number]
        if state.info is None:
            known = self._described_state(number)
            state.info = summarize(
                self.model_at(number),
                self.name,
                known.info if known else None,
                shared_names(state.snapshot, known.snapshot) if known else (),
                state.digest,
            )
            self._forget_far_descriptions(number)
        return state.info

    @property
    def rewrites(self) -> tuple[Rewrite, ...]:
        """Where the last edit applied rules, and the difference measured there."""
        meta = self._state.snapshot.meta
        return meta.get("rewrites", ()) if self._cursor else ()

    def host_model(self) -> fx.GraphModule | None:
        """Make what the last `EndAtPredictions` left to the host; None without one.

        Raises:
            EditError: the graph before that edit cannot be made again.
        """
        made = enumerate(self._edits[: self._cursor])
        cuts = [at for at, edit in made if isinstance(edit, EndAtPredictions)]
        return host_part(self._made(cuts[-1])) if cuts else None

    def host_code(self) -> str:
        """Write what is left to the host as a function of the outputs.

        Raises:
            EditError: nothing is, or the graph before that edit cannot be made again.
        """
        host = self.host_model()
        if host is None:
            raise EditError(
                say(
                    "Nothing is left to the host; end the graph at its "
                    "predictions first."
                )
            )
        return code_of(host)

    def diagnostics(
        self, profile: TargetProfile, number: int | None = None
    ) -> tuple[Diagnostic, ...]:
        """Find what the target cannot run of the current graph, or another state's."""
        number = self._checked(number)
        known = self._states[number].judgement(profile)
        if known.diagnostics is None:
            problems = diagnose(
                self.model_at(number), profile, self._memory(profile, number)
            )
            if self.stopped:
                problems = tuple(replace(each, fixes=()) for each in problems)
            known.diagnostics = problems
        return known.diagnostics

    def latency_ms(
        self, profile: TargetProfile, number: int | None = None
    ) -> dict[str, float]:
        """Estimate how long the target needs for each op, in milliseconds."""
        number = self._checked(number)
        known = self._states[number].judgement(profile)
        if known.latency_ms is None:
            memory = self._memory(profile, number)
            nodes = estimate_latency(self.model_at(number), profile, memory).nodes
            known.latency_ms = {
                node.name: node.latency_ms for node in nodes if node.latency_ms > 0
            }
        return known.latency_ms

    def hints(
        self, profile: TargetProfile, number: int | None = None
    ) -> tuple[Diagnostic, ...]:
        """Tell what is no problem but good to know of the graph on a target."""
        number = self._checked(number)
        known = self._states[number].judgement(profile)
        if known.hints is None:
            known.hints = hints(self.model_at(number), profile)
        return known.hints

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
        self._checked(self._cursor - 1)
        before, edit = self._made(self._cursor - 1), self._edits[self._cursor - 1]
        return (yield from preview_edit(edit, before, self.model, samples))

    def apply(self, edit: Edit) -> None:
        """Make the edit; what was undone before it is forgotten.

        Raises:
            EditError: the edit cannot be made here, and why; nothing has changed.
        """
        edited = self._edited(edit)
        state = KeptState(take(edited, self._state.snapshot))
        self._edits[self._cursor :] = [edit]
        self._landmarks[self._cursor :] = [landmarks_of(self.model, edit)]
        self._states[self._cursor + 1 :] = [state]
        self._visited.append(self._state)
        self._cursor += 1
        self._hold(edited)
        self._previewed = None

    def put_weights_away(self, folder: Path | None = None) -> None:
        """Move weights that only other states hold to files in the cache folder.

        From then on undo and redo read weights there that an edit had to make again.
        No job may run on the document meanwhile.

        Raises:
            ScratchError: there is no room; said once, they stay in memory.
        """
        if self._scratch is None:
            folder = folder or cache_folder().with_name("scratch")
            remove_left_files(folder)
            self._scratch = Scratch(folder)
        held = weights_held(state.snapshot for state in self._states)
        self._present = present = weights_held([self._state.snapshot])
        self._scratch.forget(held)
        self._left.clear()
        self._scratch.store(held - present)

    @property
    def bytes_in_files(self) -> int:
        """How much of the weights of all states lies in files, not in memory."""
        return self._scratch.bytes if self._scratch is not None else 0

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
        self._checked(cursor)
        if cursor != self._cursor:
            self._visited.append(self._state)
            self._cursor, self._previewed = cursor, None
            if cursor == 0:
                self._hold(self._base)

    def _hold(self, model: fx.GraphModule) -> None:
        """Take over a model; the one before stays until weights are put away."""
        if self._scratch is not None:
            self._left.append(self._model)
        self._model, self._made_state, self._present = model, self._state, set()

    def _checked(self, number: int | None) -> int:
        number = self._cursor if number is None else number
        if not 0 <= number <= len(self._edits):
            raise EditError(
                say(
                    "There is no state {number}; this recipe has {count} edits.",
                    number=number,
                    count=len(self._edits),
                )
            )
        return number

    @property
    def _state(self) -> KeptState:
        return self._states[self._cursor]

    def _memory(self, profile: TargetProfile, number: int) -> Memory:
        """Fetch what is remembered of this target, to be compared with a state."""
        known = self._memories.get(profile.name)
        if known is None or known[0] != profile:
            known = self._memories[profile.name] = (profile, Memory())
        known[1].be_at(self._states[number].snapshot)
        return known[1]

    def _made(self, cursor: int) -> fx.GraphModule:
        """Put the graph of a state together; edit its way there if weights are gone."""
        made, first = None, cursor
        while first and made is None:
            made = restore(self._states[first].snapshot, self._model)
            first -= made is None
        model = self._base if made is None else made
        for edit in self._edits[first:cursor]:
            model = apply_edit(model, edit)
        return model

    def _described_state(self, number: int) -> KeptState | None:
        """Find the nearest state that has been described, to take over from it."""
        described = [
            (abs(index - number), index)
            for index, state in enumerate(self._states)
            if state.info is not None
        ]
        return self._states[min(described)[1]] if described else None

    def _forget_far_descriptions(self, number: int) -> None:
        for index, state in enumerate(self._states):
            near = min(abs(index - self._cursor), abs(index - number))
            if near > _DESCRIBED and state not in self._visited:
                state.forget()

    def _edited(self, edit: Edit) -> fx.GraphModule:
        if self.stopped:
            raise EditError(
                say(
                    "This network is here only as far as it could be traced; "
                    "mend its code and open it again before you edit it."
                )
            )
        if self._previewed is not None:
            state, previewed, edited = self._previewed
            if state is self._state and previewed == edit:
                return edited
        return apply_edit(self.model, edit)
