"""Networks as engineers have them are opened, and told about where they are odd."""

import pytest
import torch
from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensor
from torch.nn import functional

from engine.opening.building import build
from engine.opening.failure import Failure, InputFailure
from engine.opening.graph import normalize
from engine.opening.partial import export_reached
from engine.opening.tracing import export, in_order, make_inputs
from engine.recipe import Bypass, Insert
from engine.rewriting.edits import apply_edit

PICTURE = [{"shape": [1, 3, 8, 8], "dtype": "float32"}]


class Small(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.head = nn.Conv2d(4, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(torch.relu(self.conv(x)))


class KeepsDropping(Small):
    def forward(self, x: Tensor) -> Tensor:
        return self.head(functional.dropout(self.conv(x), 0.3))


class DropsInTraining(Small):
    def forward(self, x: Tensor) -> Tensor:
        return self.head(functional.dropout2d(self.conv(x), 0.3, self.training))


class StaysInTraining(nn.Sequential):
    def __init__(self) -> None:
        super().__init__(nn.Conv2d(3, 2, 1), nn.Dropout(0.1))

    def eval(self) -> "StaysInTraining":
        return self


class AddsNoise(Small):
    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x + 0.1 * torch.randn_like(x))


class TakesDict(Small):
    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        return super().forward(batch.get("image"))


class OnGraphicsCard(Small):
    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x).to("cuda")


class NoForward(nn.Module):
    pass


class MissesPackage(Small):
    def forward(self, x: Tensor) -> Tensor:
        import zz_absent

        return zz_absent.nms(x)


class KeepsSome(Small):
    def forward(self, x: Tensor) -> Tensor:
        scores = super().forward(x).flatten(2)[0]
        return scores[:, scores[0] > 0]


class DividesByNumber(Small):
    def forward(self, x: Tensor) -> Tensor:
        scores = super().forward(x)
        return scores / scores.abs().max().item() + scores[:1, :1, :1, :1].item()


class FillsWithNumber(Small):
    def forward(self, x: Tensor) -> Tensor:
        scores = super().forward(x)
        return scores + torch.full((1, 2, 8, 8), scores.max().item())


