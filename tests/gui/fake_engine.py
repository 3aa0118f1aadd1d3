"""An engine without torch: a document of named nodes, and work in as many steps."""

import threading
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from engine.choices import Choices, Offer
from engine.comparison.results import Comparison, ImageResult, Panes
from engine.errors import CalibrationError, EditError, SourceError
from engine.info import (
    Diagnostic,
    EditPreview,
    Fix,
    GraphDifference,
    GraphInfo,
    NodeInfo,
    WrittenCode,
)
from engine.progress import Progress
from engine.recipe import ApplyRule, Bypass, Misfit, Several
from engine.states import StateDifference, StateFacts
from engine.targets.records import Coverage
from gui.session.work import Engine

GONE = "It is gone."
PROBLEMS = ("sum_1", "rsub")


def coverages():
    """Two targets: one that runs all after a rewrite, one that refuses an op."""
    numbers = {"mac_share": 0.5, "latency_ms": 1.25, "utilization": 0.75}
    good = Coverage(
        "horizon-bayes",
        "Horizon J5",
        supported=1,
        rewritable=1,
        in_float=0,
        refused=0,
        rewritten_mac_share=1.0,
        float_ops=(),
        refused_ops=(),
        counts_memory=False,
        **numbers,
    )
    poor = Coverage(
        "cambricon-mlu270",
        "Cambricon",
        supported=1,
        rewritable=0,
        in_float=0,
        refused=1,
        rewritten_mac_share=0.5,
        float_ops=(),
        refused_ops=("aten.rsub",),
        counts_memory=True,
        **numbers,
    )
    return good, poor


class FakeDocument:
    """Each edit is one line of the digest; a rule clears its node's problem.

    The rule "gone" fits nowhere; it can only be left out.
    """

    def __init__(self, name="net"):
        self.name, self.edits, self.cursor = name, (), 0
        self.landmarks, self.left_out, self.misfit = (), {}, None
        self.owed = 0
        self.stopped = "It ends here." if name == "partial" else ""

    @property
    def goal(self):
        return self.cursor + self.owed

    def open(self, edits, left_out, goal):
        """Make edits of a project again, up to one that does not fit."""
        self.edits, self.left_out = tuple(edits), dict.fromkeys(left_out, GONE)
        misfits = [
            Misfit(number, edit, GONE)
            for number, edit in enumerate(edits, 1)
            if getattr(edit, "rule", "") == "gone" and number not in self.left_out
        ]
        self.misfit = misfits[0] if misfits else None
        reach = self.misfit.number - 1 if misfits else len(edits)
        self.cursor = min(goal, reach)
        self.owed = goal - self.cursor

    def leave_out(self, numbers):
        self.open(self.edits, numbers, self.goal)

    def delete(self, number):
        """Forget an edit that is left out."""
        edits = (*self.edits[: number - 1], *self.edits[number:])
        left_out = [n - (n > number) for n in self.left_out if n != number]
        self.open(edits, left_out, self.goal - (number <= self.goal))

    @property
    def can_undo(self):
        return self.cursor > 0

    @property
    def can_redo(self):
        return self.cursor < len(self.edits)

    @property
    def model(self):
        return repr(self.edits[: self.cursor])

    def info(self):
        node = NodeInfo("x", "input", "input", "x", "io", shape=(1, 3, 8, 16))
        ops = [
            NodeInfo(name, "op", f"aten.{name}", name, "elementwise", (1, 1, 8, 16))
            for name in PROBLEMS
        ]
        return GraphInfo(self.name, self.model, (node, *ops), 7, 1_000_000)

    def is_judged(self, profile):
        """Nothing is remembered."""
        return False

    def diagnostics(self, profile):
        fixed = {getattr(e, "node", "") for e in self.edits[: self.cursor]}
        left = [name for name in PROBLEMS if name not in fixed]
        return tuple(_diagnostic(name, profile) for name in left)

    rewrites = ()
    notes = ()

    def put_weights_away(self):
        """There are no weights."""

    def hints(self, profile):
        hint = "Nothing is to be done."
        return (Diagnostic("hint", "rsub", "aten.rsub", "replaced", "rsub", hint),)

    def latency_ms(self, profile):
        return {"rsub": 0.25}

    def apply(self, edit):
        if edit == ApplyRule("refused", "rsub"):
            raise EditError("The rule does not fit rsub; choose another.")
        reach = self.misfit.number - 1 if self.misfit else len(self.edits)
        waiting = self.edits[reach:]
        self.open((*self.edits[: self.cursor], edit, *waiting), (), self.goal + 1)

    def undo(self):
        self.cursor -= 1

    def redo(self):
        self.cursor += 1

    def jump(self, cursor):
        self.cursor = cursor

    def preview_steps(self, edit, samples):
        yield Progress("Measuring the change", 0, 1)
        return self.preview(edit, samples)

    def measure_last(self, samples):
        yield Progress("Measuring the change", 0, 1)
        return self.preview(self.edits[self.cursor - 1], samples)

    def preview(self, edit, samples):
        return EditPreview(edit, ("a",), ("b",), ("a",), ("b",), 0.0, 0.0, samples)


