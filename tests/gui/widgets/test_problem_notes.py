from dataclasses import replace

from engine.info import Diagnostic
from gui.widgets.problem_notes import ProblemNotes

FIRST = Diagnostic("error", "sum_1", "aten.sum", "keepdim", "sum drops", "It drops.")
HINT = Diagnostic("hint", "sum_1", "aten.sum", "replaced", "sum", "Nothing to do.")


def test_every_other_problem_has_its_sentence(qtbot):
    notes = ProblemNotes()
    qtbot.addWidget(notes)
    notes.show_problems([FIRST, HINT])
    assert notes.texts == ("sum: Nothing to do.",)


def test_chinese_sentences_have_chinese_punctuation(qtbot, chinese):
    notes = ProblemNotes()
    qtbot.addWidget(notes)
    notes.show_problems([FIRST, HINT])
    assert notes.texts == ("sum：Nothing to do.",)


def test_the_source_of_each_limit_is_named(qtbot):
    notes = ProblemNotes()
    qtbot.addWidget(notes)
    notes.show_problems([replace(FIRST, reference="operator list, row 12")])
    assert notes.texts == ("Documented in: operator list, row 12",)


def test_nothing_more_to_say_takes_no_room(qtbot):
    notes = ProblemNotes()
    qtbot.addWidget(notes)
    notes.show_problems([FIRST])
    assert notes.isHidden()
