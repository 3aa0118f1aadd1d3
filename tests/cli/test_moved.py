"""A project whose network lies elsewhere now, or that an option says otherwise of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.commands import Options, find_project
from engine.errors import ProjectError
from engine.opening.source import InputSpec, ModelSource
from engine.project import Project, read_project, write_project


@pytest.fixture
def home(tmp_path):
    (tmp_path / "old").mkdir()
    file = tmp_path / "old" / "net.py"
    file.write_text("", encoding="utf-8")
    inputs = (InputSpec((1, 3, 32, 64)),)
    source = ModelSource("python", str(file), "Net", {"n": 1}, inputs=inputs)
    project = Project(source, name="net", target="horizon-bayes")
    write_project(project, tmp_path / "net.json")
    return tmp_path / "net.json"


def test_a_moved_network_is_asked_for_and_kept_where_it_is_now(home, call):
    old = home.parent / "old"
    new = old.rename(home.parent / "new")
    status, _, err = call("inspect", home)
    assert (status, err) == (
        2,
        f"The project net.json expects {old / 'net.py'}, which is not there; put it "
        "back or name its new place (--moved-to FILE).\n",
    )
    project, _ = find_project(str(home), Options(moved_to=str(new / "net.py")))
    before = read_project(home)
    location = str(new / "net.py")
    assert project == replace(before, source=replace(before.source, location=location))
    with pytest.raises(ProjectError, match="cannot stand for"):
        find_project(str(home), Options(moved_to=str(new / "net.pt2")))
    with pytest.raises(ProjectError, match="is no project"):
        find_project(f"{location}:Net", Options(moved_to=location))


def test_moved_weights_are_asked_for_and_an_option_names_them(home, call):
    weights = home.parent / "old" / "net.pth"
    project = read_project(home)
    lost = replace(project, source=replace(project.source, checkpoint=str(weights)))
    write_project(lost, home)
    status, _, err = call("inspect", home)
    assert (status, err) == (
        2,
        f"The project net.json expects {weights}, which is not there; put it back or "
        "name its new place (--checkpoint FILE).\n",
    )
    new = home.parent / "net.pth"
    new.write_bytes(b"")
    found, _ = find_project(str(home), Options(checkpoint=str(new)))
    assert found.source == replace(lost.source, checkpoint=str(new))


def test_what_an_option_says_in_place_of_a_project_is_told(home, capsys):
    find_project(str(home), Options())
    find_project(str(home), Options(inputs=("1x3x32x64",)))
    assert capsys.readouterr().err == ""
    find_project(str(home), Options(inputs=("1x3x64x64",), arguments=("n=2",)))
    assert capsys.readouterr().err == (
        "net.json, input for this run: 1×3×64×64 in place of 1×3×32×64.\n"
        "net.json, arguments for this run: n=2 in place of n=1.\n"
    )
