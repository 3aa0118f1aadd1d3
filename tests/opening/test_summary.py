"""A graph as the plain values the window draws."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.info import GraphInfo, NodeInfo
from engine.opening.graph import normalize
from engine.opening.summary import summarize
from engine.rewriting.draft import Draft
from engine.rewriting.snapshot import shared_names, take
from tests.rewriting.exporting import image, opened

pytestmark = pytest.mark.filterwarnings("ignore:.*LeafSpec.*:FutureWarning")


class Everything(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1))
        self.depth = nn.Conv2d(8, 8, 5, padding=2, groups=8, bias=False)
        self.grouped = nn.Conv2d(8, 8, 3, padding=2, dilation=2, groups=2)
        self.up = nn.ConvTranspose2d(8, 8, 4, stride=2, padding=1)
        self.norm = nn.BatchNorm2d(8)
        self.gain = nn.Parameter(torch.full((1,), 2.5))

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        a = self.norm(self.depth(self.stem(x)))
        gate = torch.sigmoid(a.sum(dim=1, keepdim=True))
        b = (1 - gate) * a * self.gain
        c = functional.interpolate(self.grouped(b), scale_factor=2.0)
        c = functional.interpolate(c, size=(5, 7), mode="bilinear")
        d = functional.max_pool2d(self.up(b), 3, 2)
        e = functional.adaptive_avg_pool2d(d, 1) * 2 - 1 + 0.5
        return functional.interpolate(a, scale_factor=0.5), c, e.clamp(0, 6) / 4


@pytest.fixture(scope="module")
def info() -> GraphInfo:
    program = torch.export.export(
        Everything().eval(), (torch.randn(1, 3, 16, 16),), strict=False
    )
    return summarize(normalize(program), "everything")


def named(info: GraphInfo, name: str) -> NodeInfo:
    return info.by_name[name]


def test_titles_say_what_an_op_does(info: GraphInfo) -> None:
    assert [node.title for node in info.nodes] == [
        "x",
        "2.5",
        "conv 3×3 s2",
        "depthwise 5×5",
        "batch norm",
        "sum",
        "sigmoid",
        "1 − x",
        "multiply",
        "multiply",
        "conv 3×3 d2 g2",
        "resize ×2",
        "resize to 5×7",
        "transposed conv 4×4 s2",
        "max pool 3×3 s2",
        "global pool",
        "× 2",
        "− 1",
        "+ 0.5",
        "resize ÷2",
        "clamp 0…6",
        "÷ 4",
        "output",
    ]


def test_weights_are_not_drawn_but_lone_constants_are(info: GraphInfo) -> None:
    kinds = {node.name: node.kind for node in info.nodes}
    assert [name for name, kind in kinds.items() if kind == "constant"] == ["gain"]
    assert named(info, "conv2d").inputs == ("x",)
    assert named(info, "mul_1").inputs == ("mul", "gain")


def test_edges_are_told_from_both_ends(info: GraphInfo) -> None:
    for node in info.nodes:
        assert all(node.name in named(info, name).users for name in node.inputs)
        assert all(node.name in named(info, name).inputs for name in node.users)


def test_nodes_come_after_their_inputs(info: GraphInfo) -> None:
    order = {node.name: place for place, node in enumerate(info.nodes)}
    for node in info.nodes:
        assert all(order[name] < order[node.name] for name in node.inputs)


def test_arguments_are_named_and_defaults_filled_in(info: GraphInfo) -> None:
    assert named(info, "conv2d_1").arguments == (
        ("weight", "depth.weight (8×1×5×5)"),
        ("bias", "None"),
        ("stride", "1, 1"),
        ("padding", "2, 2"),
        ("dilation", "1, 1"),
        ("groups", "8"),
    )
    assert named(info, "rsub").arguments == (("other", "1"), ("alpha", "1"))


def test_shapes_dtypes_and_modules_are_plain(info: GraphInfo) -> None:
    conv = named(info, "conv2d")
    assert (conv.op, conv.shape) == ("aten.conv2d.default", (1, 8, 8, 8))
    assert (conv.dtype, conv.module, conv.module_type) == (
        "float32",
        "stem.0",
        "Conv2d",
    )
    assert conv.source is not None
    assert conv.source.file == __file__


def test_modules_around_a_node_have_their_class_names(info: GraphInfo) -> None:
    assert info.module_types[:3] == (
        ("", "Everything"),
        ("stem", "Sequential"),
        ("stem.0", "Conv2d"),
    )


def test_every_node_has_a_family(info: GraphInfo) -> None:
    families = {node.name: node.family for node in info.nodes}
    assert "other" not in families.values()
    assert families["x"] == families["output"] == "io"
    assert families["conv_transpose2d"] == "convolution"
    assert families["gain"] == "constant"


def test_totals_count_shared_weights_once() -> None:
    conv = nn.Conv2d(4, 4, 1)
    program = torch.export.export(
        nn.Sequential(conv, nn.ReLU(), conv).eval(),
        (torch.randn(1, 4, 2, 2),),
        strict=False,
    )
    info = summarize(normalize(program), "tied")
    assert (info.parameters, info.macs) == (20, 2 * 16 * 4)


def test_totals_add_up(info: GraphInfo) -> None:
    expected = sum(p.numel() for p in Everything().parameters())
    assert info.parameters == expected == sum(n.parameters for n in info.nodes)
    assert info.macs == sum(node.macs for node in info.nodes)


def a_weight_is_read_as_a_value(draft: Draft) -> None:
    draft.find("mul").update_arg(1, draft.find("norm_weight"))


def two_nodes_that_read_one_change_places(draft: Draft) -> None:
    draft.find("neg").append(draft.find("tanh"))


@pytest.mark.parametrize(
    "change", [a_weight_is_read_as_a_value, two_nodes_that_read_one_change_places]
)
def test_a_description_taken_over_knows_what_an_edit_changed_around_it(
    change: Callable[[Draft], None],
) -> None:
    def forward(self: nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
        y = torch.neg(self.norm(torch.relu(x)))
        return y * torch.sigmoid(x), torch.tanh(x)

    model = opened(forward, image(8), norm=nn.BatchNorm2d(8))
    draft = Draft(model)
    change(draft)
    edited = draft.finish()
    before = take(model)
    unchanged = shared_names(before, take(edited, before))
    old, new = (summarize(each, "net") for each in (model, edited))
    assert old.nodes != new.nodes
    assert summarize(edited, "net", old, unchanged) == new
    assert summarize(model, "net", new, unchanged) == old


def test_ops_called_alike_tell_their_own_weights() -> None:
    def forward(self: nn.Module, x: Tensor) -> Tensor:
        return self.second(self.first(x))

    convs = {"first": nn.Conv2d(4, 4, 1), "second": nn.Conv2d(4, 4, 1)}
    info = summarize(opened(forward, image(4), **convs), "net")
    first, second = (node.arguments for node in info.nodes if node.kind == "op")
    assert first[:2] == (
        ("weight", "first.weight (4×4×1×1)"),
        ("bias", "first.bias (4)"),
    )
    assert [name for name, _ in second] == [name for name, _ in first]
    assert [text for _, text in second[:2]] == [
        "second.weight (4×4×1×1)",
        "second.bias (4)",
    ]
    assert second[2:] == first[2:]
