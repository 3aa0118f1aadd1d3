import threading
import time
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTimer

from engine.errors import EngineError
from engine.progress import Progress
from gui.session.jobs import Job, Throttle, TimeLeft


def counting(total):
    for done in range(total + 1):
        yield Progress("count", done, total)
    return total


@pytest.fixture
def started(qtbot):
    jobs = []

    def start(work):
        job = Job(work)
        jobs.append(job)
        return job

    yield start
    for job in jobs:
        job.cancel()
        assert job.wait(5000)


def test_a_job_reports_and_then_returns_its_result(qtbot, started):
    job = started(lambda: counting(3))
    seen = []
    job.progressed.connect(lambda progress, _: seen.append(progress.done))
    with qtbot.waitSignal(job.succeeded) as result:
        job.start()
    assert result.args == [3]
    assert (seen[0], seen[-1]) == (0, 3)


def test_work_is_made_and_driven_off_the_gui_thread(qtbot, started):
    threads = []

    def work():
        threads.append(threading.get_ident())
        yield Progress("a", 0, 1)
        threads.append(threading.get_ident())

    job = started(work)
    with qtbot.waitSignal(job.succeeded):
        job.start()
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


def test_results_arrive_in_the_gui_thread(qtbot, started):
    job = started(lambda: counting(1))
    threads = []

    class Receiver(QTimer):
        def take(self, _):
            threads.append(threading.get_ident())

    receiver = Receiver()
    job.succeeded.connect(receiver.take)
    with qtbot.waitSignal(job.succeeded):
        job.start()
    assert threads == [threading.get_ident()]


def test_cancelling_closes_the_generator_and_says_so(qtbot, started):
    closed = threading.Event()

    def endless():
        try:
            while True:
                time.sleep(0.001)
                yield Progress("a", 0, 1)
        finally:
            closed.set()

    job = started(endless)
    with qtbot.waitSignal(job.progressed):
        job.start()
    then = []
    direct = Qt.ConnectionType.DirectConnection
    job.cancelled.connect(lambda: then.append(closed.is_set()), direct)
    with qtbot.assertNotEmitted(job.succeeded), qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert then == [True]


def test_an_engine_error_is_for_the_user(qtbot, started):
    def failing():
        yield Progress("a", 0, 1)
        raise EngineError("No images.")

    job = started(failing)
    with qtbot.assertNotEmitted(job.crashed), qtbot.waitSignal(job.failed) as failed:
        job.start()
    assert str(failed.args[0]) == "No images."


def test_an_engine_error_before_the_first_step_is_for_the_user_too(qtbot, started):
    def refusing():
        raise EngineError("No such target.")

    job = started(refusing)
    with qtbot.waitSignal(job.failed):
        job.start()


def test_anything_else_is_a_bug_with_its_traceback(qtbot, started):
    def buggy():
        yield Progress("a", 0, 1)
        raise ZeroDivisionError("in here")

    job = started(buggy)
    with qtbot.assertNotEmitted(job.failed), qtbot.waitSignal(job.crashed) as crashed:
        job.start()
    assert "ZeroDivisionError: in here" in crashed.args[0]
    assert "buggy" in crashed.args[0]


def test_the_window_answers_while_a_job_holds_the_interpreter(qtbot, started):
    def busy():
        for done in range(40):
            sum(n * n for n in range(60_000))
            yield Progress("a", done, 40)

    ticks = []
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    job = started(busy)
    with qtbot.waitSignal(job.succeeded, timeout=30_000):
        job.start()
    timer.stop()
    gaps = [later - sooner for sooner, later in pairwise(ticks)]
    assert len(gaps) >= 5
    assert sorted(gaps)[int(len(gaps) * 0.9)] < 0.1


def test_fast_reports_are_thinned_but_the_last_of_a_stage_arrives(qtbot, started):
    job = started(lambda: counting(5000))
    seen = []
    job.progressed.connect(lambda progress, _: seen.append(progress.done))
    with qtbot.waitSignal(job.succeeded, timeout=20_000):
        job.start()
    assert seen[-1] == 5000
    assert len(seen) < 500


@pytest.mark.parametrize(
    ("stage", "done", "now", "passes"),
    [
        ("a", 2, 0.01, False),
        ("a", 2, 0.06, True),
        ("b", 0, 0.01, True),
        ("a", 9, 0.01, True),
    ],
)
def test_a_report_passes_when_it_is_late_or_news(stage, done, now, passes):
    throttle = Throttle(0.05)
    assert throttle.passes(Progress("a", 1, 9), 0.0)
    assert throttle.passes(Progress(stage, done, 9), now) is passes


def test_time_left_follows_the_pace_without_the_first_unit():
    clock = TimeLeft()
    assert clock.update(Progress("a", 0, 10), 0.0) is None
    assert clock.update(Progress("a", 1, 10), 30.0) is None
    assert clock.update(Progress("a", 2, 10), 32.0) == pytest.approx(16.0)
    assert clock.update(Progress("a", 6, 10), 40.0) == pytest.approx(8.0)


def test_time_left_starts_over_with_every_stage():
    clock = TimeLeft()
    for done in range(1, 4):
        clock.update(Progress("a", done, 4), float(done))
    assert clock.update(Progress("b", 1, 4), 4.0) is None
    assert clock.update(Progress("b", 2, 4), 9.0) == pytest.approx(10.0)


def test_time_left_is_never_negative():
    clock = TimeLeft()
    clock.update(Progress("a", 1, 2), 1.0)
    assert clock.update(Progress("a", 3, 2), 2.0) == 0.0


def test_time_left_forgets_an_old_pace():
    clock = TimeLeft(window=4)
    for done in range(1, 11):
        clock.update(Progress("a", done, 100), done * 10.0)
    left = [
        clock.update(Progress("a", done, 100), 100.0 + (done - 10))
        for done in range(11, 20)
    ]
    assert left[-1] == pytest.approx(81.0)
