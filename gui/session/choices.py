"""What can be done at the chosen nodes, worked out on the job's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from engine.choices import Choices, Insertable, Slot, Source
from engine.errors import EngineError
from engine.info import EditPreview, WrittenCode
from engine.progress import Progress, Steps
from engine.recipe import Edit
from engine.sentence import say
from gui.session import work
from gui.session.session import Session
from gui.session.state import Facts

if TYPE_CHECKING:
    from engine.document import Document

Refused = Callable[[str], object]


class Choosing(QObject):
    """Asks about nodes of the open document; answers come later, in the GUI thread.

    A question that only looks gives way to a newer one, and is not asked at all while
    a long job runs.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._chooser = session.engine.chooser

    def ask_choices(
        self, names: Sequence[str], done: Callable[[Choices], object]
    ) -> None:
        """Ask what can be done at nodes."""
        self._look("choices", lambda m: self._chooser.choices_at(m, names), done)

    def ask_ops(
        self, node: str, done: Callable[[tuple[Insertable, ...]], object]
    ) -> None:
        """Ask which ops may follow a node."""
        self._look("ops", lambda m: self._chooser.insertable_after(m, node), done)

    def ask_targets(
        self, source: str, done: Callable[[tuple[Slot, ...]], object]
    ) -> None:
        """Ask which inputs can read a node."""
        self._look("targets", lambda m: self._chooser.targets_of(m, source), done)

    def ask_tried_targets(
        self, source: str, done: Callable[[tuple[Slot, ...]], object]
    ) -> None:
        """Ask the same with all that follows tried; it gives way to the rest."""
        if not self._session.state.is_open:
            return

        def steps(document: Document) -> Steps[tuple[Slot, ...]]:
            return self._chooser.tried_targets(document.model, source)

        self._submit(steps, done, self._telling(), look="tried", gives_way=True)

    def ask_sources(
        self, node: str, slot: str, done: Callable[[tuple[Source, ...]], object]
    ) -> None:
        """Ask what an input can read."""
        self._look("sources", lambda m: self._chooser.sources_of(m, node, slot), done)

    def ask_tried_sources(
        self, slot: Slot, done: Callable[[tuple[Source, ...]], object]
    ) -> None:
        """Ask the same with all that follows tried; it gives way to the rest."""
        if not self._session.state.is_open:
            return

        def steps(document: Document) -> Steps[tuple[Source, ...]]:
            model, read = document.model, slot.source
            return self._chooser.tried_sources(model, slot.node, slot.name, read)

        self._submit(steps, done, self._telling(), look="tried", gives_way=True)

    def ask_code(self, names: Sequence[str], done: Callable[[str], object]) -> None:
        """Ask for nodes as Python code."""
        self._look("code", lambda m: self._chooser.code_of(m, names), done)

    def ask_network_code(self, done: Callable[[WrittenCode], object]) -> None:
        """Ask for the whole network as Python code."""
        if not self._session.state.is_open:
            return
        target = self._session.project.target
        self._look("code", lambda m: self._chooser.network_code(m, target), done)

    def ask_host_code(self, done: Callable[[str], object], refused: Refused) -> None:
        """Ask for what is left to the host as Python code."""
        if not self._session.state.is_open:
            return

        def steps(document: Document) -> Steps[str]:
            yield Progress("Writing the host's code", 0, 1)
            return document.host_code()

        self._submit(steps, done, refused, look="code")

    def measure(
        self, edit: Edit, done: Callable[[EditPreview], object], refused: Refused
    ) -> None:
        """Measure what an edit would do, or hear why it cannot be made."""
        session = self._session
        if not session.state.is_open:
            return
        project, engine = session.project, session.engine

        def steps(document: Document) -> Steps[EditPreview]:
            yield Progress(say("Measuring the change"), 0, 1)
            samples = engine.workflow().sample_inputs(document, project)
            return (yield from document.preview_steps(edit, samples))

        self._submit(steps, done, refused, look="measure", gives_way=True)

    def peek(
        self, edit: Edit, done: Callable[[EditPreview], object], refused: Refused
    ) -> None:
        """Ask what an edit would change, without measuring the outputs."""
        session = self._session
        if not session.state.is_open:
            return

        def steps(document: Document) -> Steps[EditPreview]:
            yield Progress(say("Looking at the change"), 0, 1)
            return document.preview(edit, ())

        self._submit(steps, done, refused, look="peek")

    def measure_last(
        self, done: Callable[[EditPreview, bool], object], refused: Refused
    ) -> None:
        """Measure what the last edit did; tell whether the inputs were random."""
        session = self._session
        if not session.state.is_open:
            return
        project, engine = session.project, session.engine

        def steps(document: Document) -> Steps[tuple[EditPreview, bool]]:
            yield Progress(say("Measuring the change"), 0, 1)
            samples = engine.workflow().sample_inputs(document, project)
            preview = yield from document.measure_last(samples)
            return preview, samples is None

        self._submit(
            steps,
            lambda found: done(*found),
            refused,
            look="measure_last",
            gives_way=True,
        )

    def apply(self, edit: Edit, done: Callable[[], object], refused: Refused) -> None:
        """Make an edit, or hear why it cannot be made; nothing has changed then."""
        session = self._session
        if not session.state.is_open:
            return

        def steps(document: Document) -> Steps[Facts]:
            return work.change(
                session.engine,
                document,
                session.facts,
                session.project.target,
                lambda each: each.apply(edit),
            )

        def applied(facts: Facts) -> None:
            session.store(facts=facts, preview=None)
            done()

        self._submit(steps, applied, refused)

    def _look(
        self,
        look: str,
        ask: Callable[[Any], Any],
        done: Callable[[Any], object],
    ) -> None:
        if not self._session.state.is_open:
            return

        def steps(document: Document) -> Steps[Any]:
            yield Progress(say("Looking at the choices"), 0, 1)
            return ask(document.model)

        self._submit(steps, done, self._telling(), look=look)

    def _telling(self) -> Refused:
        """Tell why a question came to nothing, unless its graph is no longer there.

        Who asked asks again about what a changed graph has selected.
        """
        session, asked = self._session, self._session.state.info

        def tell(sentence: str) -> None:
            if session.state.info is asked:
                session.tell_error(EngineError(sentence))

        return tell

    def _submit(
        self,
        steps: Callable[[Document], Steps[Any]],
        done: Callable[[Any], object],
        refused: Refused,
        *,
        look: str = "",
        gives_way: bool = False,
    ) -> None:
        def tried(document: Document) -> Steps[Any]:
            try:
                return (yield from steps(document))
            except EngineError as refusal:
                return _Refusal(str(refusal))

        def answered(result: Any) -> None:
            if isinstance(result, _Refusal):
                refused(result.sentence)
            else:
                done(result)

        self._session.submit_for_document(
            "fix", tried, answered, look=look, gives_way=gives_way
        )


class _Refusal:
    """Why a question or edit came to nothing."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
