"""Networks are exported as they are, or with a warning, or refused in one sentence."""

import dataclasses

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.opening.failure import Failure
from engine.opening.frames import shown
from engine.opening.graph import normalize
from engine.opening.partial import export_reached
from engine.opening.provenance import call_of, modules_of
from engine.opening.tracing import export, in_order, make_inputs

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*LeafSpec.*:FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
PICTURE = [{"shape": [1, 3, 8, 8], "dtype": "float32"}]


@dataclasses.dataclass
class Found:
    boxes: Tensor
    scores: list[Tensor]
    name: str = "found"


class Nested(nn.Module):
    def forward(self, x: Tensor) -> Found:
        return Found(x * 2, [x + 1, torch.topk(x, 2)[0]])


class Decides(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Sequential(nn.Conv2d(3, 2, 1))

    def forward(self, image: Tensor) -> Tensor:
        image = self.inner(image)
        if image.abs().sum() > 0:
            return functional.relu(image) * 2
        return image


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 1)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.conv(x)) + x


class Blocks(nn.Module):
    """Blocks, the first of which is called again: as they are, or by values."""

    def __init__(self, by_values: bool) -> None:
        super().__init__()
        self.by_values = by_values
        self.layers = nn.Sequential(Block(), Block())

    def forward(self, x: Tensor) -> Tensor:
        x = self.layers[0](self.layers(x)) * 2
        return x if self.by_values and x.sum() > 1e9 else x - 1


