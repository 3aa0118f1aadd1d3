"""The command line called in this process, and a sample with every fix made."""

from __future__ import annotations

import json

import pytest

from engine.cli import main


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


@pytest.fixture
def fixed(call_json, small_street):
    path = small_street.parent / "fixed.json"
    call_json("fix", small_street, "--all", "-o", path)
    return path
