"""What torch says of values that do not fit is said in words of the studio's own."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from engine.errors import EditError
from engine.recipe import Insert, Rewire, SetArgument
from engine.rewriting.edits import apply_edit
from engine.sentence import Sentence
from tests.rewriting.exporting import image, opened

REASONS = {
    Rewire("conv2d", "input", "inputs_1"): "its number of channels is 4 and would be 6",
    Rewire("batch_norm", "input", "inputs_1"): (
        "its number of channels is 4 and would be 6"
    ),
    Rewire("linear", "input", "inputs_1"): (
        "rows of length 5 do not go with a matrix of 8×8"
    ),
    Rewire("layer_norm", "input", "inputs_1"): (
        "it takes values that end in 8 and would be given 1×6×5×5"
    ),
    Rewire("reshape", "self", "inputs_1"): (
        "the number of values, 150, does not fill the shape 1×4×64"
    ),
    Rewire("add", "other", "inputs_1"): "1×4×8×8 and 1×6×5×5 do not go together",
    SetArgument("permute", "dims", "[0, 1, 2]"): (
        "the order has length 3, and the number of axes is 4"
    ),
    SetArgument("permute", "dims", "[0, 1, 1, 2]"): "an axis is named twice",
    SetArgument("mean", "dim", "[7]"): "there is no axis 7; the axes are -4 to 3",
    SetArgument("conv2d", "stride", "[0, 1]"): "a stride is at least 1",
    SetArgument("conv2d", "padding", "[-1, -1]"): "padding is not negative",
    SetArgument("conv2d", "groups", "3"): "its channels do not divide into 3 groups",
    SetArgument("conv2d", "dilation", "[9, 9]"): (
        "its kernel spans 19×19, more than the 10×10 that it would be given"
    ),
    SetArgument("expand", "size", "[2, 5, 8, 8]"): (
        "1×4×8×8 cannot be repeated to 2×5×8×8"
    ),
    SetArgument("max_pool2d", "kernel_size", "[20, 20]"): (
        "its windows are larger than what it would be given"
    ),
    SetArgument("max_pool2d", "padding", "[2, 2]"): (
        "padding is at most half the kernel"
    ),
    SetArgument("split_with_sizes", "split_sizes", "[1, 2]"): (
        "the sizes 1, 2 do not add up to 4"
    ),
    SetArgument("upsample_nearest2d", "scale_factors", "[0.0, 0.0]"): (
        "nothing would be left"
    ),
    SetArgument("pixel_shuffle", "upscale_factor", "3"): (
        "the channels of 1×4×8×8 do not divide into blocks of 3×3"
    ),
    SetArgument("pixel_shuffle", "upscale_factor", "0"): "nothing would be left",
    Rewire("pixel_shuffle", "self", "mul"): (
        "the channels of 1×6×5×5 do not divide into blocks of 2×2"
    ),
    Rewire("group_norm", "input", "mul"): "its number of channels is 4 and would be 6",
    SetArgument("group_norm", "num_groups", "3"): (
        "its channels do not divide into 3 groups"
    ),
    SetArgument("group_norm", "num_groups", "0"): "there is at least 1 group",
    SetArgument("layer_norm", "normalized_shape", "[8, 8]"): (
        "its weight has the shape 8, not 8×8"
    ),
    SetArgument("conv2d", "dilation", "[0, 0]"): "a dilation is at least 1",
    Rewire("conv2d", "input", "einsum"): "it takes pictures and would be given 1",
    SetArgument("upsample_nearest2d", "scale_factors", "[2.0]"): (
        "it takes a number for each side of the picture"
    ),
    SetArgument("slice_1", "step", "0"): "a step is at least 1",
    Insert(
        "aten.flatten.using_ints", "conv2d", (("start_dim", "1"), ("end_dim", "0"))
    ): ("the first axis comes after the last"),
    SetArgument("expand", "size", "[8, 8]"): "1×4×8×8 cannot be repeated to 8×8",
    SetArgument("roll", "shifts", "[1, 1]"): "it takes a shift for each axis",
    SetArgument("pad", "mode", "mirror"): (
        "padding is of the kind 'constant', 'reflect', 'replicate' or 'circular'"
    ),
    SetArgument("pad", "pad", "[1]"): (
        "padding is given in pairs, for both ends of an axis"
    ),
    SetArgument("gelu", "approximate", "fast"): "the approximation is 'none' or 'tanh'",
    SetArgument("softmax", "dtype", "int64"): (
        "it computes fractions, not whole numbers"
    ),
    SetArgument("einsum", "equation", "bc,bc->b"): (
        "its equation does not go with what it reads"
    ),
    SetArgument("topk", "k", "9"): "it asks for more values than there are",
    **dict.fromkeys(
        (
            SetArgument("lstm", "num_layers", "3"),
            SetArgument("lstm", "bidirectional", "True"),
        ),
        "its weights are made for another number of layers or directions",
    ),
    SetArgument("lstm", "has_biases", "False"): (
        "its weights are made with biases, or without"
    ),
    SetArgument("lstm", "batch_first", "True"): (
        "its states are 1×8×3, 1×8×3 and should be 1×4×3, 1×4×3"
    ),
    Rewire("matmul", "other", "mul"): "1×4×8×8 and 1×6×5×5 do not go together",
    Rewire("stack", "tensors[1]", "mul"): "1×4×8×8 and 1×6×5×5 do not go together",
}


@pytest.fixture(scope="module")
def model():
    def various(self, x, y):
        moved = x.reshape(1, 4, 64), x.permute(0, 2, 3, 1), x.expand(2, 4, 8, 8)
        parts = x.split([3, 1], 1)[0], x.mean(1), F.pixel_shuffle(x, 2)
        sizes = F.interpolate(x, scale_factor=2), F.max_pool2d(x, 2), y * 2
        layers = self.conv(x) + x, self.line(x), self.batch(x), self.rows(x)
        shapes = x[:, ::2], torch.stack([x, x]), torch.roll(x, 1, 2)
        powers = x @ x, torch.einsum("bchw,bchw->b", x, x), *x.topk(2)
        sums = F.gelu(x), x.softmax(1), self.group(x), F.pad(x, (1, 1))
        rows = self.steps(x[0])[0]
        return *moved, *parts, *sizes, *layers, *shapes, *powers, *sums, rows

    modules = {"conv": nn.Conv2d(4, 4, 3, padding=1), "line": nn.Linear(8, 8)}
    modules |= {"batch": nn.BatchNorm2d(4), "rows": nn.LayerNorm(8)}
    modules |= {"group": nn.GroupNorm(2, 4), "steps": nn.LSTM(8, 3)}
    return opened(various, image(), torch.randn(1, 6, 5, 5), **modules)


@pytest.mark.filterwarnings("ignore:The tensor attributes .*_flat_weights")
@pytest.mark.parametrize("edit", REASONS, ids=str)
def test_a_value_that_does_not_fit_is_refused_in_words_that_can_be_translated(
    edit, model
):
    with pytest.raises(EditError) as caught:
        apply_edit(model, edit)
    refusal = caught.value.args[0]
    assert refusal.values["reason"] == REASONS[edit]
    assert isinstance(refusal.values["reason"], Sentence)
