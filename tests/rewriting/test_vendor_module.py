"""The module written for Horizon's plugin runs, with the plugin and without it."""

import importlib.util
import sys
from types import ModuleType, SimpleNamespace

import pytest
import torch
import torch.nn.functional as F
from torch import fx, nn

from engine.recipe import InsertStubs, SetPrecision, SetRange, Several
from engine.rewriting.edits import apply_edit
from engine.rewriting.vendor_module import march_of, module_of
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, opened, tiny_pidnet
from tests.rewriting.written import equal


class QuantStub(nn.Module):
    """As the plugin's: it has a scale of its own unless told otherwise."""

    def __init__(self, scale=1 / 128):
        super().__init__()
        self.scale = scale

    def forward(self, x):
        return x


class Tracer(fx.Tracer):
    """As the plugin's, which calls stubs as they are."""

    def is_leaf_module(self, m, module_qualified_name):
        return "Stub" in type(m).__name__ or super().is_leaf_module(
            m, module_qualified_name
        )


@pytest.fixture
def plugin(monkeypatch):
    """The names of the plugin that the module asks for; qconfigs are their names."""
    package, marches = ModuleType("horizon_plugin_pytorch"), []
    widths = ("8bit", "8bit_weight_16bit_act", "8bit_weight_32bit_out")
    kinds = [f"default_qat_{width}_fake_quant_qconfig" for width in widths]
    parts = {
        "march": {"set_march": marches.append},
        "dtype": {"qint8": "qint8", "qint16": "qint16"},
        "quantization": {
            "QuantStub": QuantStub,
            "get_qconfig": lambda: "observed",
            **{kind: kind for kind in kinds},
        },
        "quantization.qconfig_setter": {
            "ModuleNameTemplate": lambda precisions: precisions,
            "QconfigSetter": lambda qconfig, templates: (qconfig, templates),
        },
    }
    monkeypatch.setitem(sys.modules, package.__name__, package)
    for name, held in parts.items():
        part = ModuleType(f"{package.__name__}.{name}")
        vars(part).update(held)
        setattr(package, name, part)
        monkeypatch.setitem(sys.modules, part.__name__, part)
    return SimpleNamespace(marches=marches)


def saved(model, target, folder):
    """Write the module and its weights, and import it as a user does."""
    written = module_of(model, load_profile(target))
    (folder / "net.py").write_text(written.text)
    (folder / "net.state.pt").write_bytes(written.state)
    spec = importlib.util.spec_from_file_location("net", folder / "net.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ran(module, *inputs):
    with torch.no_grad():
        found = module.load()(*inputs)
    return found if isinstance(found, tuple) else (found,)


def expected(model, *inputs):
    with torch.no_grad():
        return model(*inputs)


def test_a_network_becomes_a_module_that_the_plugin_can_prepare(plugin, tmp_path):
    edits = (InsertStubs(), SetPrecision("conv2d_74", "int32"))
    model = apply_edit(tiny_pidnet(), Several(edits))
    module, x = saved(model, "horizon-bayes", tmp_path), image(3, 64, 128)
    assert plugin.marches == ["bayes"]
    assert equal(ran(module, x), expected(model, x))
    network = module.load()
    assert isinstance(network.x_quant, QuantStub)
    assert network.x_quant.scale is None
    layers = dict(network.named_modules())
    assert isinstance(layers["layer1.0.conv1"], nn.Conv2d)
    assert isinstance(layers["final_layer.bn2"], nn.BatchNorm2d)
    assert module.qconfig() == {
        "": "default_qat_8bit_fake_quant_qconfig",
        "module_name": {
            "final_layer.conv2": "default_qat_8bit_weight_32bit_out_fake_quant_qconfig"
        },
    }
    called = {str(node.target) for node in Tracer().trace(network).nodes}
    assert {"x_quant", "layer1.0.conv1", "conv2d_74_dequant"} <= called


class Odd(nn.Module):
    """Shares a weight, computes one, and has names and tensors of every kind."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv2d(4, 4, 3, padding=1)])
        self.scales = nn.ParameterList([nn.Parameter(torch.randn(4, 1, 1))])
        self.norm = nn.LayerNorm(8)
        self.register_buffer("spare", torch.randn(4, 2, 2, 2))
        self.register_buffer("rows", torch.tensor([1, 0, 3]))

    def forward(self, x):
        conv, scale = self.layers[0], self.scales[0]
        y = conv(x) + F.conv2d(x, conv.weight, padding=2, dilation=2)
        y = torch.relu(conv(self.norm(y))) * scale
        y = F.conv_transpose2d(y, self.spare, stride=2, groups=2)
        z = F.conv2d(y, torch.sigmoid(self.spare), padding=1, groups=2)
        return F.softmax(y, 1).index_select(1, self.rows), F.silu(z), scale


def odd_network():
    """It, with stubs and with precisions of functions and of layers."""
    model = opened(lambda self, x: self.odd(x), odd=Odd())
    edits = (
        InsertStubs(),
        SetRange("inputs_0_quant", -2.0, 1.5),
        SetPrecision("silu", "int16"),
        SetPrecision("conv2d_1", "int16"),
        SetPrecision("conv_transpose2d", "int16"),
    )
    return apply_edit(model, Several(edits))


def test_functions_with_a_precision_become_modules(plugin, tmp_path):
    model, x = odd_network(), image()
    module = saved(model, "horizon-nash-e", tmp_path)
    assert plugin.marches == ["nash-e"]
    assert equal(ran(module, x), expected(model, x))
    wide = dict.fromkeys(("conv2d_1", "conv_transpose2d", "silu"), "qint16")
    assert module.qconfig() == ("observed", [{"": "qint8", **wide}])
    module = saved(model, "horizon-bernoulli2", tmp_path)
    names = module.qconfig()["module_name"]
    assert set(names) == set(wide)
    assert set(names.values()) == {
        "default_qat_8bit_weight_16bit_act_fake_quant_qconfig"
    }
    network = module.load()
    assert network.inputs_0_quant.scale == 2 / 128
    assert names.keys() <= dict(network.named_modules()).keys()


def test_without_the_plugin_the_module_runs_in_float(tmp_path):
    model, x = odd_network(), image()
    module = saved(model, "horizon-bayes", tmp_path)
    assert equal(ran(module, x), expected(model, x))
    kinds = {type(each).__name__ for each in module.load().modules()}
    assert kinds >= {"QuantStub", "DeQuantStub"}
    with pytest.raises(ImportError, match="horizon_plugin_pytorch is missing"):
        module.qconfig()


def test_only_horizon_has_such_modules():
    assert march_of(load_profile("horizon-nash-m")) == "nash-m"
    assert march_of(load_profile("onnxruntime-cpu")) == ""
