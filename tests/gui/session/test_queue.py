"""One task at a time; what only measures makes way for the rest."""

import pytest

from engine.progress import Progress
from gui.session.queue import Task, TaskQueue


@pytest.fixture
def queue(qtbot):
    queue = TaskQueue()
    yield queue
    queue.stop()
    qtbot.waitUntil(lambda: queue.is_idle)
    queue.deleteLater()


class Bench:
    """Makes tasks that note when they begin and end."""

    def __init__(self):
        self.log, self.is_open = [], False

    def task(self, name, *, look="", gives_way=False):
        def work():
            self.log.append(f"{name} begins")
            while gives_way and not self.is_open:
                yield Progress(name, 0, 1)
            yield Progress(name, 1, 1)
            return name

        def done(result):
            self.log.append(f"{result} ends")

        return Task("fix", work, done, look=look, gives_way=gives_way)


@pytest.fixture
def bench():
    return Bench()


def test_a_measurement_is_given_up_for_an_edit(qtbot, queue, bench):
    queue.submit(bench.task("measure", look="measure", gives_way=True))
    qtbot.waitUntil(lambda: "measure begins" in bench.log)
    with qtbot.assertNotEmitted(queue.cancelled):
        queue.submit(bench.task("edit"))
        qtbot.waitUntil(lambda: queue.is_idle)
    assert bench.log == ["measure begins", "edit begins", "edit ends"]


def test_a_measurement_is_taken_up_again_after_a_look(qtbot, queue, bench):
    queue.submit(bench.task("measure", look="measure", gives_way=True))
    qtbot.waitUntil(lambda: "measure begins" in bench.log)
    queue.submit(bench.task("choices", look="choices"))
    qtbot.waitUntil(lambda: "choices ends" in bench.log)
    bench.is_open = True
    qtbot.waitUntil(lambda: queue.is_idle)
    assert bench.log[1:] == [
        "choices begins",
        "choices ends",
        "measure begins",
        "measure ends",
    ]


def test_a_newer_measurement_takes_the_place_of_an_older_one(qtbot, queue, bench):
    queue.submit(bench.task("old", look="measure", gives_way=True))
    qtbot.waitUntil(lambda: "old begins" in bench.log)
    bench.is_open = False
    queue.submit(bench.task("new", look="measure", gives_way=True))
    qtbot.waitUntil(lambda: "new begins" in bench.log)
    bench.is_open = True
    qtbot.waitUntil(lambda: queue.is_idle)
    assert "old ends" not in bench.log
    assert bench.log[-1] == "new ends"


def test_cancelling_a_measurement_is_told(qtbot, queue, bench):
    queue.submit(bench.task("measure", look="measure", gives_way=True))
    qtbot.waitUntil(lambda: "measure begins" in bench.log)
    with qtbot.waitSignal(queue.cancelled):
        queue.cancel()
