"""Folders at home are typed and shown with a tilde."""

import pytest

from gui.widgets.path_field import FolderField, with_tilde


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_a_tilde_that_is_typed_is_the_home_folder(qtbot, home):
    field = FolderField("Images")
    qtbot.addWidget(field)
    field.edit.setText("~/npu")
    with qtbot.waitSignal(field.path_changed) as caught:
        field.edit.editingFinished.emit()
    assert caught.args == [str(home / "npu")]
    assert field.path == str(home / "npu")
    assert field.edit.text() == "~/npu"


def test_only_the_home_folder_itself_is_shortened(home):
    assert with_tilde(f"it is in {home}/a; see {home} too") == "it is in ~/a; see ~ too"
    assert with_tilde(f"{home}less/a") == f"{home}less/a"
    assert with_tilde("/elsewhere/a") == "/elsewhere/a"
