"""The project file keeps everything, moves with its folder, and explains mistakes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ProjectError
from engine.images import Preprocessing
from engine.opening.source import InputSpec, ModelSource
from engine.project import (
    CalibrationSettings,
    ComparisonSettings,
    CompileSettings,
    Project,
    read_project,
    write_project,
)
from engine.recipe import (
    ApplyEverywhere,
    ApplyRule,
    DeleteBranch,
    FixAll,
    Insert,
    InsertStubs,
    SetPrecision,
    Several,
)

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
single_edits = st.one_of(
    st.builds(ApplyRule, words, words),
    st.builds(ApplyEverywhere, words),
    st.builds(InsertStubs),
    st.builds(
        SetPrecision,
        words,
        st.sampled_from(["auto", "int8", "int16", "int32", "float"]),
    ),
    st.builds(DeleteBranch, words),
    st.builds(Insert, words, words, st.tuples(st.tuples(words, words))),
)
edits = st.one_of(
    single_edits,
    st.builds(FixAll, words),
    st.builds(Several, st.lists(single_edits, max_size=3).map(tuple)),
)


def project_in(folder, **changes):
    source = ModelSource(
        kind="python",
        location=str(folder / "model.py"),
        target="Net",
        arguments={
            "width": 8,
            "ratio": 0.5,
            "deploy": True,
            "name": "网络",
            "layers": [1, [2, None]],
            "options": {"act": "relu", "sizes": [3, 5]},
        },
        checkpoint=str(folder / "weights" / "best.pt"),
        inputs=(InputSpec((1, 3, 64, 128), name="image"),),
    )
    project = Project(
        source,
        name="测试",
        target="horizon-nash-e",
        preprocessing=Preprocessing("BGR", 1.0, (128, 128, 128), (128, 128, 128)),
        calibration=CalibrationSettings(str(folder / "images"), 16, "kl"),
        comparison=ComparisonSettings(
            str(folder / "val"), classes=("road",), palette=((1, 2, 3),)
        ),
        compile=CompileSettings(directory=str(folder / "out")),
    )
    return replace(project, **changes)


def test_a_saved_project_opens_equal(tmp_path):
    project = project_in(tmp_path)
    write_project(project, tmp_path / "p.json")
    assert read_project(tmp_path / "p.json") == project


@settings(deadline=None, max_examples=50)
@given(st.lists(edits, max_size=6).map(tuple))
def test_every_recipe_survives_the_file(tmp_path_factory, recipe):
    folder = tmp_path_factory.mktemp("project")
    project = project_in(folder, edits=recipe, cursor=len(recipe))
    write_project(project, folder / "p.json")
    assert read_project(folder / "p.json").edits == recipe


def test_a_project_folder_can_move(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    write_project(project_in(old), old / "p.json")
    old.rename(new)
    assert read_project(new / "p.json") == project_in(new)


def test_paths_outside_the_folder_stay_absolute(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    write_project(project_in(elsewhere), tmp_path / "here" / "p.json")
    stored = json.loads((tmp_path / "here" / "p.json").read_text("utf-8"))
    assert stored["source"]["location"] == str(elsewhere / "model.py")


def broken(tmp_path, change):
    path = tmp_path / "p.json"
    write_project(project_in(tmp_path), path)
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        read_project(path)
    return str(caught.value)


def test_every_wrong_key_is_named_with_its_place(tmp_path):
    def change(data):
        data["sauce"] = 1
        data["calibration"]["method"] = "guess"
        data["source"]["location"] = 3

    sentence = broken(tmp_path, change)
    assert "sauce" in sentence
    assert "project.calibration.method" in sentence
    assert "project.source.location" in sentence


def test_an_unknown_edit_is_refused(tmp_path):
    sentence = broken(tmp_path, lambda data: data["edits"].append({"edit": "Melt"}))
    assert "project.edits[0]" in sentence


def test_a_cursor_beyond_the_edits_is_refused(tmp_path):
    assert "cursor" in broken(tmp_path, lambda data: data.update(cursor=3))


def test_another_format_is_refused(tmp_path):
    assert "format 1" in broken(tmp_path, lambda data: data.update(format=99))


def test_a_file_that_is_no_json_is_refused(tmp_path):
    path = tmp_path / "p.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ProjectError, match="not JSON"):
        read_project(path)


def test_a_binary_file_is_refused(tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProjectError, match="not a project file"):
        read_project(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ProjectError, match=r"nowhere\.json"):
        read_project(tmp_path / "nowhere.json")


def test_an_unwritable_folder_is_named_and_the_old_file_kept(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("x", encoding="utf-8")
    with pytest.raises(ProjectError, match="cannot be written"):
        write_project(project_in(tmp_path), blocker / "p.json")
    assert blocker.read_text("utf-8") == "x"


def test_writing_leaves_no_other_file(tmp_path):
    write_project(project_in(tmp_path), tmp_path / "p.json")
    write_project(project_in(tmp_path), tmp_path / "p.json")
    assert [each.name for each in tmp_path.iterdir()] == ["p.json"]