class Remembers(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.memory = nn.LSTM(8, 4, num_layers=2, dropout=0.5, batch_first=True)
        self.attention = nn.MultiheadAttention(4, 2, dropout=0.5, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        found, _ = self.memory(x[:, 0])
        return self.attention(found, found, found, need_weights=False)[0]


class ScriptInside(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = torch.jit.script(Small())

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x) * 2


def opened(network: nn.Module, inputs=PICTURE):
    program, warnings = export(network.eval(), make_inputs(inputs))
    model = normalize(program)
    return model, [*warnings, *model.meta["warnings"]]


@pytest.mark.parametrize("network", [KeepsDropping, StaysInTraining])
def test_dropout_that_eval_does_not_reach_is_told(network):
    model, warnings = opened(network())
    assert not [node for node in model.graph.nodes if "dropout" in node.name]
    assert len(warnings) == 1
    assert warnings[0].startswith("Dropout stays on in evaluation")


def test_the_line_of_the_dropout_is_named():
    _, (warning,) = opened(KeepsDropping())
    line = KeepsDropping.forward.__code__.co_firstlineno + 1
    assert f"test_odd_networks.py:{line};" in warning


@pytest.mark.parametrize("network", [Small, DropsInTraining])
def test_dropout_of_training_alone_is_no_news(network):
    assert opened(network())[1] == []


def test_random_numbers_are_told():
    _, (warning,) = opened(AddsNoise())
    assert "draws random numbers while it runs (randn_like, at " in warning


def test_random_numbers_of_training_alone_are_no_news():
    assert opened(Remembers())[1] == []


def test_a_number_taken_out_of_a_tensor_stays_a_tensor():
    network = DividesByNumber()
    model, warnings = opened(network)
    assert warnings == []
    assert "item" not in " ".join(node.name for node in model.graph.nodes)
    values = [node.meta["val"] for node in model.graph.nodes if node.op != "output"]
    assert all(isinstance(each, Tensor) for each in values)
    x = torch.rand(1, 3, 8, 8)
    assert torch.equal(model(x)[0], *network(x))


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_number_where_no_tensor_can_stand_is_refused_with_its_reason():
    with pytest.raises(Failure, match="exported: it decides in Python by"):
        opened(FillsWithNumber())


@pytest.mark.parametrize("name", ["half", "bfloat16", "double"])
def test_weights_become_float32_where_the_input_is(name):
    network = getattr(Small(), name)()
    expected = network.conv.weight.float()
    model, (warning,) = opened(network)
    kept = next(iter(model.state_dict().values()))
    assert kept.dtype == torch.float32
    assert torch.equal(kept, expected)
    assert "were converted to float32" in warning


def test_weights_stay_as_they_are_where_the_input_says_so():
    inputs = [{"shape": [1, 3, 8, 8], "dtype": "float16"}]
    _, (warning,) = opened(Small().half(), inputs)
    assert "weights of float16, which are not quantized" in warning


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_recorded_run_is_not_called_a_decision_by_values():
    _, (warning,) = opened(ScriptInside())
    assert warning.startswith("The graph is the record of a run on one random input")


@pytest.mark.parametrize(
    ("network", "remedy"),
    [
        (TakesDict, "if it takes a dict or a list, open a class around it"),
        (OnGraphicsCard, "networks are opened on the CPU: take the device of an input"),
        (NoForward, r"define forward\(self, x\) in its class"),
        (MissesPackage, "install that package"),
        (
            lambda: nn.Sequential(nn.Conv2d(3, 8, 1), nn.Conv2d(12, 4, 1)),
            "give that layer, or the input, as many channels as it takes",
        ),
    ],
)
def test_a_network_that_does_not_run_is_answered_with_what_to_try(network, remedy):
    with pytest.raises(Failure, match=remedy):
        opened(network())


class Halves(Small):
    def forward(self, x: Tensor) -> Tensor:
        self.grid = torch.arange(x.shape[2])
        halves = torch.cat([x[..., ::2, :], x[..., 1::2, :]], 3)
        return super().forward(halves)


@pytest.mark.parametrize(
    ("network", "shape", "size"),
    [
        (Halves, [2, 3, 39, 81], "2×3×32×96"),
        (Halves, [1, 3, 15, 8], "1×3×32×32"),
        (
            lambda: nn.Sequential(nn.Flatten(), nn.Linear(3 * 224**2, 2)),
            [1, 3, 7, 7],
            "1×3×224×224",
        ),
    ],
)
def test_a_size_that_does_not_run_is_answered_with_one_that_does(network, shape, size):
    made = network()
    with pytest.raises(InputFailure, match=f"; it runs on {size}, so give an input"):
        opened(made, [{"shape": shape, "dtype": "float32"}])
    assert not isinstance(getattr(made, "grid", None), FakeTensor)


class Refuses(Small):
    def forward(self, x: Tensor) -> Tensor:
        raise ValueError("no such thing")


def test_what_no_size_helps_against_is_mended_in_the_code():
    with pytest.raises(InputFailure, match="shape, or mend the code there and open"):
        opened(Refuses())


def test_a_wrong_type_of_input_is_answered_with_the_option_for_it():
    inputs = [{"shape": [1, 3, 8, 8], "dtype": "float16"}]
    with pytest.raises(Failure, match="as --input 1x3x224x224:float16"):
        opened(Small(), inputs)


class LooksUp(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(10, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.table(x)


class PicksRows(Small):
    def forward(self, x: Tensor) -> Tensor:
        return super().forward(torch.ones(1, 3, 8, 8))[0, x]


@pytest.mark.parametrize("kind", [LooksUp, PicksRows])
def test_fractions_where_whole_numbers_are_taken_are_answered_with_their_type(kind):
    inputs = [{"shape": [2], "dtype": "float32"}]
    with pytest.raises(Failure, match=r"whole numbers: .*--input 1x128:int64"):
        opened(kind(), inputs)


def needs(width):
    return nn.Conv2d(3, width["out"], 1)


def asks():
    input("which one? ")


def reads():
    with open("configs/none.json", encoding="utf-8"):
        pass


@pytest.mark.parametrize(
    ("found", "arguments", "remedy"),
    [
        (needs, {}, "give its arguments as --arg name=value"),
        (needs, {"wide": 3}, "argument: 'width', and it has no argument wide; give"),
        (needs, {"width": 3}, "or give other arguments as --arg name=value"),
        (reads, {}, "relative paths begin at the folder of the opened file"),
        (3, {}, "found is an int, not a network's class; name a class"),
        (nn.Conv2d, {}, r"found\(in_channels, out_channels, kernel_size, .*dtype\)"),
    ],
)
def test_what_cannot_be_built_is_answered_with_what_to_try(found, arguments, remedy):
    with pytest.raises(Failure, match=remedy):
        build(found, "found", arguments)


def test_code_that_asks_on_the_terminal_is_told_that_nobody_answers(monkeypatch):
    def nobody(_prompt):
        raise EOFError("EOF when reading a line")

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(Failure, match="make it an argument"):
        build(asks, "asks", {})


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_size_that_depends_on_values_names_its_line_and_ends_the_trace_there():
    inputs = make_inputs(PICTURE)
    network = KeepsSome().eval()
    with pytest.raises(Failure, match=r"depends on values, at .*networks\.py:\d+ \(re"):
        export(network, inputs)
    program = export_reached(network, inputs, 20.0)
    assert "npu.opaque" in str([node.target for node in program.graph.nodes])
    normalize(program)


class ByName(Small):
    def forward(self, x: Tensor, scale: Tensor | None = None, *, y: Tensor) -> Tensor:
        factor = 1.0 if scale is None else scale
        return super().forward(x * factor - y)


def test_inputs_that_are_taken_by_name_alone_are_given_to_them():
    torch.manual_seed(0)
    network = ByName().eval()
    specs = [{**PICTURE[0], "name": name} for name in ("y", "x")]
    assert [each["name"] for each in in_order(network, specs)] == ["x", "y"]
    x, y = torch.randn(2, 1, 3, 8, 8)
    expected = network(x, y=y)
    program, notes = export(network, make_inputs(specs))
    assert notes == []
    model = normalize(program)
    assert [n.name for n in model.graph.find_nodes(op="placeholder")][:2] == ["x", "y"]
    assert torch.equal(model(x, y)[0], expected)


@pytest.mark.parametrize("name", ["torch", "F", "float", "operator", "inf", "print"])
def test_a_graph_runs_whatever_its_input_is_called(name):
    scope = {"torch": torch, "relu": torch.relu}
    exec(f"def forward(self, {name}): return relu({name} + 1)[0] * 2", scope)
    network = type("Named", (nn.Module,), {"forward": scope["forward"]})()
    model = normalize(export(network, make_inputs(PICTURE))[0])
    (node,) = model.graph.find_nodes(op="placeholder")
    x = torch.randn(1, 3, 8, 8)
    assert torch.equal(model(x)[0], network.forward(x)[0])
    for edit in (Insert("aten.neg.default", node.name), Bypass("relu")):
        edited = apply_edit(model, edit)
        edited(x)


class Keywords(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.add_module("class", nn.Conv2d(3, 4, 3))
        self.class_ = nn.Conv2d(4, 4, 1, bias=False)
        self.kinds = nn.ModuleDict({"if": nn.Conv2d(4, 2, 1), "else": nn.ReLU()})

    def forward(self, x: Tensor) -> Tensor:
        x = self.kinds["else"](self.class_(getattr(self, "class")(x)))
        return self.kinds["if"](x) + self.kinds["if"](x.sin())


def test_modules_named_by_keywords_of_python_are_opened_under_names_that_code_spells():
    network, x = Keywords().eval(), torch.randn(1, 3, 8, 8)
    model = normalize(torch.export.export(network, (x,)))
    assert torch.equal(model(x)[0], network(x))
    weights = {str(node.target) for node in model.graph.find_nodes(op="get_attr")}
    assert weights == {
        *("class_.weight_", "class_.bias", "class_.weight"),
        *("kinds.if_.weight", "kinds.if_.bias"),
    }
