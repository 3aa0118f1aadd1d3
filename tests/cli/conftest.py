"""The command line called in this process, and a sample with every fix made."""

from __future__ import annotations

import json

import pytest

from engine.cli import main
from engine.project import read_project, write_project
from tests.conftest import write_small_street


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def call(capsys):
    def command(*words):
        status = main([str(word) for word in words])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return command


@pytest.fixture
def call_json(call):
    def command(*words, status=0):
        found, out, err = call(*words, "--json")
        assert found == status, err
        return json.loads(out)

    return command


@pytest.fixture(scope="session")
def fixed_project(tmp_path_factory):
    """The project that `fix --all` writes of the small sample."""
    folder = tmp_path_factory.mktemp("fixed")
    path = folder / "fixed.json"
    words = ("fix", str(write_small_street(folder)), "--all", "-o", str(path))
    assert main(list(words)) == 0
    return read_project(path)


@pytest.fixture
def fixed(fixed_project, tmp_path):
    """A file of that project, to be written over."""
    path = tmp_path / "fixed.json"
    write_project(fixed_project, path)
    return path
