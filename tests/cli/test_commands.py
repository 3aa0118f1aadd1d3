"""Every command does its step, prints one JSON object, and explains bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.images import list_images
from engine.progress import run
from engine.project import read_project
from engine.workflow import open_project_document, solve_project, stored_calibration

ROOT = Path(__file__).resolve().parent.parent.parent


def test_inspect_finds_the_sites_of_the_sample(call_json, small_street):
    found = call_json("inspect", small_street, status=1)
    errors = [each for each in found["diagnostics"] if each["severity"] == "error"]
    constraints = sorted(each["op"] for each in errors if each["node"])
    assert constraints == ["aten.rsub.Scalar"] * 3 + ["aten.sum.dim_IntList"] * 2
    assert found["parameters"] == 1913347
    assert found["int32_candidates"]


def test_fix_all_leaves_no_error_and_changes_nothing_else(call_json, small_street):
    path = small_street.parent / "fixed.json"
    found = call_json("fix", small_street, "--all", "-o", path)
    assert found["remaining"] == []
    assert found["max_abs_difference"] <= 1e-3
    sites = [(each["rule"], each["node"]) for each in found["applied"]]
    assert sorted(sites) == [
        *[("constant_minus_tensor", name) for name in ("rsub", "rsub_1", "rsub_2")],
        *[("keep_reduced_dimension", name) for name in ("sum_1", "sum_2")],
    ]
    assert all(each["max_abs_difference"] <= 1e-5 for each in found["applied"])
    again = call_json("inspect", path)
    assert again["digest"] == found["digest"]


def test_a_named_rule_is_applied_everywhere(call_json, small_street):
    path = small_street.parent / "fixed.json"
    found = call_json(
        "fix", small_street, "--rule", "constant_minus_tensor", "-o", path, status=1
    )
    assert all("rsub" not in each["op"] for each in found["remaining"])


def test_calibrate_keeps_its_result_beside_the_project(call_json, fixed):
    found = call_json("calibrate", fixed, "--method", "min_max", "--limit", 2)
    assert found["images"] == 2
    assert found["method"] == "min_max"
    assert fixed.with_suffix(".calibration.json").is_file()
    stored = json.loads(fixed.read_text("utf-8"))
    assert stored["calibration"]["method"] == "min_max"


def test_a_calibration_is_used_again_until_what_it_is_made_of_changes(call_json, fixed):
    call_json("calibrate", fixed, "--limit", 2)
    project = read_project(fixed)
    document = run(open_project_document(project)).document
    stored = stored_calibration(document, project, fixed)
    assert stored is not None
    assert stored.images == 2
    darker = replace(project, preprocessing=replace(project.preprocessing, divisor=99))
    fewer = replace(project, calibration=replace(project.calibration, limit=1))
    other = replace(project, target="onnxruntime-cpu")
    for changed in (darker, fewer, other):
        assert stored_calibration(document, changed, fixed) is None
    document.jump(0)
    assert stored_calibration(document, project, fixed) is None


def test_a_range_set_by_hand_is_kept_and_quantized_with(call_json, fixed):
    wished = "SetRange node=relu_3 minimum=-1 maximum=6"
    made = call_json("edit", fixed, wished, "-o", fixed)
    assert made["edits"][0]["max_abs_difference"] == 0
    call_json("calibrate", fixed, "--limit", 1)
    project = read_project(fixed)
    document = run(open_project_document(project)).document
    assert document.info().by_name["relu_3"].range == (-1, 6)
    calibration = stored_calibration(document, project, fixed)
    table = solve_project(document, project, calibration)
    entry = table.tensors["relu_3"]
    assert (entry.minimum, entry.maximum, entry.how) == (-1, 6, "by hand")
    call_json("edit", fixed, "SetRange node=relu_3 automatic=true", "-o", fixed)
    document = run(open_project_document(read_project(fixed))).document
    assert document.info().by_name["relu_3"].range is None


def test_compare_scores_all_three(call_json, fixed):
    found = call_json("compare", fixed)
    assert {"float", "calibrated", "quantized"} <= found.keys()
    assert found["images"] == 2
    assert 0.9 < found["agreement"]["quantized"] <= 1


def test_compare_needs_no_labels_and_writes_pictures(call_json, fixed, tmp_path):
    images = ROOT / "resources/samples/street/calibration"
    folder = tmp_path / "pictures"
    one = ("--images", images, "--limit", 1)
    found = call_json("compare", fixed, *one, "-o", folder)
    assert "float" not in found
    assert [Path(each).is_file() for each in found["pictures"]] == [True]
    read = call_json("compare", fixed, *one, "--outputs", "values")
    assert read["outputs"][0]["measure"] == "none"
    assert read["agreement"] == {}


def test_compile_ships_what_the_studio_computes(call_json, fixed, tmp_path):
    found = call_json("compile", fixed, "--toolchain", "onnx", "-o", tmp_path / "out")
    assert found["self_check"]["images"] == 3
    assert found["self_check"]["mismatches"] == 0
    assert found["self_check"]["values"] > 0
    for each in found["artifacts"]:
        assert Path(each["path"]).stat().st_size == each["bytes"]


def test_run_repeats_the_single_commands(call_json, fixed, tmp_path):
    calibrated = call_json("calibrate", fixed)
    compared = call_json("compare", fixed)
    everything = call_json("run", fixed, "-o", tmp_path / "out")
    assert everything["calibrate"]["digest"] == calibrated["digest"]
    assert everything["compare"] == compared


def test_lists_name_what_there_is(call_json):
    targets = {each["name"] for each in call_json("targets")["targets"]}
    assert {"horizon-bayes", "horizon-nash-e", "onnxruntime-cpu"} <= targets
    rules = {each["name"] for each in call_json("rules")["rules"]}
    assert "constant_minus_tensor" in rules
    assert call_json("samples")["samples"][0]["name"] == "sample:street"


def test_doctor_names_versions_and_toolchains(call_json):
    found = call_json("doctor")
    assert found["torch"].startswith("2.13")
    toolchains = {each["name"]: each for each in found["toolchains"]}
    assert toolchains["onnx"]["available"]
    assert all(each["available"] or each["why"] for each in toolchains.values())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("inspect", "nowhere.py:Net", "--input", "1x3x8x8"), "nowhere.py"),
        (("inspect", "nowhere.pt2"), "nowhere.pt2"),
        (("inspect", "zoo:nothing"), "nothing"),
        (("inspect", "sample:nothing"), "street"),
        (("inspect", "zoo:pidnet-s", "--target", "moon"), "moon"),
        (("inspect", "zoo:pidnet-s", "--input", "1xthree"), "1xthree"),
        (("compare", "nowhere.json"), "nowhere.json"),
        (("calibrate", "nowhere.json", "--method", "mse"), "nowhere.json"),
        (("calibrate", "net.py:Net"), "npu-studio fix"),
        (("calibrate", "sample:street", "--limit", "0"), "--limit"),
        (("compare", "sample:street", "--outputs", "boxes"), "by_form, classes"),
        (("inspect", ""), "empty word"),
        (("inspect",), "SOURCE"),
        (("inspect", "zoo:pidnet-s", "--bogus"), "--bogus"),
        (("fix", "zoo:pidnet-s", "-o", "x.json"), "--all"),
        (("fix", "zoo:pidnet-s", "--all", "-o", "noend"), ".json"),
        (("nonsense",), "nonsense"),
    ],
)
def test_bad_input_gives_one_sentence_and_status_two(call, words, sentence):
    status, out, err = call(*words)
    assert status == 2
    assert out == ""
    assert sentence in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


def test_an_empty_folder_of_images_is_named(call, fixed, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    status, _, err = call("calibrate", fixed, "--images", empty)
    assert status == 2
    assert "holds no images" in err


def test_a_broken_image_is_named(call, fixed, tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    (folder / "torn.png").write_bytes(b"\x89PNG\r\n")
    status, _, err = call("calibrate", fixed, "--images", folder)
    assert status == 2
    assert "torn.png" in err


def test_an_unwritable_output_folder_is_named(call, fixed, tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("x", encoding="utf-8")
    status, _, err = call("compile", fixed, "-o", blocker / "out")
    assert status == 2
    assert "file" in err


def test_a_project_whose_model_moved_says_where_it_was(call, fixed):
    data = json.loads(fixed.read_text("utf-8"))
    data["source"] |= {"kind": "python", "location": "/gone/model.py", "target": "Net"}
    fixed.write_text(json.dumps(data), encoding="utf-8")
    status, _, err = call("inspect", fixed)
    assert status == 2
    assert "/gone/model.py" in err


def test_the_command_line_starts_without_torch_and_qt():
    code = (
        "import sys; from gui.__main__ import main; main(['targets', '--json']);"
        "print([m for m in ('torch', 'PySide6') if m in sys.modules], file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT
    )
    assert result.stderr.strip() == "[]"


@pytest.mark.parametrize("words", [("--version",), ("--help",), ()])
def test_a_question_about_the_program_is_answered(call, words):
    status, out, err = call(*words)
    assert (status, err) == (0, "")
    assert out.strip()


def test_options_change_the_source_of_a_project(call_json, small_street):
    found = call_json("inspect", small_street, "--input", "1x3x32x64", status=1)
    whole = call_json("inspect", small_street, status=1)
    assert found["macs"] < whole["macs"] / 3
    assert found["weights"]["matched"] > 100


def test_a_project_is_measured_for_another_target(call_json, fixed):
    call_json("calibrate", fixed, "--target", "onnxruntime-cpu", "--limit", 1)
    stored = json.loads(fixed.read_text("utf-8"))
    assert stored["target"] == "onnxruntime-cpu"


def test_wrong_entries_of_a_project_are_told_in_its_own_words(call, fixed):
    data = json.loads(fixed.read_text("utf-8"))
    data["calibration"]["method"] = "mean"
    data["edits"] = [{"edit": "Paint"}]
    fixed.write_text(json.dumps(data), encoding="utf-8")
    status, _, err = call("inspect", fixed)
    assert status == 2
    assert "none of min_max, percentile, mse, kl @ project.calibration.method" in err
    assert "no kind of edit 'Paint'" in err


def test_labels_that_are_ignored_everywhere_give_no_score(call_json, fixed, tmp_path):
    import cv2
    import numpy as np

    data = json.loads(fixed.read_text("utf-8"))
    images = (fixed.parent / data["comparison"]["images"]).resolve()
    image = list_images(images)[0]
    size = cv2.imread(str(image)).shape[:2]
    cv2.imwrite(str(tmp_path / f"{image.stem}.png"), np.full(size, 255, dtype=np.uint8))
    words = ("--images", images, "--labels", tmp_path, "--limit", 1)
    found = call_json("compare", fixed, *words)
    assert found["float"]["miou"] is None


def test_diff_tells_states_apart_and_two_networks(call_json, small_street, fixed):
    states = call_json("diff", fixed)
    assert states["added"]
    assert states["removed"]
    assert not states["same"]
    assert states["code"].startswith("--- before")
    assert states["after"]["problems"].get("error", 0) == 0
    assert call_json("diff", fixed, "--from", 1, "--to", 1)["same"]
    networks = call_json("diff", small_street, fixed)
    for key in ("added", "removed"):
        found = {each["node"] for each in networks[key]}
        assert found <= {each["node"] for each in states[key]}
    more = networks["after"]["nodes"] - networks["before"]["nodes"]
    assert len(networks["added"]) - len(networks["removed"]) == more


def test_diff_of_one_network_with_two_checkpoints_names_the_weights(
    call_json, tmp_path
):
    for seed, name in enumerate(("one.pt", "two.pt")):
        torch.manual_seed(seed)
        torch.save(torch.nn.Conv2d(3, 4, 3).state_dict(), tmp_path / name)
    (tmp_path / "net.py").write_text(
        "from torch.nn import Conv2d\ndef build(): return Conv2d(3, 4, 3)\n"
    )
    source = f"{tmp_path / 'net.py'}:build"
    words = ("diff", source, source, "--checkpoint", tmp_path / "one.pt")
    words += ("--input", "1x3x8x8")
    assert call_json(*words)["same"]
    found = call_json(*words, "--other-checkpoint", tmp_path / "two.pt")
    assert [each["weights"] for each in found["changed"]] == [True]
    assert not found["added"]
    assert not found["removed"]


def test_diff_refuses_states_of_two_networks_at_once(call):
    status, _, err = call("diff", "sample:street", "sample:street", "--from", 1)
    assert status == 2
    assert err.count("\n") == 1


def test_edits_by_hand_are_tried_saved_and_taken_back(call, call_json, fixed):
    before = call_json("inspect", fixed)
    tried = call_json("edit", fixed, "Bypass node=relu")
    assert tried["edits"][0]["removed"] == ["relu"]
    assert call_json("inspect", fixed)["digest"] == before["digest"]
    kept = call_json("edit", fixed, "Bypass node=relu", "-o", fixed)
    assert call_json("inspect", fixed)["digest"] == kept["digest"] == tried["digest"]
    undone = call_json("edit", fixed, "--at", 1, "-o", fixed)
    assert undone["digest"] == before["digest"]
    assert len(read_project(fixed).edits) == 2
    status, _, error = call("edit", fixed)
    assert (status, error) == (
        2,
        "No edit is named; say one, as 'Bypass node=relu', or --at or --without N.\n",
    )
    status, _, error = call("edit", fixed, "--at", 9)
    assert status == 2
    assert error.endswith("There is no state 9; this recipe has 2 edits.\n")
