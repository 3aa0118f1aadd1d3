import pytest
import torch
from torch import nn

from engine.opening.graph import copy_model, digest, normalize
from engine.quantization.folding import fold_batch_norm
from engine.quantization.prepare import prepare
from tests.quantization.networks import exported

aten = torch.ops.aten


class Folding(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(8)
        self.up = nn.ConvTranspose2d(8, 6, 2, 2)
        self.bn_up = nn.BatchNorm2d(6)
        self.late = nn.BatchNorm2d(6)
        self.linear = nn.Linear(6, 4)
        self.bn_flat = nn.BatchNorm1d(4)
        self.bn_last = nn.BatchNorm1d(4)

    def forward(self, x):
        x = torch.relu(self.bn(self.conv(x)))
        x = self.bn_up(self.up(x))
        x = torch.relu(self.late(x) + x)
        flat = self.bn_flat(self.linear(x.mean((2, 3))))
        return self.bn_last(torch.tanh(flat))


def randomized(module):
    torch.manual_seed(1)
    for part in module.modules():
        if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
            part.running_mean.normal_()
            part.running_var.uniform_(0.5, 2)
            part.weight.data.normal_()
            part.bias.data.normal_()
    return module


@pytest.fixture
def folding():
    return exported(randomized(Folding()), (2, 3, 8, 8))


def steps_of(prepared):
    return {step.name: step for step in prepared.steps}


def test_folding_keeps_the_results_and_leaves_no_normalization(folding):
    x = torch.randn(2, 3, 8, 8)
    folded = fold_batch_norm(folding)
    assert not folded.graph.find_nodes(
        op="call_function", target=aten.batch_norm.default
    )
    torch.testing.assert_close(folded(x), folding(x), rtol=1e-5, atol=1e-5)


def test_preparing_leaves_the_model_as_it_was(folding, bayes):
    before = digest(folding)
    names = [node.name for node in folding.graph.nodes]
    weights = {key: value.clone() for key, value in folding.state_dict().items()}
    prepare(folding, bayes)
    assert digest(folding) == before
    assert [node.name for node in folding.graph.nodes] == names
    assert all(torch.equal(folding.state_dict()[k], v) for k, v in weights.items())


def test_a_convolution_takes_its_normalization_and_relu(folding, ort):
    prepared = prepare(folding, ort)
    step = steps_of(prepared)["relu"]
    assert step.node.target is aten.conv2d.default
    assert [node.name for node in step.merged] == ["relu"]
    assert steps_of(prepared)["relu_1"].node.target is aten.add.Tensor


def test_a_normalization_that_cannot_fold_is_a_depthwise_convolution(folding, ort):
    step = steps_of(prepare(folding, ort))["batch_norm_2"]
    assert step.kind == "kernel"
    assert step.node.target is aten.conv2d.default
    assert step.node.args[6] == 6


def test_without_stubs_everything_is_quantized(folding, ort):
    prepared = prepare(folding, ort)
    assert steps_of(prepared)["x"].kind == "quantize"
    assert prepared.in_float == ()


class Stubs(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 1)

    def forward(self, x):
        x = torch.ops.npu.quant(x * 2)
        return torch.ops.npu.dequant(self.conv(x)) + 1


def test_stubs_bound_the_quantized_part(bayes):
    kinds = {
        s.name: s.kind for s in prepare(exported(Stubs(), (1, 3, 4, 4)), bayes).steps
    }
    assert kinds["mul"] == "real"
    assert kinds["quant"] == "quantize"
    assert kinds["conv2d"] == "kernel"
    assert kinds["dequant"] == "dequantize"
    assert kinds["add"] == "real"


def asked(model, **precisions):
    changed = copy_model(model)
    for node in changed.graph.nodes:
        if node.name in precisions:
            node.meta["precision"] = precisions[node.name]
    return changed


def test_an_op_asked_for_in_float_stays_real_and_says_so(pidnet, ort):
    prepared = prepare(asked(pidnet, add_3="float"), ort)
    assert ("add_3", "asked for in float") in prepared.in_float


def test_int32_keeps_the_sum_of_the_last_convolution(bayes):
    model = asked(exported(Stubs(), (1, 3, 4, 4)), conv2d="int32")
    step = steps_of(prepare(model, bayes))["conv2d"]
    assert step.accumulator
    assert step.bits == 0


def test_int16_gives_the_value_sixteen_bits(pidnet, ort):
    prepared = prepare(asked(pidnet, sigmoid="int16"), ort)
    assert steps_of(prepared)["sigmoid"].bits == 16


def test_an_op_without_a_kernel_runs_in_float_and_says_so(pidnet, ort):
    reasons = dict(prepare(pidnet, ort).in_float)
    assert reasons["rsub"] == "aten.rsub.Scalar has no integer kernel"


def test_a_resize_and_a_pool_share_the_grid_of_their_input(pidnet, ort):
    roots = prepare(pidnet, ort).roots
    root, factor = roots["upsample_bilinear2d"]
    assert root != "upsample_bilinear2d"
    assert factor == 1.0


def test_a_chip_that_adds_first_leaves_the_convolution_unrounded(pidnet, bayes, ort):
    fused = [s for s in prepare(pidnet, bayes).steps if s.accumulator]
    assert len(fused) > 5
    assert not [s for s in prepare(pidnet, ort).steps if s.accumulator]


def test_the_value_that_becomes_the_output_is_known(folding, ort, pidnet):
    assert prepare(folding, ort).logits == {"batch_norm_4"}
    assert len(prepare(pidnet, ort).logits) == 1


class OfPixels(nn.Module):
    """A camera's integers, scaled by the network itself, and a mask in the middle."""

    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Conv2d(3, 4, 3), nn.Conv2d(4, 2, 1)

    def forward(self, x):
        y = self.first(x.float() / 255)
        return self.last((y > 0).float())


class OfWords(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.head = nn.Embedding(10, 8), nn.Linear(8, 4)

    def forward(self, x):
        return self.head(self.words(x))


@pytest.mark.parametrize(
    ("network", "given", "kernels"),
    [
        (
            OfPixels(),
            torch.zeros(1, 3, 8, 8, dtype=torch.uint8),
            {"conv2d", "conv2d_1"},
        ),
        (OfWords(), torch.zeros(1, 5, dtype=torch.int64), {"linear"}),
    ],
)
def test_a_network_of_integers_is_quantized_behind_its_first_float_op(
    network, given, kernels, ort
):
    program = torch.export.export(network.eval(), (given,))
    prepared = prepare(normalize(program), ort)
    found = {step.node.name for step in prepared.steps if step.kind == "kernel"}
    assert kernels <= found
