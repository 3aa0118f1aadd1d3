import json
from dataclasses import replace

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
from engine.toolchains.toolchain import CompileRequest
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


@pytest.fixture
def request_for(fixed, bayes, pictures, monkeypatch):
    monkeypatch.setattr(latency, "ROUNDS", 3)

    def make(directory):
        model, calibration = fixed
        return CompileRequest(
            model, calibration, bayes, "mse", pictures[:3], directory, "street"
        )

    return make


def test_compiling_writes_checks_and_measures(request_for, tmp_path):
    stages = []
    request = request_for(tmp_path / "new" / "folder")
    result = run(
        find_toolchain("onnx").compile(request), lambda p: stages.append(p.stage)
    )
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
    assert list(dict.fromkeys(stages)) == [
        "Write ONNX",
        "Self-check",
        "Measure latency",
    ]


def test_the_report_says_what_was_made_of_what(request_for, tmp_path):
    request = request_for(tmp_path)
    result = run(find_toolchain("onnx").compile(request))
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report == json.loads(json.dumps(result.report))
    assert report["digests"]["network"] == digest(request.model)
    assert report["self_check"]["mismatches"] == 0
    assert report["target"]["name"] == "horizon-bayes"
    assert len(report["tensors"]) == report["table"]["tensors"] > 60
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "bit for bit" in page
    assert "prefers-color-scheme:dark" in page
    assert all(row["name"] in page for row in report["tensors"])
    assert not any(word in page for word in ("http:", "https:", "<script", "url("))


def test_the_edited_network_can_be_opened_again(request_for, tmp_path, pictures):
    request = request_for(tmp_path)
    run(find_toolchain("onnx").compile(request))
    opened = load_program(tmp_path / "street.pt2")
    assert torch.equal(opened(*pictures[0])[0], request.model(*pictures[0])[0])
    stubs = [n for n in opened.graph.nodes if str(n.target).startswith("npu.")]
    assert len(stubs) == 2


def test_compiling_leaves_the_model_untouched(request_for, tmp_path):
    request = request_for(tmp_path)
    before = digest(request.model)
    run(find_toolchain("onnx").compile(request))
    assert digest(request.model) == before


def test_cancelling_leaves_the_folder_as_it_was(request_for, tmp_path):
    (tmp_path / "float.onnx").write_bytes(b"older")
    steps = find_toolchain("onnx").compile(request_for(tmp_path))
    for progress in steps:
        if progress.stage == "Self-check":
            break
    steps.close()
    assert [path.name for path in tmp_path.iterdir()] == ["float.onnx"]
    assert (tmp_path / "float.onnx").read_bytes() == b"older"


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


def test_every_written_file_is_valid_onnx(request_for, tmp_path):
    run(find_toolchain("onnx").compile(request_for(tmp_path)))
    for path in tmp_path.glob("*.onnx"):
        onnx.checker.check_model(str(path), full_check=True)


def test_an_empty_calibration_is_refused(request_for, tmp_path, bayes):
    request = request_for(tmp_path)
    empty = Calibration(digest(request.model), bayes.name)
    with pytest.raises(CalibrationError, match="no image"):
        run(find_toolchain("onnx").compile(replace(request, calibration=empty)))


def test_what_is_left_to_the_host_lies_beside_the_network(request_for, tmp_path):
    host = opened(lambda self, x: self.scale(x) * 8, scale=torch.nn.PReLU(4))
    request = replace(request_for(tmp_path), host=host)
    result = run(find_toolchain("onnx").compile(request))
    kinds = {each.path.name: each.kind for each in result.artifacts}
    assert kinds["street_host.py"] == "code for the host"
    assert kinds["street_host.safetensors"] == "weights for the host"
    names: dict[str, object] = {}
    exec((tmp_path / "street_host.py").read_text(), names)
    weights = load_file(tmp_path / "street_host.safetensors")
    assert torch.equal(names["network"](x := image(), weights), host(x)[0])
