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

    with torch.device("meta"):
        logits = factory(**entry.arguments).eval()(torch.empty(entry.input_shape))

    batch, _, height, width = entry.input_shape
    assert logits.shape == (batch, 19, height // 8, width // 8)


def test_the_list_of_networks_loads_no_torch():
    code = "import sys, engine.networks.zoo; sys.exit('torch' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
