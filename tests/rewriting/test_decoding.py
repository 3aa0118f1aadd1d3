"""Detection heads: the chip's part ends at the predictions, the host's begins there."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.document import Document
from engine.errors import EditError
from engine.opening.graph import get_tensor
from engine.recipe import EndAtPredictions, FixAll, InsertStubs, Rename
from engine.rewriting.code import code_of
from engine.rewriting.decoding import host_part, predictions
from engine.rewriting.edits import apply_edit
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, names, opened, ops
from tests.rewriting.test_code import ran, weights_of

CLASSES = 3


class Levels(nn.Module):
    """Feature maps of two sizes, as a detector's neck yields them."""

    def __init__(self):
        super().__init__()
        self.fine = nn.Conv2d(3, 8, 3, 8, 1)
        self.coarse = nn.Conv2d(8, 8, 3, 2, 1)

    def forward(self, x):
        fine = F.silu(self.fine(x))
        return [(fine, 8), (F.silu(self.coarse(fine)), 16)]


def grid(rows, columns):
    ys, xs = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    return torch.stack((xs, ys), 2).float()


class Yolox(nn.Module):
    """Decoupled heads; boxes are decoded in place, or by a concatenation."""

    def __init__(self, in_place):
        super().__init__()
        self.in_place, self.levels = in_place, Levels()
        for name, outputs in (("reg", 4), ("obj", 1), ("cls", CLASSES)):
            layers = nn.ModuleList(nn.Conv2d(8, outputs, 1) for _ in range(2))
            self.add_module(name, layers)

    def forward(self, x):
        found, grids, strides = [], [], []
        for level, (feature, stride) in enumerate(self.levels(x)):
            parts = [
                self.reg[level](feature),
                self.obj[level](feature).sigmoid(),
                self.cls[level](feature).sigmoid(),
            ]
            rows, columns = feature.shape[-2:]
            found.append(torch.cat(parts, 1).flatten(2))
            grids.append(grid(rows, columns).reshape(1, -1, 2))
            strides.append(torch.full((1, rows * columns, 1), float(stride)))
        out = torch.cat(found, 2).permute(0, 2, 1)
        grids, strides = torch.cat(grids, 1), torch.cat(strides, 1)
        centre, size = (out[..., :2] + grids) * strides, out[..., 2:4].exp() * strides
        if not self.in_place:
            return torch.cat([centre, size, out[..., 4:]], 2)
        out = out.clone()
        out[..., :2], out[..., 2:4] = centre, size
        return out


class Yolov5(nn.Module):
    """Anchors; every level is viewed with five dimensions and decoded."""

    def __init__(self):
        super().__init__()
        self.levels = Levels()
        width = 2 * (5 + CLASSES)
        self.m = nn.ModuleList(nn.Conv2d(8, width, 1) for _ in range(2))
        self.register_buffer("anchors", torch.rand(2, 1, 2, 1, 1, 2) * 30)

    def forward(self, x):
        decoded, raw = [], []
        for level, (feature, stride) in enumerate(self.levels(x)):
            y = self.m[level](feature)
            _, _, rows, columns = y.shape
            y = y.view(1, 2, 5 + CLASSES, rows, columns)
            y = y.permute(0, 1, 3, 4, 2).contiguous()
            raw.append(y)
            y = y.sigmoid()
            y[..., :2] = (y[..., :2] * 2 - 0.5 + grid(rows, columns)) * stride
            y[..., 2:4] = (y[..., 2:4] * 2) ** 2 * self.anchors[level]
            decoded.append(y.view(1, -1, 5 + CLASSES))
        return torch.cat(decoded, 1), *raw


HEADS = {
    "yolox in place": (lambda: Yolox(True), 6),
    "yolox": (lambda: Yolox(False), 6),
    "yolov5": (Yolov5, 2),
}


@pytest.fixture(params=HEADS)
def detector(request):
    build, count = HEADS[request.param]
    torch.manual_seed(0)
    network = build()
    x = image(3, 64, 64)
    return opened(lambda self, x: self.network(x), x, network=network), x, count