class Gate:
    """Holds every judgement of a document up until it is opened."""

    def __init__(self, document):
        self.is_reached, self.is_open = threading.Event(), threading.Event()
        self._judge = document.diagnostics
        document.diagnostics = self._wait

    def _wait(self, profile):
        self.is_reached.set()
        assert self.is_open.wait(20)
        return self._judge(profile)


@dataclass
class FakeWorkflow:
    """`steps` reports per long task; `wait` is called before each of them."""

    steps: int = 3
    wait: object = staticmethod(lambda: None)
    calls: list = field(default_factory=list)
    documents: list = field(default_factory=list)
    stored: object = None
    findings: tuple[Diagnostic, ...] = ()

    def open_project_document(self, project, *, reached=False, may_wait=False):
        self.calls.append("open")
        yield Progress("exporting", 0, 1)
        if project.source.target == "Missing":
            raise SourceError("model.py defines no Missing; it defines Net.")
        if project.source.target == "Bug":
            raise ZeroDivisionError("a bug")
        document = FakeDocument(project.name)
        document.open(project.edits, project.left_out, project.cursor)
        self.documents.append(document)
        return SimpleNamespace(document=document, weights=None, warnings=())

    def state_facts(self, document, project, number):
        touched = {getattr(e, "node", "") for e in document.edits[number - 1 : number]}
        fixed = {getattr(e, "node", "") for e in document.edits[:number]}
        left = len([name for name in PROBLEMS if name not in fixed])
        return StateFacts(3, 7, 1_000_000, {"error": left}, changed=tuple(touched))

    def compare_states(self, document, project, before, after):
        self.calls.append(f"compare {before} {after}")
        info = document.info()
        names = {node.name: node.name for node in info.nodes}
        changed = ("rsub",) if before != after else ()
        text = "-old\n+new" if changed else ""
        nodes = GraphDifference(changed, (), (), text)
        return StateDifference(info, info, (), (), nodes, names)

    def compare_documents(self, before, after, project):
        self.calls.append(f"compare {before.name} {after.name}")
        one, other = before.info(), after.info()
        names = {node.name: node.name for node in one.nodes}
        return StateDifference(
            one, other, (), (), GraphDifference((), (), (), ""), names
        )

    def compare_all_targets(self, document):
        self.calls.append("targets")
        yield Progress("Compare targets", 0, 1)
        return coverages()

    def project_range_findings(self, document, project, calibration, table):
        return self.findings

    def sample_inputs(self, document, project):
        return 2

    def stored_calibration(self, document, project, project_file):
        self.calls.append(f"read {project_file.name}")
        if isinstance(self.stored, Exception):
            raise self.stored
        return self.stored

    def calibrate_project(self, document, project):
        self.calls.append("calibrate")
        if not project.calibration.images:
            raise CalibrationError("No calibration images are chosen.")
        for done in range(self.steps):
            self.wait()
            yield Progress("Calibrating", done, self.steps)
        return make_calibration(self.steps)

    def solve_project(self, document, project, calibration):
        self.calls.append(f"solve {project.calibration.method}")
        return SimpleNamespace(tensors={}, method=project.calibration.method)

    def project_sensitivity(self, document, project, table):
        self.calls.append("rank")
        yield Progress("Measuring sensitivity", 0, 2)
        errors = {"sum_1": -20.0, "rsub": -10.0}
        return SimpleNamespace(decibels_by_node=lambda: errors)

    def compare_project(self, document, project, table):
        self.calls.append("compare")
        yield Progress("Comparing", 0, 2)
        images = tuple(
            ImageResult(f"{n}.png", {"quantized": share}, {})
            for n, share in enumerate((0.99, 0.95))
        )
        return Comparison("d", images, {"quantized": 0.97}, {})

    def panes_of(self, document, project, table, index):
        self.calls.append(f"panes {index}")
        image, classes = np.zeros((8, 16, 3), np.uint8), np.zeros((8, 16), np.uint8)
        maps = dict.fromkeys(("float", "calibrated", "quantized"), classes)
        return Panes(f"{index}.png", image, maps)

    def compile_project(self, document, project, calibration, toolchain, directory):
        self.calls.append(f"compile {toolchain}")
        yield Progress("Writing", 0, 1)
        return make_result(directory)

    def toolchains(self):
        return (
            _toolchain("onnx", "ONNX", ""),
            _toolchain("horizon", "Horizon", "hb_compile is not installed."),
        )


