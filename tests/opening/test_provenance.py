"""Where a node comes from, in the words of the network's own code."""

import pytest

from engine.opening.provenance import modules_of

THROUGH = "L['self'].forward.__closure__[0].cell_contents.__self__"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("L['self'].head", "head"),
        ("L['self']._modules['l']._modules['0']", "l.0"),
        (f"{THROUGH}.head", "head"),
        (f"{THROUGH}._modules['l']._modules['0'].b", "l.0.b"),
        (THROUGH, ""),
    ],
)
def test_a_module_is_called_as_in_the_network(path, shown):
    assert modules_of({"nn_module_stack": {"a": (path, "Net")}}) == {shown: "Net"}
