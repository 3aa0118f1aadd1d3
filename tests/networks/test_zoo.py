"""Every bundled network can be built from its entry and takes its default input."""

import importlib
import subprocess
import sys

import pytest
import torch

from engine.networks.zoo import ZOO


@pytest.mark.parametrize("name", ZOO)
def test_an_entry_builds_a_network_that_takes_its_default_input(name):
    entry = ZOO[name]
    module, _, callable_name = entry.factory.partition(":")
    factory = getattr(importlib.import_module(module), callable_name)

    batch, _, height, width = entry.input_shape

    with torch.device("meta"):
        out = factory(**entry.arguments).eval()(torch.empty(entry.input_shape))
        first = out[0] if isinstance(out, tuple) else out

    cells = sum((height // side) * (width // side) for side in (8, 16, 32))
    assert first.shape in {
        (batch, 19, height // 8, width // 8),
        (batch, 1000),
        (batch, cells, 85),
        (batch, 3 * cells, 85),
    }


def test_the_list_of_networks_loads_no_torch():
    code = "import sys, engine.networks.zoo; sys.exit('torch' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
