"""How every stage of the journey stands, in words: a state becomes steps."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.sentences import in_language, joined
from gui.session.state import STAGES, SessionState, Stage
from gui.widgets.stepper import Status, Step


def steps_of(state: SessionState) -> tuple[Step, ...]:
    """Say for every stage whether it is done, stale, failed or running, and a note."""
    titles = stage_titles()
    return tuple(
        Step(stage, titles[stage], _status(state, stage), _note(state, stage))
        for stage in STAGES
    )


def stage_titles() -> dict[Stage, str]:
    """The names of the stages."""
    return {
        "open": _tr("Open"),
        "inspect": _tr("Inspect"),
        "fix": _tr("Fix"),
        "calibrate": _tr("Calibrate"),
        "compare": _tr("Compare"),
        "compile": _tr("Compile"),
    }


def missing_text(state: SessionState) -> tuple[str, str]:
    """Say why not all of the network or the recipe is shown, and what the way on is."""
    if any(each.message == state.stopped for each in state.diagnostics):
        first = _tr("Shown as far as it got; the first problem says why.")
        return first, _tr("Open it again")
    if state.stopped:
        words = _tr("Shown as far as it got: {}")
        return words.format(in_language(state.stopped)), _tr("Open it again")
    if state.misfit is None:
        return "", ""
    behind = len(state.waiting) - 1
    more = [_tr("Waiting behind it: {}.").format(behind)] if behind else []
    sentence = in_language(state.misfit.sentence)
    return joined(sentence, *more), _tr("Leave it out and go on")


def _status(state: SessionState, stage: Stage) -> Status:
    if state.busy == stage and state.is_long:
        return "busy"
    if stage in state.failed:
        return "error"
    if stage in state.stale:
        return "stale"
    if stage == "compile" and _mismatches(state):
        return "error"
    return "done" if _is_done(state, stage) else "todo"


def _is_done(state: SessionState, stage: Stage) -> bool:
    results: dict[Stage, object] = {
        "open": state.facts,
        "inspect": state.facts,
        "fix": state.is_judged and state.cursor > 0 and state.count("error") == 0,
        "calibrate": state.measured,
        "compare": state.compared,
        "compile": state.compiled,
    }
    return bool(results[stage])


def _note(state: SessionState, stage: Stage) -> str:
    if state.facts is None:
        return ""
    if stage in state.stale:
        return _tr("out of date")
    if stage == "open":
        return state.facts.info.name
    if stage == "inspect":
        return _problems(state)
    if stage == "fix":
        return _count(state.cursor, _tr("{} edit"), _tr("{} edits"))
    return _result(state, stage)


def _problems(state: SessionState) -> str:
    if not state.is_judged:
        is_awaited = state.judgement == "awaited"
        return _tr("checking…") if is_awaited else _tr("not checked")
    count = sum(map(state.count, ("error", "warning", "advice")))
    if count == 0:
        return _tr("no problems")
    return _count(count, _tr("{} problem"), _tr("{} problems"))


def _result(state: SessionState, stage: Stage) -> str:
    if stage == "calibrate" and state.measured is not None:
        images = state.measured.calibration.images
        return _count(images, _tr("{} image"), _tr("{} images"))
    if stage == "compare" and state.compared is not None:
        agreement = state.compared.comparison.agreement.get("quantized")
        return "" if agreement is None else f"{agreement:.1%}".replace("%", " %")
    if stage == "compile" and state.compiled is not None:
        return _tr("differs") if _mismatches(state) else _tr("checked")
    return ""


def _mismatches(state: SessionState) -> int:
    if state.compiled is None or state.compiled.result.self_check is None:
        return 0
    return int(state.compiled.result.self_check.mismatches)


def _count(count: int, one: str, many: str) -> str:
    if count == 0:
        return ""
    return (one if count == 1 else many).format(count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Stages", text)
