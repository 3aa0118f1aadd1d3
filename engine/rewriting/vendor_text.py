"""What every module written for Horizon's plugin says beside the network itself.

The plugin's names and defaults are those of its releases 1.x (Bernoulli2, Bayes) and
3.x (Nash); the files run on Python 3.8 and torch 1.10.
"""

from __future__ import annotations

from collections.abc import Mapping

HEAD = '''\
"""A network for {title}, to be prepared by horizon_plugin_pytorch.

{shapes}

    network = load()
    prepared = {prepare}

The weights lie beside this file, under its name with .state.pt: a state dict.
{renamed}
Without horizon_plugin_pytorch the network runs in float, and `qconfig` does not. The
plugin's wheel is in the OpenExplorer package of the chip, under
package/host/ai_toolchain; it wants the torch version in its file name.
"""

from pathlib import Path
'''

CLASSES = '''
class Part(nn.Module):
    """Holds modules and tensors by name or number."""

    def __getitem__(self, name):
        return getattr(self, str(name))


class Op(nn.Module):
    """A function with a precision of its own: the plugin sets one by module."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *values):
        return self.function(*values)


def put(network, path, made):
    """Put a module or tensor where its dotted name says."""
    *way, last = path.split(".")
    for name in way:
        if name not in network._modules:
            setattr(network, name, Part())
        network = network._modules[name]
    if isinstance(made, torch.Tensor) and not isinstance(made, nn.Parameter):
        network.register_buffer(last, made)
    else:
        setattr(network, last, made)
'''

LOAD = '''
def load(path=None):
    """Make the network with the weights of a state dict, by default those beside it."""
    path = path or Path(__file__).with_suffix(".state.pt")
    network = Network()
    network.load_state_dict(torch.load(str(path), map_location="cpu"))
    return network.eval()
'''

_STUBS = """
try:
    from horizon_plugin_pytorch import quantization
    from horizon_plugin_pytorch.march import set_march
    from horizon_plugin_pytorch.quantization import QuantStub
    from torch.quantization import DeQuantStub
except ModuleNotFoundError:
    quantization = None

    class QuantStub(nn.Module):
        def __init__(self, scale=None):
            super().__init__()

        def forward(self, x):
            return x

    class DeQuantStub(QuantStub):
        pass

else:
    set_march("MARCH")  # before anything is made for it
"""

_MISSING = """\
    if quantization is None:
        raise ImportError("horizon_plugin_pytorch is missing; see the top of this file")
"""

_KINDS = '''
def qconfig(stage="qat"):
    """What prepare_qat_fx takes as its qconfig; `stage` is "calib" or "qat"."""
MISSING
    def kind(name):
        return getattr(quantization, "default_{}_{}_qconfig".format(stage, name))

    return {
        "": kind("8bit_fake_quant"),
        "module_name": {
NAMES        },
    }
'''

_SETTER = '''
def qconfig():
    """What prepare takes as its qconfig_setter.

    A product before a DeQuantStub is for the plugin to give out in high precision.
    """
MISSING    from horizon_plugin_pytorch.dtype import qint8, qint16
    from horizon_plugin_pytorch.quantization import get_qconfig
    from horizon_plugin_pytorch.quantization.qconfig_setter import (
        ModuleNameTemplate,
        QconfigSetter,
    )

    precisions = {
        "": qint8,
NAMES    }
    return QconfigSetter(get_qconfig(), templates=[ModuleNameTemplate(precisions)])
'''
_WIDTHS = {
    "int8": 'kind("8bit_fake_quant")',
    "int16": 'kind("8bit_weight_16bit_act_fake_quant")',
    "int32": 'kind("8bit_weight_32bit_out_fake_quant")',
    "float": "None",
}


def stub_text(march: str) -> str:
    """Import the plugin's stubs, or stand in for them, and set the march."""
    return _STUBS.replace("MARCH", march)


def prepare_text(march: str) -> str:
    """How the written network is prepared."""
    if is_nash(march):
        return "prepare(network, example_inputs, qconfig_setter=qconfig())"
    return 'prepare_qat_fx(network, qconfig("calib"))'


def qconfig_text(march: str, precisions: Mapping[str, str]) -> str:
    """Write the function that says which module is quantized how."""
    text = _SETTER if is_nash(march) else _KINDS
    names = (
        [
            f'        "{path}": q{precision},\n'
            for path, precision in precisions.items()
            if precision in ("int8", "int16")
        ]
        if is_nash(march)
        else [
            f'            "{path}": {_WIDTHS[precision]},\n'
            for path, precision in precisions.items()
        ]
    )
    return text.replace("MISSING", _MISSING).replace("NAMES", "".join(names))


def is_nash(march: str) -> bool:
    """Whether the plugin's releases 2.x and later are meant, which J6 needs."""
    return march.startswith("nash")
