"""A session with a fake engine, and what the tests of it apply and measure."""

from engine.images import Preprocessing
from engine.opening.source import ModelSource
from engine.project import (
    CalibrationSettings,
)
from engine.recipe import ApplyRule
from gui.session.autosave import Autosave
from gui.session.editing import Editing
from gui.session.judging import Judging
from gui.session.measuring import Measuring
from gui.session.opening import Opening
from gui.session.session import Session
from gui.settings import Settings
from tests.gui.fake_engine import make_engine

FIX = ApplyRule("keep", "sum_1")

OTHER = ApplyRule("keep", "rsub")

IMAGES = CalibrationSettings("images", 3)

PLAIN = Preprocessing()


class Desk:
    """A session with everything around it, driven as the window does."""

    def __init__(self, qtbot, folder, workflow):
        self.qtbot, self.workflow = qtbot, workflow
        self.trust, self.asked, self.notices, self.traces = True, [], [], []
        self.settled, self.saves_to = [], lambda path: None
        self.settings = Settings(folder / "settings.ini")
        self.autosave = Autosave(folder / "autosave")
        self.session = Session(self.settings, self.autosave, make_engine(workflow))
        self.moved_to = {}
        self.opening = Opening(
            self.session, self._ask, self._settle, lambda f: self.moved_to.get(f.name)
        )
        self.editing, self.measuring = Editing(self.session), Measuring(self.session)
        self.judging = Judging(self.session, lambda do: do())
        self.session.noticed.connect(self.notices.append)
        self.session.crashed.connect(self.traces.append)

    def _settle(self, path):
        self.settled.append(path)
        return self.saves_to(path)

    @property
    def state(self):
        return self.session.state

    def rest(self):
        self.qtbot.waitUntil(lambda: self.state.busy is None)
        return self.state

    def open(self, target="Net"):
        self.opening.open_source(ModelSource("zoo", "net", target))
        return self.rest()

    def apply(self, *edits):
        for edit in edits:
            self.editing.apply(edit)
        return self.rest()

    def calibrate(self):
        self.measuring.calibrate(IMAGES, PLAIN)
        return self.rest()

    def left_behind(self):
        return Autosave(self.autosave._folder).left_behind()

    def _ask(self, question):
        self.asked.append(question.runs)
        return self.trust
