"""Foreign code becomes a network, or one sentence that names the line."""

import sys

import pytest
import torch
from torch import nn

from engine.opening.building import build, find_callable, import_file, import_module
from engine.opening.failure import Failure

NETWORK = """
from torch import nn
class Net(nn.Module):
    def __init__(self, width=4, depth=1):
        super().__init__()
        self.conv = nn.Conv2d(3, width, depth)
    def forward(self, x):
        return self.conv(x)
def make(width):
    return Net(width)
ready = Net(2)
number = 3
def broken():
    raise ValueError("no such depth")
def tensor():
    return 3.5
"""


@pytest.fixture(autouse=True)
def _own_interpreter_state(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    monkeypatch.chdir(".")


@pytest.fixture
def write(tmp_path):
    def write(name, text):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


def made(file, name, **arguments):
    return build(find_callable(import_file(file), name), name, arguments)


def test_a_class_a_factory_and_an_instance_are_accepted(write):
    module = import_file(write("zz_net.py", NETWORK))
    widths = {"Net": {"width": 5}, "make": {"width": 6}, "ready": {}}
    for name, arguments in widths.items():
        network = build(find_callable(module, name), name, arguments)
        assert isinstance(network, nn.Module)
        assert network.conv.out_channels == arguments.get("width", 2)


def test_a_data_parallel_wrapper_is_taken_off(write):
    text = NETWORK + "\ndef parallel():\n    return nn.DataParallel(Net())\n"
    assert type(made(write("zz_net.py", text), "parallel")).__name__ == "Net"


def test_neighbours_are_imported_from_the_files_folder(write):
    write("zz_blocks.py", NETWORK)
    file = write("zz_top.py", "from zz_blocks import Net")
    assert isinstance(made(file, "Net"), nn.Module)


def test_packages_of_the_repository_are_found_above_the_file(write):
    write("zz_models/zz_blocks.py", NETWORK)
    file = write("zz_models/deep/zz_top.py", "from zz_models.zz_blocks import Net")
    assert isinstance(made(file, "Net"), nn.Module)


def test_relative_imports_work_in_a_package(write):
    write("zz_pack/__init__.py", "")
    write("zz_pack/zz_blocks.py", NETWORK)
    file = write("zz_pack/zz_top.py", "from .zz_blocks import Net")
    assert isinstance(made(file, "Net"), nn.Module)


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("Nett", {}, r"zz_net\.py has no Nett; did you mean Net\?"),
        ("zzz", {}, "has no zzz; it defines Net, make, ready, broken, tensor"),
        ("number", {}, "number is an int, not a network's class"),
        ("tensor", {}, r"tensor gives a float instead of a torch\.nn\.Module"),
        (
            "make",
            {},
            "cannot be called with .*missing a required argument: 'width'; give its "
            "arguments as .*, or call it in the forward of a torch.nn.Module if it",
        ),
        ("Net", {"wdth": 3}, "unexpected keyword argument 'wdth'"),
        ("Net", {"width": "a"}, r"Net fails with .*zz_net\.py:6"),
        ("broken", {}, r"ValueError: no such depth, at .*zz_net\.py:14 \(raise"),
    ],
)
def test_what_cannot_be_built_is_one_sentence(write, name, arguments, sentence):
    with pytest.raises(Failure, match=sentence):
        made(write("zz_net.py", NETWORK), name, **arguments)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x = (", r"is not valid Python: SyntaxError: .*zz_bad\.py:1"),
        ("\nraise KeyError('gone')", r"KeyError: 'gone', at .*zz_bad\.py:2 \(raise"),
        ("import sys\nsys.exit(4)", r"calls sys\.exit\(4\) when run"),
        (
            "import zz_absent.part",
            "needs the package zz_absent, which .* does not have",
        ),
        ("from torch import zz_absent", r"cannot import name 'zz_absent'.*bad\.py:1"),
    ],
)
def test_a_file_that_does_not_import_is_one_sentence(write, text, sentence):
    with pytest.raises(Failure, match=sentence):
        import_file(write("zz_bad.py", text))


def test_a_module_is_imported_by_its_dotted_name(write, tmp_path):
    write("zz_pack/zz_net.py", NETWORK)
    module = import_module("zz_pack.zz_net", [str(tmp_path)])
    assert isinstance(find_callable(module, "ready"), nn.Module)
    with pytest.raises(Failure, match="There is no module zz_pack"):
        import_module("zz_pack.zz_gone", [str(tmp_path)])


def test_torchscript_is_refused():
    scripted = torch.jit.ScriptModule()
    with pytest.raises(Failure, match="is TorchScript"):
        build(scripted, "scripted", {})