def make_engine(workflow):
    """The doors of a session, all leading to the fake."""
    return Engine(
        workflow=lambda: workflow,
        profile=lambda name: name,
        chains=lambda: workflow,
        chooser=FakeChooser(),
    )


class FakeChooser:
    """Offers to bypass, and nothing else."""

    def choices_at(self, model, names):
        edits = tuple(Bypass(name) for name in names)
        edit = edits[0] if len(edits) == 1 else Several(edits)
        return Choices(tuple(names), model, (Offer("bypass", edit, is_exact=False),))

    def code_of(self, model, names):
        return f"# {', '.join(names)}"

    def network_code(self, model, target):
        return WrittenCode(f"# for {target}\n", b"weights")


def make_calibration(images):
    """A calibration that writes its number of images."""
    return SimpleNamespace(
        statistics={},
        images=images,
        seconds=1.0,
        float_seconds=0.5,
        peak_memory_mb=10.0,
        save=lambda path: path.write_text(str(images)),
    )


def make_result(directory, mismatches=0, rounded=0):
    """What a compilation leaves."""
    return SimpleNamespace(
        artifacts=(
            SimpleNamespace(path=f"{directory}/net.onnx", kind="int8", bytes=2_100_000),
            SimpleNamespace(path=f"{directory}/report.html", kind="report", bytes=812),
        ),
        self_check=SimpleNamespace(
            images=3,
            values=116_736,
            mismatches=mismatches,
            first_difference="conv_1[0, 3]: 12 is 13" if mismatches else "",
            rounded=rounded,
        ),
        latency_ms={"float": 14.0, "int8": 7.0},
        not_integer=(("upsample", "no int8 kernel"),),
    )


def _diagnostic(node, profile):
    fix = Fix(ApplyRule("keep", node), "Keep it")
    message = f"{profile} does not run it."
    return Diagnostic("error", node, "aten.x", "supported", node, message, None, (fix,))


def _toolchain(name, title, why):
    found = SimpleNamespace(available=not why, why=why)
    return SimpleNamespace(name=name, title=title, available=lambda: found)