class QuantStub(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x


class DeQuantStub(QuantStub):
    pass


class Stubbed(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.quant, self.dequant = QuantStub(), DeQuantStub()

    def forward(self, x: Tensor) -> Tensor:
        return self.dequant(torch.relu(self.quant(x)))


class GivesNothing(nn.Module):
    def forward(self, x: Tensor) -> str:
        return "nothing"


class LeavesTorch(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.from_numpy(x.numpy() * 2) + len(str(x.tolist()))


class EndsInAFunction(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return self.decoded(x)

    def decoded(self, x: Tensor) -> Tensor:
        return torch.from_numpy(doubled(x).numpy())


class Branches(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        self.calls = getattr(self, "calls", 0) + 1
        if x.sum() > 0:
            return x * self.calls
        return x


class TwoInputs(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return x + y


def traced(module: nn.Module):
    program, warnings = export(module.eval(), make_inputs(PICTURE))
    return normalize(program), warnings


def test_outputs_of_any_type_become_a_flat_tuple_of_tensors():
    model, warnings = traced(Nested())
    x = torch.rand(1, 3, 8, 8)
    boxes, more, top = model(x)
    assert torch.equal(boxes, x * 2)
    assert torch.equal(more, x + 1)
    assert torch.equal(top, torch.topk(x, 2)[0])
    assert warnings == []


def test_stubs_leave_a_node_behind():
    model, _ = traced(Stubbed())
    assert [n.name for n in model.graph.nodes] == [
        "x",
        "quant",
        "relu",
        "dequant",
        "output",
    ]
    assert model.graph.find_nodes(
        op="call_function", target=torch.ops.npu.quant.default
    )


def test_a_branch_on_values_is_decided_with_a_warning():
    network = Decides()
    model, warnings = traced(network)
    x = make_inputs(PICTURE)[0]
    assert torch.equal(model(x)[0], network(x)[0])
    (warning,) = warnings
    assert warning.startswith("The network decides in Python by the values of a tensor")
    assert "test_tracing.py:" in warning
    assert "(if image.abs().sum() > 0:)" in warning


class KeepsAnchors(nn.Module):
    """As detectors do: anchors are made where the size is new, and kept."""

    def __init__(self) -> None:
        super().__init__()
        self.stride = torch.tensor([4.0, 8.0])
        self.conv = nn.Conv2d(3, 4, 1)
        self.shape: torch.Size | None = None
        self.cache: dict[str, Tensor] = {}

    def forward(self, x: Tensor) -> Tensor:
        if self.shape != x.shape:
            rows = [torch.full((4, 1), step, dtype=x.dtype) for step in self.stride]
            self.cache["anchors"] = torch.cat(rows).transpose(0, 1)
            self.shape = x.shape
        return self.conv(x) * self.cache["anchors"][0, 0]


def test_what_a_network_keeps_in_one_try_is_not_there_in_the_next():
    network, x = KeepsAnchors().eval(), torch.rand(1, 3, 8, 8)
    program, notes = export(network, (x,))
    assert notes == []
    assert network.cache == {}
    with torch.no_grad():
        torch.testing.assert_close(program.module()(x)[0], 4.0 * network.conv(x))


def test_a_decided_graph_keeps_names_modules_and_lines():
    model, _ = traced(Decides())
    nodes = {node.name: node for node in model.graph.nodes}
    assert {"image", "inner_0_weight", "conv2d", "relu", "mul"} <= nodes.keys()
    assert nodes["conv2d"].meta["module"] == "inner.0"
    assert nodes["mul"].meta["source"].text.startswith("return functional.relu(image)")


def test_a_decided_graph_has_the_modules_and_calls_of_an_exported_one():
    found = []
    for by_values in (True, False):
        network = Blocks(by_values).eval()
        program, warnings = export(network, make_inputs(PICTURE))
        assert bool(warnings) is by_values
        ops = [each for each in program.graph.nodes if each.op == "call_function"]
        told = [(modules_of(each.meta), call_of(each.meta)) for each in ops]
        found.append(list(zip([str(each.target) for each in ops], told, strict=True)))
        assert not any("forward" in vars(each) for each in network.layers.modules())
    assert found[0] == found[1]
    assert "layers.0" in found[0][1][1][0]
    assert [call for _, (_, call) in found[0]][-5:] == [1, 1, 1, 0, 0]


def doubled(x: Tensor) -> Tensor:
    return x * 2


class CallsFunctions(nn.Module):
    """As detectors do: forward decodes in a method, which calls a function."""

    def forward(self, x: Tensor) -> Tensor:
        return self.decoded(x)

    def decoded(self, x: Tensor) -> Tensor:
        grid = torch.arange(8.0)
        x[:, :1] = x[:, :1] + grid
        return doubled(x)


class DecidesInAFunction(CallsFunctions):
    def decoded(self, x: Tensor) -> Tensor:
        return doubled(x) if x.sum() > 0 else x


def test_a_line_is_the_innermost_of_the_users_own_and_tells_its_caller():
    model, _ = traced(CallsFunctions())
    lines = {node.name: node.meta["source"] for node in model.graph.nodes}
    assert lines["arange"].text == "grid = torch.arange(8.0)"
    assert lines["slice_scatter"].text == "x[:, :1] = x[:, :1] + grid"
    assert (lines["mul"].text, lines["mul"].function) == ("return x * 2", "doubled")
    for name in ("arange", "slice_scatter", "mul"):
        assert lines[name].called_from.text == "return self.decoded(x)"
    assert (
        traced(Nested())[0]
        .graph.find_nodes(op="call_function", target=torch.ops.aten.topk.default)[0]
        .meta["source"]
        .called_from
        is None
    )


def test_lines_are_the_users_own_where_values_decide_and_where_a_trace_ends():
    model, _ = traced(DecidesInAFunction())
    (mul,) = (node for node in model.graph.nodes if node.name == "mul")
    assert mul.meta["source"].text == "return x * 2"
    program = export_reached(EndsInAFunction().eval(), make_inputs(PICTURE), 5)
    (mul,) = (each for each in normalize(program).graph.nodes if each.name == "mul")
    assert mul.meta["source"].text == "return x * 2"
    assert mul.meta["source"].called_from.text == "return self.decoded(x)"


HOME, ENV = "/home/me/net.py", "/env/lib/python3.8/site-packages/"


@pytest.mark.parametrize(
    ("places", "at"),
    [
        ([(HOME, "forward"), (HOME, "decode")], 1),
        ([(HOME, "decode"), (ENV + "einops/einops.py", "rearrange")], 0),
        ([(HOME, "forward"), (ENV + "timm/a.py", "forward")], 1),
        ([(ENV + "timm/a.py", "forward"), (ENV + "timm/b.py", "shuffle")], 1),
        ([(ENV + "timm/a.py", "forward"), (ENV + "einops/einops.py", "reduce")], 0),
        ([(ENV + "timm/a.py", "forward_features"), (ENV + "timm/b.py", "pool")], 1),
        ([], -1),
    ],
)
def test_what_a_library_does_for_a_line_is_left_out(places, at):
    assert shown(places) == at


@pytest.mark.parametrize(
    ("network", "shape", "sentence"),
    [
        (GivesNothing(), [1, 3, 8, 8], "returns no tensor"),
        (
            nn.Conv2d(4, 2, 3),
            [1, 3, 8, 8],
            r"not run on an input of 1×3×8×8: .*to have",
        ),
        (nn.Linear(7, 2), [5, 6], r"on an input of 5×6: RuntimeError: .*shapes cannot"),
        (
            TwoInputs(),
            [1, 2],
            "does not take 1 input.*missing a required argument: 'y'",
        ),
        (LeavesTorch(), [1, 2], "The network runs but cannot be exported: .*numpy"),
        (Branches(), [1, 2], "cannot be exported: it decides in Python by the values"),
    ],
)
def test_what_cannot_be_exported_is_one_sentence(network, shape, sentence):
    inputs = make_inputs([{"shape": shape, "dtype": "float32"}])
    with pytest.raises(Failure, match=sentence):
        export(network.eval(), inputs)


def test_an_unknown_dtype_is_named():
    with pytest.raises(Failure, match="float33 is no dtype"):
        make_inputs([{"shape": [1], "dtype": "float33"}])


class Two(nn.Module):
    def forward(self, image: Tensor, depth: Tensor) -> Tensor:
        return torch.cat([image, depth], 1)


def spec(name: str, channels: int) -> dict:
    return {"shape": [1, channels, 8, 8], "dtype": "float32", "name": name}


def test_named_inputs_are_put_in_the_order_of_forward():
    given = [spec("depth", 1), spec("image", 3)]
    assert in_order(Two(), given) == given[::-1]
    unnamed = [spec("", 3), spec("", 1)]
    assert in_order(Two(), unnamed) == unnamed


@pytest.mark.parametrize(
    ("specs", "sentence"),
    [
        ([spec("image", 3), spec("deep", 1)], "no input deep; it takes image, depth"),
        ([spec("image", 3), spec("", 1)], "every input once"),
        ([spec("image", 3), spec("image", 3)], "every input once"),
    ],
)
def test_wrong_input_names_are_refused(specs, sentence):
    with pytest.raises(Failure, match=sentence):
        in_order(Two(), specs)


def test_an_input_beyond_memory_is_a_sentence():
    with pytest.raises(Failure, match="4000000×4000000 does not fit into memory"):
        make_inputs([{"shape": [1, 4_000_000, 4_000_000], "dtype": "float32"}])