def test_a_detector_ends_at_its_prediction_layers(detector):
    model, x, count = detector
    edited = apply_edit(model, EndAtPredictions())
    outputs = edited.graph.output_node().all_input_nodes
    assert len(outputs) == count
    assert {str(node.target) for node in outputs} == {"aten.conv2d.default"}
    assert set(ops(edited)) == {"aten.conv2d.default", "aten.silu.default"}
    assert len(edited(x)) == count


def test_the_chips_part_and_the_hosts_part_make_the_network(detector):
    model, x, _ = detector
    edited, host = apply_edit(model, EndAtPredictions()), host_part(model)
    with torch.no_grad():
        for one, other in zip(model(x), host(*edited(x)), strict=True):
            assert torch.equal(one, other)


def test_the_host_knows_no_stubs(detector):
    model, *_ = detector
    stubbed = apply_edit(model, InsertStubs())
    host = host_part(stubbed)
    assert not {"npu.quant.default", "npu.dequant.default"} & set(ops(host))
    assert ops(host) == ops(host_part(model))


def test_the_code_of_the_hosts_part_runs(detector):
    model, x, _ = detector
    document = Document(model, "detector")
    assert document.host_model() is None
    document.apply(EndAtPredictions())
    code = document.host_code()
    assert code == code_of(host_part(model))
    inputs = document.model(x)
    more = [weights_of(model)] if 'weights["' in code else []
    for one, other in zip(model(x), ran(code, "network", *inputs, *more), strict=True):
        assert torch.equal(one, other)
    document.apply(Rename(names(document.model)[-2], "last"))
    assert document.host_code() == code
    document.jump(0)
    with pytest.raises(EditError, match="Nothing is left to the host"):
        document.host_code()


def test_a_cut_detector_keeps_its_stubs_and_fits_the_chip(detector):
    model, _, count = detector
    profile = load_profile("horizon-bayes")
    stubbed = apply_edit(model, InsertStubs())
    edited = apply_edit(stubbed, EndAtPredictions())
    outputs = edited.graph.output_node().all_input_nodes
    assert {str(node.target) for node in outputs} == {"npu.dequant.default"}
    assert len(outputs) == count
    fixed = apply_edit(edited, FixAll(profile.name))
    assert not [one for one in diagnose(fixed, profile) if one.severity == "error"]


def test_a_value_that_the_decoding_reads_of_the_input_is_an_input_of_the_host():
    model = opened(
        lambda self, x: torch.cat([self.conv(x), x], 1), conv=nn.Conv2d(4, 2, 1)
    )
    host = host_part(model)
    assert names(host)[:2] == ["conv2d", "inputs_0"]
    x = image()
    with torch.no_grad():
        (prediction,) = apply_edit(model, EndAtPredictions())(x)
        assert torch.equal(host(prediction, x)[0], model(x)[0])


def test_the_last_layer_on_every_path_predicts():
    model = opened(
        lambda self, x: (self.b(y := self.a(x)) + 1, y * 2),
        a=nn.Conv2d(4, 4, 1),
        b=nn.Conv2d(4, 2, 1),
    )
    assert [node.name for node in predictions(model.graph)] == [
        "conv2d",
        "conv2d_1",
    ]
    host = host_part(model)
    assert "aten.conv2d.default" not in ops(host)


def test_a_network_without_decoding_is_left_as_it_is():
    model = opened(lambda self, x: self.conv(x), conv=nn.Conv2d(4, 2, 1))
    for each in (model, apply_edit(model, InsertStubs())):
        with pytest.raises(EditError, match="ends at its predictions already"):
            apply_edit(each, EndAtPredictions())
    with pytest.raises(EditError, match="Nothing follows the predictions"):
        host_part(model)
    with pytest.raises(EditError, match="No convolution or matrix product"):
        apply_edit(opened(lambda _, x: x + 1), EndAtPredictions())


def test_weights_of_the_hosts_part_are_those_of_the_network(detector):
    model, _, _ = detector
    host = host_part(model)
    for node in host.graph.find_nodes(op="get_attr"):
        assert get_tensor(host, node) is get_tensor(model, node)
