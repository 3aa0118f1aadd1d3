"""Names in op tables: torch's, and those that a profile declares as its user's."""

import pytest
import torch

from engine.errors import TargetError
from engine.resources import RESOURCES
from engine.targets.profile import read_profile
from tests.targets.test_profile import MINIMAL


def written(folder, text):
    path = folder / "tiny.toml"
    path.write_text(text)
    return path


def test_an_op_that_torch_does_not_have_is_taken_where_it_is_declared(tmp_path):
    text = MINIMAL + "[ops.mylib]\nmy_op = { rank = [2] }\n"
    declared = text.replace("[hardware]", 'custom_ops = ["mylib.my_op"]\n[hardware]')
    assert read_profile(written(tmp_path, declared)).ops["mylib.my_op"].errors[
        "rank"
    ] == (2,)
    with pytest.raises(TargetError, match=r"ops\.mylib\.my_op names no op"):
        read_profile(written(tmp_path, text))


def test_every_functional_op_of_torch_may_stand_in_an_op_table(request):
    """Where torch is another: `pytest --update-snapshots` lists its ops anew."""
    schemas = torch._C._jit_get_all_schemas()
    found = sorted(
        {
            each.name.removeprefix("aten::")
            for each in schemas
            if each.name.startswith("aten::") and not each.is_mutable
            if "backward" not in each.name and hasattr(torch.ops.aten, each.name[6:])
            if any("Tensor" in str(result.type) for result in each.returns)
        }
    )
    path = RESOURCES / "aten_ops.txt"
    if request.config.getoption("--update-snapshots"):
        path.write_text("".join(f"{name}\n" for name in found))
    assert path.read_text().split() == found
