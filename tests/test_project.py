"""The project file keeps everything, moves with its folder, and explains mistakes."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

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
    BypassTogether,
    DeleteBranch,
    FixAll,
    Insert,
    InsertStubs,
    SetPrecision,
    SetRange,
    Several,
)

NOT_UTF8 = [chr(0xDC00 + byte) for byte in range(0x80, 0x100)]
"""How Python holds the bytes of a name that is no UTF-8."""
words = st.one_of(
    st.text(min_size=1, max_size=12), st.sampled_from(["[ 1 ]", "[\n1,\n 2]", "[ - ]"])
)
letters = st.one_of(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0/"),
    st.sampled_from(NOT_UTF8),
)
names = st.one_of(
    st.text(letters, min_size=1, max_size=12), st.sampled_from(["[ 2024 ]", "[ 1, 2 ]"])
).filter(lambda name: name not in (".", ".."))
finite = st.floats(allow_nan=False, allow_infinity=False)
arguments = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3)
    ),
    max_leaves=6,
)
DEEP = json.loads("[" * 200 + "]" * 200)
single_edits = st.one_of(
    st.builds(ApplyRule, words, words),
    st.builds(ApplyEverywhere, words),
    st.builds(InsertStubs),
    st.builds(
        SetPrecision,
        words,
        st.sampled_from(["auto", "int8", "int16", "int32", "float"]),
    ),
    st.builds(SetRange, words, finite, finite, st.booleans()),
    st.builds(DeleteBranch, words),
    st.builds(BypassTogether, st.tuples(words, words)),
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
            str(folder / "val"),
            classes=("road",),
            palette=((1, 2, 3),),
            outputs="values",
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


@settings(deadline=None, max_examples=100)
@given(
    st.lists(names, min_size=1, max_size=3),
    words,
    st.dictionaries(words, arguments, max_size=3),
)
def test_every_path_name_and_argument_survives_the_file(
    tmp_path_factory, folders, word, options
):
    folder = tmp_path_factory.getbasetemp() / "project"
    for inside in (folder, Path("/elsewhere")):
        path = str(inside.joinpath(*folders))
        source = ModelSource("python", path, word, options, path)
        project = Project(
            source,
            word,
            word,
            calibration=CalibrationSettings(path, 1),
            comparison=ComparisonSettings(path, path, 1, (word,)),
            compile=CompileSettings(word, path),
        )
        write_project(project, folder / "p.json")
        assert read_project(folder / "p.json") == project


def test_lists_of_numbers_stand_on_one_line(tmp_path):
    write_project(project_in(tmp_path), tmp_path / "p.json")
    text = (tmp_path / "p.json").read_text("utf-8")
    assert '"mean": [128, 128, 128],' in text
    assert '"name": "测试"' in text


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


def test_a_newer_format_is_refused_with_what_to_do(tmp_path):
    sentence = broken(tmp_path, lambda data: data.update(format=99))
    assert "newer NPU Studio (format 99" in sentence
    assert "install the newer one" in sentence


@pytest.mark.parametrize("found", [0, "1", 1.0, True, None])
def test_a_format_that_never_was_is_refused(tmp_path, found):
    sentence = broken(tmp_path, lambda data: data.update(format=found))
    assert "is no project file of NPU Studio" in sentence


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        ("cursor", "1", '"1" is not a whole number @ project.cursor'),
        ("cursor", 0.5, "0.5 is not a whole number @ project.cursor"),
        ("cursor", True, "true is not a whole number @ project.cursor"),
        ("target", "", "it is empty @ project.target"),
        ("source", None, "it is not entries in braces @ project.source"),
        ("source", {}, "it is missing @ project.source.kind"),
        ("edits", {}, "{} is not a list @ project.edits"),
        ("edits", ["x"], "it is not entries in braces @ project.edits[0]"),
        ("edits", [{}], "it does not say which edit it is @ project.edits[0]"),
        ("edits", [{"edit": []}], "it is not entries in braces @ project.edits[0]"),
        ("edits", [{"edit": "Bypass"}], "it is missing @ project.edits[0].node"),
        (
            "edits",
            [{"edit": "Bypass", "node": 1}],
            "1 is not text @ project.edits[0].node",
        ),
        (
            "edits",
            [{"edit": "SetOutputs", "nodes": "abc"}],
            '"abc" is not a list @ project.edits[0].nodes',
        ),
        ("calibration.limit", 0, "0 is less than 1 image"),
        ("comparison.limit", -1, "-1 is less than 1 image"),
        ("calibration.limit", 1.5, "1.5 is not a whole number"),
        ("comparison.classes", "abc", '"abc" is not a list'),
        ("comparison.palette", [[0, 0, 999]], "a colour lies outside 0 to 255"),
        ("comparison.palette", [[0, 0]], "it needs 3 values and has 2"),
        ("preprocessing.mean", [math.nan] * 3, "NaN is not a number"),
        ("preprocessing.std", [math.inf] * 3, "Infinity is not a number"),
        ("source.location", "a\0b", "a character that no file name can have"),
        ("source.arguments", {"a": DEEP}, "is not what JSON can hold"),
        ("sauce", 1, "no key sauce is known @ project"),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_nothing_of_the_program(
    tmp_path, place, value, sentence
):
    def change(data):
        *within, key = place.split(".")
        for each in within:
            data = data[each]
        data[key] = value

    said = broken(tmp_path, change)
    assert sentence in said
    assert "engine." not in said
    assert "object" not in said


def test_a_file_of_brackets_alone_is_refused(tmp_path):
    path = tmp_path / "p.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(ProjectError, match="nested too deep"):
        read_project(path)


def test_a_file_with_a_byte_order_mark_opens(tmp_path):
    path = tmp_path / "p.json"
    write_project(project_in(tmp_path), path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_project(path) == project_in(tmp_path)


def test_a_file_keeps_its_rights_when_it_is_written_again(tmp_path):
    path = tmp_path / "p.json"
    write_project(project_in(tmp_path), path)
    path.chmod(0o664)
    write_project(project_in(tmp_path), path)
    assert path.stat().st_mode & 0o777 == 0o664


def test_a_name_as_long_as_the_file_system_takes_can_be_saved(tmp_path):
    path = tmp_path / ("a" * 250 + ".json")
    write_project(project_in(tmp_path), path)
    assert read_project(path) == project_in(tmp_path)


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
