import json
from dataclasses import dataclass, replace

import onnx
import pytest
import torch
from safetensors.torch import load_file

from engine.errors import CalibrationError, ToolchainError
from engine.opening.graph import digest, load_program
from engine.progress import run
from engine.quantization.calibration import Calibration, calibrate
from engine.recipe import FixAll
from engine.rewriting.edits import apply_edit
from engine.toolchains import latency
from engine.toolchains.catalogue import find_toolchain, toolchains
from engine.toolchains.toolchain import CompileRequest, CompileResult
from tests.rewriting.exporting import image, opened

FILES = {
    "float.onnx",
    "street_int8_portable.onnx",
    "street_int8_ort.onnx",
    "street.pt2",
    "report.json",
    "report.html",
}


@pytest.fixture(scope="module")
def fixed(pidnet, bayes, pictures):
    model = apply_edit(pidnet, FixAll(bayes.name))
    return model, run(calibrate(model, bayes, pictures, len(pictures)))


@pytest.fixture(scope="module")
def request_for(fixed, bayes, pictures):
    def make(directory):
        model, calibration = fixed
        return CompileRequest(
            model, calibration, bayes, "mse", pictures[:3], directory, "street"
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(latency, "ROUNDS", 3)
        yield make


@pytest.fixture
def small(bayes, tmp_path):
    """A request for one convolution, where it does not matter what is compiled."""
    conv = torch.nn.Conv2d(4, 4, 3)
    model = opened(lambda self, x: self.conv(x), conv=conv)
    calibration = run(calibrate(model, bayes, [(image(),)], 1))
    folder = tmp_path / "small"
    return CompileRequest(
        model, calibration, bayes, "mse", [(image(),)], folder, "small"
    )


@dataclass(frozen=True)
class Compiled:
    """A network compiled once for all that look at what was written."""

    request: CompileRequest
    before: str
    stages: list
    result: CompileResult


@pytest.fixture(scope="module")
def compiled(request_for, tmp_path_factory):
    request = request_for(tmp_path_factory.mktemp("compiled") / "new" / "folder")
    before, stages = digest(request.model), []
    steps = find_toolchain("onnx").compile(request)
    result = run(steps, lambda progress: stages.append(progress.stage))
    return Compiled(request, before, stages, result)


def test_compiling_writes_checks_and_measures(compiled):
    request, result = compiled.request, compiled.result
    assert {artifact.path.name for artifact in result.artifacts} == FILES
    assert {path.name for path in request.directory.iterdir()} == FILES
    for artifact in result.artifacts:
        assert artifact.path.stat().st_size == artifact.bytes > 0
    assert result.self_check.images == 3
    assert result.self_check.values == 3 * 5 * 8 * 16
    assert result.self_check.mismatches == 0
    assert result.self_check.first_difference == ""
    assert set(result.latency_ms) == {"float", "int8"}
    assert all("float" in why for _, why in result.not_integer)
    assert list(dict.fromkeys(compiled.stages)) == [
        "Write ONNX",
        "Self-check",
        "Measure latency",
    ]


def test_the_report_says_what_was_made_of_what(compiled):
    folder = compiled.request.directory
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report == json.loads(json.dumps(compiled.result.report))
    assert report["digests"]["network"] == digest(compiled.request.model)
    assert report["self_check"]["mismatches"] == 0
    assert report["target"]["name"] == "horizon-bayes"
    assert len(report["tensors"]) == report["table"]["tensors"] > 60
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "bit for bit" in page
    assert "prefers-color-scheme:dark" in page
    assert all(row["name"] in page for row in report["tensors"])
    assert not any(word in page for word in ("http:", "https:", "<script", "url("))


def test_the_edited_network_can_be_opened_again(compiled, pictures):
    request = compiled.request
    opened = load_program(request.directory / "street.pt2")
    assert torch.equal(opened(*pictures[0])[0], request.model(*pictures[0])[0])
    stubs = [n for n in opened.graph.nodes if str(n.target).startswith("npu.")]
    assert len(stubs) == 2


def test_compiling_leaves_the_model_untouched(compiled):
    assert digest(compiled.request.model) == compiled.before


def test_cancelling_leaves_the_folder_as_it_was(small):
    folder = small.directory
    folder.mkdir()
    (folder / "float.onnx").write_bytes(b"older")
    steps = find_toolchain("onnx").compile(small)
    for progress in steps:
        if progress.stage == "Self-check":
            break
    steps.close()
    assert [path.name for path in folder.iterdir()] == ["float.onnx"]
    assert (folder / "float.onnx").read_bytes() == b"older"


def test_a_folder_that_cannot_be_made_is_refused_before_any_work(request_for, tmp_path):
    (tmp_path / "file").write_text("x")
    steps = find_toolchain("onnx").compile(request_for(tmp_path / "file" / "folder"))
    with pytest.raises(ToolchainError, match="cannot be written"):
        next(steps)


def test_a_stale_calibration_is_refused(request_for, tmp_path, pidnet):
    request = replace(request_for(tmp_path), model=pidnet)
    with pytest.raises(CalibrationError, match="stale"):
        run(find_toolchain("onnx").compile(request))


def test_torchscript_gives_the_model_s_own_values(request_for, tmp_path):
    result = run(find_toolchain("torchscript").compile(request_for(tmp_path)))
    assert [path.name for path in tmp_path.iterdir()] == ["street.pt"]
    assert result.self_check.values > 0
    assert result.self_check.mismatches == 0


def test_an_unknown_toolchain_is_refused_with_the_known_ones():
    with pytest.raises(ToolchainError, match="onnx, torchscript, horizon, cambricon"):
        find_toolchain("tensor")


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("horizon", "horizon_plugin_pytorch"),
        ("cambricon", "torch_mlu"),
    ],
)
def test_a_vendor_s_toolchain_that_is_missing_says_what_was_looked_for(
    name, package, tmp_path
):
    toolchain = find_toolchain(name)
    found = toolchain.available()
    assert not found.available
    assert package in found.why
    with pytest.raises(ToolchainError, match=package):
        run(toolchain.compile(None))


def test_the_default_comes_first_and_is_available():
    assert toolchains()[0].name == "onnx"
    assert toolchains()[0].available().available


def test_every_written_file_is_valid_onnx(compiled):
    for path in compiled.request.directory.glob("*.onnx"):
        onnx.checker.check_model(str(path), full_check=True)


def test_an_empty_calibration_is_refused(request_for, tmp_path, bayes):
    request = request_for(tmp_path)
    empty = Calibration(digest(request.model), bayes.name)
    with pytest.raises(CalibrationError, match="no image"):
        run(find_toolchain("onnx").compile(replace(request, calibration=empty)))


def test_what_is_left_to_the_host_lies_beside_the_network(small):
    host = opened(lambda self, x: self.scale(x) * 8, scale=torch.nn.PReLU(4))
    result = run(find_toolchain("onnx").compile(replace(small, host=host)))
    kinds = {each.path.name: each.kind for each in result.artifacts}
    assert kinds["small_host.py"] == "code for the host"
    assert kinds["small_host.safetensors"] == "weights for the host"
    names: dict[str, object] = {}
    exec((small.directory / "small_host.py").read_text(), names)
    weights = load_file(small.directory / "small_host.safetensors")
    assert torch.equal(names["network"](x := image(), weights), host(x)[0])
