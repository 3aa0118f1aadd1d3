"""The normal form computes what the module computes, in few spellings."""

import copy

import pytest
import torch
from torch import Tensor, fx, nn
from torch.export import ExportedProgram
from torch.nn import functional

from engine.opening.graph import (
    copy_model,
    digest,
    get_tensor,
    is_parameter,
    normalize,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*LeafSpec.*:FutureWarning")


class Residual(nn.Module):
    """Writes in place to a tensor that is read again, as many backbones do."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        kept = self.norm(self.conv(x))
        closed = self.relu(kept)
        return closed * 2 + kept


class HeadSeesActivation(nn.Module):
    """Keeps a tensor for a side head that an in-place ReLU then overwrites."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Conv2d(3, 2, 1)

    def forward(self, x: Tensor) -> list[Tensor]:
        kept = x - 0.5
        main = functional.relu(kept, inplace=True) + 1
        return [main, self.head(kept)]


class WritesThroughSlice(nn.Module):
    """Assigns to slices, as detection heads decode their boxes."""

    def forward(self, x: Tensor) -> Tensor:
        y = x.clone()
        y[..., :2] = y[..., :2] * 2 - 0.5
        y[:, 0].mul_(3)
        return y


class WritesThroughChunk(nn.Module):
    """Changes one half of a tensor and then reads the whole."""

    def forward(self, x: Tensor) -> Tensor:
        y = x * 1
        first, second = y.chunk(2, dim=-1)
        first.sigmoid_()
        return torch.cat([y, second], -1)


class ViewTakenBeforeWrite(nn.Module):
    """Reads a view that was taken before the tensor under it changed."""

    def forward(self, x: Tensor) -> Tensor:
        y = x + 1
        view = y.transpose(2, 3)
        y.neg_()
        return view * 2


class Shuffle(nn.Module):
    """Splits and shuffles channels through rank five and `contiguous`."""

    def forward(self, x: Tensor) -> Tensor:
        n, c, h, w = x.shape
        x = torch.cat([x, x * 2], 1)
        x = x.view(n, 2, c, h, w).transpose(1, 2).contiguous().view(n, 2 * c, h, w)
        first, second = x.chunk(2, dim=1)
        return first.flatten(1) - second.reshape(n, -1)


class ShapeArithmetic(nn.Module):
    """Computes sizes from shapes before it resizes."""

    def forward(self, x: Tensor) -> Tensor:
        height, width = x.shape[-2] // 2, x.size(3) // 2
        small = functional.interpolate(
            x, size=[height, width], mode="bilinear", align_corners=False
        )
        return functional.interpolate(small, scale_factor=2.0, mode="nearest")


class ManyOutputs(nn.Module):
    """Returns a nest of tensors with a constant and nothing among them."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("gain", torch.full((1, 3, 1, 1), 2.0))

    def forward(self, x: Tensor) -> tuple[object, ...]:
        y = 1 - x * self.gain
        offset = torch.tensor([0.25])
        return {"a": y, "b": [y + offset, x]}, None, y.detach().unbind(0)[0]


class Spelled(nn.Module):
    """Uses one op in all its spellings, with dropout and casts between."""

    def __init__(self) -> None:
        super().__init__()
        self.silu = nn.SiLU(inplace=True)
        self.drop = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        y = self.drop(self.silu(x * 1)) + functional.silu(x)
        with torch.no_grad():
            y = functional.hardswish(y.float().contiguous(), inplace=True)
        return y.to(torch.float32)[:, :, 0:]


class Counts(nn.Module):
    """Keeps state between calls in a buffer."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("calls", torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        return x + self.calls


NETWORKS = [
    Residual,
    HeadSeesActivation,
    WritesThroughSlice,
    WritesThroughChunk,
    ViewTakenBeforeWrite,
    Shuffle,
    ShapeArithmetic,
    ManyOutputs,
    Spelled,
    Counts,
]


def export(module: nn.Module) -> ExportedProgram:
    return torch.export.export(module.eval(), (picture(),), strict=False)


def picture() -> Tensor:
    return torch.randn(1, 3, 8, 12, generator=torch.Generator().manual_seed(7))


def tensors(value: object) -> list[Tensor]:
    leaves = torch.utils._pytree.tree_leaves(value)
    return [leaf for leaf in leaves if isinstance(leaf, Tensor)]


def ops(model: fx.GraphModule) -> list[str]:
    return [str(n.target) for n in model.graph.nodes if n.op == "call_function"]


@pytest.mark.parametrize("network", NETWORKS)
def test_normal_form_computes_the_same_bits(network: type[nn.Module]) -> None:
    torch.manual_seed(1)
    module = network()
    model = normalize(export(module))
    with torch.no_grad():
        actual = model(picture())
        expected = tensors(module.eval()(picture()))
    assert len(actual) == len(expected)
    for a, b in zip(actual, expected, strict=True):
        assert torch.equal(a, b)


@pytest.mark.parametrize("network", NETWORKS)
def test_normal_form_writes_to_nothing(network: type[nn.Module]) -> None:
    model = normalize(export(network()))
    for node in model.graph.nodes:
        if isinstance(node.target, torch._ops.OpOverload):
            assert not node.target._schema.is_mutable
    model.graph.lint()


@pytest.mark.parametrize("network", NETWORKS)
def test_two_exports_give_equal_names_and_digests(network: type[nn.Module]) -> None:
    torch.manual_seed(1)
    module = network()
    first, second = normalize(export(module)), normalize(export(module))
    assert [n.name for n in first.graph.nodes] == [n.name for n in second.graph.nodes]
    assert digest(first) == digest(second)


@pytest.mark.parametrize("network", NETWORKS)
def test_every_node_knows_its_shape(network: type[nn.Module]) -> None:
    model = normalize(export(network()))
    modes = set()
    for node in model.graph.nodes:
        if node.op == "output":
            continue
        values = tensors(node.meta["val"])
        assert values
        modes |= {id(value.fake_mode) for value in values}
    assert len(modes) == 1


def test_spellings_are_canonical() -> None:
    assert ops(normalize(export(Spelled()))) == [
        "aten.mul.Tensor",
        "aten.silu.default",
        "aten.silu.default",
        "aten.add.Tensor",
        "aten.hardswish.default",
    ]


def test_a_clip_from_0_to_6_is_relu6_and_no_other_is() -> None:
    relu6 = nn.Sequential(nn.ReLU6(), nn.Hardtanh(0, 6, inplace=True), nn.Hardtanh())
    model = normalize(export(relu6))
    assert ops(model) == ["aten.relu6.default"] * 2 + ["aten.hardtanh.default"]
    x = 9 * torch.randn(2, 3, 8, 8)
    assert torch.equal(model(x)[0], relu6(x))


def test_chunk_and_views_become_split_and_reshape() -> None:
    names = ops(normalize(export(Shuffle())))
    assert "aten.split.Tensor" in names
    assert not {"aten.view.default", "aten.chunk.default"} & set(names)
    assert not any("contiguous" in name or "clone" in name for name in names)


def test_constant_minus_tensor_is_rsub() -> None:
    model = normalize(export(ManyOutputs()))
    (node,) = model.graph.find_nodes(
        op="call_function", target=torch.ops.aten.rsub.Scalar
    )
    assert node.args[1] == 1


def test_shape_arithmetic_leaves_no_node() -> None:
    names = ops(normalize(export(ShapeArithmetic())))
    assert len(names) == 2
    assert all(name.startswith("aten.upsample_") for name in names)


def test_batch_norm_stays_whole_even_when_torch_functionalizes() -> None:
    module = nn.Sequential(nn.BatchNorm2d(3), WritesThroughSlice())
    assert ops(normalize(export(module)))[0] == "aten.batch_norm.default"


def test_slice_assignment_becomes_a_scatter_of_the_new_values() -> None:
    names = ops(normalize(export(WritesThroughSlice())))
    assert "aten.slice_scatter.default" in names
    assert "aten.copy.default" not in names


class Converts(nn.Module):
    """Changes a dtype in two spellings."""

    def forward(self, x: Tensor) -> Tensor:
        return x.half().to(torch.float32, copy=True) + (x > 0).type_as(x)


def test_changes_of_dtype_have_one_spelling() -> None:
    names = ops(normalize(export(Converts())))
    assert [name for name in names if "to" in name] == ["aten.to.dtype"] * 3


def test_names_follow_ops_and_inputs_keep_theirs() -> None:
    names = [node.name for node in normalize(export(Residual())).graph.nodes]
    assert names[0] == "x"
    assert {"conv2d", "batch_norm", "relu", "mul", "add"} <= set(names)


def test_module_and_source_line_lead_to_the_users_code() -> None:
    model = normalize(export(Residual()))
    (relu,) = model.graph.find_nodes(
        op="call_function", target=torch.ops.aten.relu.default
    )
    assert (relu.meta["module"], relu.meta["module_type"]) == ("relu", "ReLU")
    source = relu.meta["source"]
    assert (source.file, source.function) == (__file__, "forward")
    assert source.text == "closed = self.relu(kept)"


def test_a_copy_shares_weights_and_keeps_names_meta_and_digest() -> None:
    model = normalize(export(Residual()))
    copied = copy_model(model)
    for ours, theirs in zip(copied.graph.nodes, model.graph.nodes, strict=True):
        assert ours.name == theirs.name
        assert ours.meta == theirs.meta
        assert ours is not theirs
        if ours.op == "get_attr":
            assert get_tensor(copied, ours) is get_tensor(model, theirs)
    assert digest(copied) == digest(model)


def test_copying_a_copy_still_renames_nothing() -> None:
    model = normalize(export(Shuffle()))
    for node in list(model.graph.nodes):
        node.name = f"{node.name}_extra_1"
    names = [node.name for node in model.graph.nodes]
    again = copy_model(copy_model(model))
    assert [node.name for node in again.graph.nodes] == names


def test_new_nodes_of_a_copy_do_not_take_a_used_name() -> None:
    copied = copy_model(normalize(export(Residual())))
    output = copied.graph.output_node()
    with copied.graph.inserting_before(output):
        new = copied.graph.call_function(torch.ops.aten.relu.default, (output.args[0],))
    assert sum(node.name == new.name for node in copied.graph.nodes) == 1


def test_digest_changes_with_weights_nodes_and_precision() -> None:
    torch.manual_seed(1)
    module = Residual()
    model = normalize(export(copy.deepcopy(module)))
    asked = copy_model(model)
    next(reversed(asked.graph.nodes)).meta["precision"] = "int16"
    with torch.no_grad():
        module.conv.weight[0, 0, 0, 0] += 1
    other = normalize(export(module))
    assert len({digest(model), digest(asked), digest(other)}) == 3


def test_state_written_while_running_is_reported() -> None:
    assert normalize(export(Counts())).meta["warnings"] == (
        "The network changes its own calls while it runs; the graph reads it as saved.",
    )
    assert normalize(export(Residual())).meta["warnings"] == ()


def test_parameters_and_buffers_are_told_apart() -> None:
    model = normalize(export(Residual()))
    kinds = {
        str(node.target): is_parameter(model, node)
        for node in model.graph.find_nodes(op="get_attr")
    }
    assert kinds["conv.weight"]
    assert not kinds["norm.running_mean"]
