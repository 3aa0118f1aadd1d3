import pytest

from engine.opening.source import InputSpec, ModelSource
from gui.panels.callables import find_callables
from gui.panels.open_dialog import NAME, VALUE, OpenDialog

CODE = """
import torch.nn as nn
print("this would run")
raise SystemExit("and this")

def helper_without_network(a, b, c): ...
class Settings: ...
class Block(nn.Module):
    def __init__(self, channels): ...
class Net(Block):
    def __init__(self, classes=19, *, augment=True, name="s"): ...
class _Hidden(nn.Module): ...
def build_net(classes, width=1.0): ...
"""


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "model.py"
    file.write_text(CODE)
    return file


@pytest.fixture
def dialog(qtbot):
    dialog = OpenDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def cells(dialog, column):
    rows = range(dialog.arguments.rowCount())
    return [dialog.arguments.item(row, column).text() for row in rows]


def test_callables_are_listed_without_running_the_file(file):
    found = {each.name: each for each in find_callables(file)}
    assert list(found) == [
        "Net",
        "Block",
        "build_net",
        "helper_without_network",
        "Settings",
    ]
    assert found["Net"].is_network
    assert [(p.name, p.default) for p in found["Net"].parameters] == [
        ("classes", "19"),
        ("augment", "True"),
        ("name", "'s'"),
    ]


def test_the_likeliest_network_and_its_arguments_are_filled_in(dialog, file):
    dialog.choose(file)
    assert dialog.callable.currentText() == "Net"
    assert cells(dialog, NAME)[:3] == ["classes", "augment", "name"]
    assert cells(dialog, VALUE)[:3] == ["", "", ""]


def test_the_fields_become_a_source(qtbot, dialog, file):
    dialog.choose(file)
    dialog.callable.setCurrentText("build_net")
    dialog.arguments.item(0, VALUE).setText("11")
    dialog.arguments.item(1, VALUE).setText("0.5")
    dialog.arguments.item(2, NAME).setText("kind")
    dialog.arguments.item(2, VALUE).setText("small")
    dialog.checkpoint.set_path("/w/net.pth")
    dialog.input.setText("1x3x64x128; tokens=1x16:int64")
    dialog.python.set_path("/env/bin/python")
    with qtbot.waitSignal(dialog.source_chosen) as chosen:
        dialog.open_button.click()
    assert chosen.args[0] == ModelSource(
        "python",
        str(file),
        "build_net",
        {"classes": 11, "width": 0.5, "kind": "small"},
        "/w/net.pth",
        (InputSpec((1, 3, 64, 128)), InputSpec((1, 16), "int64", "tokens")),
        "/env/bin/python",
    )


def test_an_exported_program_needs_nothing_else(qtbot, dialog, tmp_path):
    file = tmp_path / "net.pt2"
    file.write_bytes(b"")
    dialog.choose(file)
    assert not dialog.callable.isVisible()
    with qtbot.waitSignal(dialog.source_chosen) as chosen:
        dialog.open_button.click()
    assert chosen.args[0] == ModelSource("pt2", str(file))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.file.set_path(""), "Choose a model file"),
        (lambda d: d.file.set_path("/none.py"), "Choose a model file"),
        (lambda d: d.callable.setCurrentText(""), "Choose the class or function"),
        (lambda d: d.input.setText("big"), "big is no input shape"),
        (lambda d: d.input.setText("1x0x2"), "size of zero"),
    ],
)
def test_what_is_missing_is_said_and_the_dialog_stays(
    qtbot, dialog, file, change, sentence
):
    dialog.choose(file)
    change(dialog)
    with qtbot.assertNotEmitted(dialog.source_chosen):
        dialog.open_button.click()
    assert sentence in dialog.message.text()
    assert dialog.isVisible()


def test_a_file_that_is_no_python_is_said(dialog, tmp_path):
    file = tmp_path / "model.py"
    file.write_text("class Net(:")
    dialog.choose(file)
    assert "is not Python" in dialog.message.text()
