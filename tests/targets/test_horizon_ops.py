"""The op tables of the three BPU generations, row by row of the vendor's documents.

Each row names one torch operator as the documents do, the ATen ops it arrives as, and
which of bernoulli2 (X3), bayes (J5) and nash (J6) take it: a letter for each that does.
"""

import pytest
import torch
import torch.nn.functional as F

from engine.quantization.operators import BLENDING, MOVING
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, opened

MARCHES = {"X": "horizon-bernoulli2", "J": "horizon-bayes", "N": "horizon-nash-e"}

# operator: (marches that take it, ATen ops, limits that must be stated: march -> names)
ROWS = {
    "Conv2d": (
        "XJN",
        "conv2d",
        {
            "X": "max_kernel max_padding max_dilation dilated_stride max_filter "
            "max_out_channels max_leaving_channels",
            "J": "max_kernel max_dilation dilated_stride max_channels",
        },
    ),
    "Conv1d": ("JN", "conv1d", {}),
    "Conv3d": ("JN", "conv3d", {"N": "same_padding"}),
    "ConvTranspose2d": (
        "XJN",
        "conv_transpose2d",
        {
            "X": "min_kernel max_kernel min_stride max_stride max_dilation "
            "max_channels padding_below_half_kernel",
            "J": "max_batch max_channels kernel_reaches_stride max_stride "
            "max_dilation max_output_padding padding_within_stride",
        },
    ),
    "DeformConv2d": ("JN", "torchvision.deform_conv2d", {}),
    "Linear": ("JN", "linear", {"J": "max_channels"}),
    "BatchNorm2d": ("XJN", "batch_norm", {"N": "running_statistics"}),
    "ReLU, ReLU6": ("XJN", "relu relu6", {}),
    "LeakyReLU and its like": (
        "JN",
        "leaky_relu prelu elu selu celu glu softplus hardsigmoid mish",
        {},
    ),
    "Sigmoid, Tanh": ("XJN", "sigmoid tanh", {"X": "max_extent"}),
    "SiLU, exp": ("XJN", "silu exp", {}),
    "GELU": ("XJN", "gelu", {"N": "exact_gelu"}),
    "Hardswish": ("", "hardswish", {}),
    "log, roots, reciprocal": ("JN", "log sqrt rsqrt reciprocal", {}),
    "pow": ("JN", "pow", {"J": "number_exponent", "N": "number_exponent"}),
    "trigonometry": (
        "JN",
        "sin cos tan asin acos atan sinh cosh asinh acosh atanh",
        {},
    ),
    "erf": ("JN", "erf", {}),
    "abs": ("JN", "abs", {}),
    "ceil, floor": ("JN", "ceil floor", {}),
    "sign": ("JN", "sign", {}),
    "add": (
        "XJN",
        "add",
        {"X": "max_channels constant_operand", "J": "broadcast_batch broadcast_sides"},
    ),
    "sub": (
        "XJN",
        "sub",
        {
            "X": "max_channels tensor_first constant_operand",
            "J": "broadcast_batch tensor_first",
        },
    ),
    "c - x": ("JN", "rsub", {"J": "tensor_first", "N": "tensor_first"}),
    "mul": (
        "XJN",
        "mul",
        {"X": "constant_operand", "J": "broadcast_batch broadcast_sides"},
    ),
    "div": ("JN", "div", {"N": "rounding_mode"}),
    "floor_divide": ("N", "floor_divide", {"N": "dtypes"}),
    "remainder, fmod": ("N", "remainder fmod", {}),
    "neg": ("JN", "neg", {}),
    "maximum, minimum": ("JN", "maximum minimum", {}),
    "cat": ("XJN", "cat", {"J": "min_inputs max_inputs"}),
    "stack": ("JN", "stack", {}),
    "sum": (
        "XJN",
        "sum",
        {"X": "axes keepdim", "J": "axes keepdim", "N": "max_axes max_reduced"},
    ),
    "mean": (
        "XJN",
        "mean",
        {"X": "axes keepdim", "J": "axes keepdim", "N": "max_axes max_reduced"},
    ),
    "max": ("XJN", "max", {"X": "axes results_leave", "J": "output_only max_extent"}),
    "min": ("JN", "min", {"J": "output_only max_extent"}),
    "argmax": (
        "XJN",
        "argmax",
        {"X": "axes output_only", "J": "output_only max_extent", "N": "max_reduced"},
    ),
    "argmin": ("JN", "argmin", {"J": "output_only", "N": "max_reduced"}),
    "any, all": ("N", "any all", {"N": "dtypes"}),
    "comparisons": (
        "JN",
        "eq ne gt ge lt le",
        {"J": "same_types", "N": "same_types"},
    ),
    "logic": ("JN", "logical_and logical_or logical_not", {}),
    "where": ("JN", "where", {}),
    "masked_fill": ("JN", "masked_fill", {}),
    "clamp": ("JN", "clamp clamp_min clamp_max", {"J": "rank"}),
    "matmul": ("XJN", "matmul", {"J": "max_extent", "N": "min_input_rank"}),
    "bmm": ("XJN", "bmm", {"J": "max_extent"}),
    "einsum": ("N", "einsum", {}),
    "Softmax": ("XJN", "softmax", {"X": "axes", "N": "max_reduced"}),
    "LogSoftmax": ("JN", "log_softmax", {}),
    "LayerNorm": (
        "JN",
        "layer_norm",
        {"J": "max_plane max_axes", "N": "max_reduced"},
    ),
    "GroupNorm, RMSNorm": ("N", "group_norm rms_norm", {"N": "max_reduced"}),
    "InstanceNorm": ("N", "instance_norm", {"N": "max_reduced running_statistics"}),
    "attention": ("", "scaled_dot_product_attention", {}),
    "LSTM, GRU": ("N", "lstm gru", {"N": "max_extent"}),
    "LSTMCell": ("JN", "lstm_cell", {"J": "rank"}),
    "AvgPool2d": (
        "XJN",
        "avg_pool2d",
        {
            march: "count_include_pad divisor_override" + sizes
            for march, sizes in {
                "X": " max_kernel max_stride",
                "J": " max_kernel max_stride max_padding",
                "N": "",
            }.items()
        },
    ),
    "AdaptiveAvgPool2d": (
        "JN",
        "adaptive_avg_pool2d",
        {"J": "divisible", "N": "divisible"},
    ),
    "AdaptiveMaxPool2d": (
        "JN",
        "adaptive_max_pool2d",
        {"J": "divisible indices", "N": "divisible indices"},
    ),
    "MaxPool2d": (
        "XJN",
        "max_pool2d",
        {
            "X": "max_kernel max_stride",
            "J": "max_kernel max_stride max_padding max_extent",
            "N": "max_dilation",
        },
    ),
    "bilinear resize": (
        "XJN",
        "upsample_bilinear2d",
        {
            "X": "align_corners max_ratio explicit_size",
            "J": "warn.align_corners max_extent explicit_size",
        },
    ),
    "nearest resize": (
        "XJN",
        "upsample_nearest2d",
        {
            "X": "max_ratio explicit_size warn.centre_sampling",
            "J": "max_extent explicit_size warn.centre_sampling",
            "N": "warn.centre_sampling",
        },
    ),
    "centred nearest resize": ("XJN", "_upsample_nearest_exact2d", {}),
    "bicubic or antialiased resize": (
        "",
        "upsample_bicubic2d _upsample_bilinear2d_aa",
        {},
    ),
    "grid_sample": (
        "JN",
        "grid_sampler",
        {
            "J": "interpolation_modes padding_modes max_side max_plane warn.max_plane",
            "N": "interpolation_modes padding_modes",
        },
    ),
    "affine_grid": ("JN", "affine_grid_generator", {"N": "rank"}),
    "RoIAlign": ("XJN", "torchvision.roi_align", {}),
    "pad": (
        "XJN",
        "pad",
        {"X": "pad_modes", "J": "pad_modes", "N": "pad_modes"},
    ),
    "zero and replication pad": ("XJN", "constant_pad_nd replication_pad2d", {}),
    "reflection pad": ("", "reflection_pad2d", {}),
    "pixel and channel shuffle": (
        "XJN",
        "pixel_shuffle pixel_unshuffle channel_shuffle",
        {},
    ),
    "reshape, squeeze": ("JN", "reshape squeeze unsqueeze", {}),
    "permute, transpose": (
        "JN",
        "permute transpose",
        {"J": "permutes_batch"},
    ),
    "expand, repeat, tile": ("JN", "expand repeat tile", {}),
    "split, chunk": ("XJN", "split split_with_sizes", {}),
    "iterating a tensor": ("N", "unbind", {}),
    "indexing by slices": ("XJN", "slice select", {}),
    "indexing by tensors": ("N", "index", {"N": "constant_mask warn.index_dtypes"}),
    "gather": ("JN", "gather", {"N": "warn.index_dtypes"}),
    "index_select": ("JN", "index_select", {"N": "warn.index_dtypes"}),
    "assignment by masks": ("N", "masked_scatter", {"N": "constant_mask"}),
    "assignment": ("N", "slice_scatter select_scatter index_put fill", {}),
    "scatter": ("N", "scatter scatter_add masked_scatter", {}),
    "scatter_reduce": ("N", "scatter_reduce", {"N": "include_self"}),
    "topk": ("JN", "topk", {"J": "largest_first"}),
    "sort, argsort": ("JN", "sort argsort", {}),
    "cumsum": ("N", "cumsum", {}),
    "flip, roll": ("JN", "flip roll", {}),
    "tril, triu": ("N", "tril triu", {}),
    "constants": ("XJN", "arange linspace full zeros ones new_zeros new_ones", {}),
    "constants like a tensor": ("JN", "zeros_like ones_like", {}),
    "dynamic sizes": ("", "nonzero repeat_interleave", {}),
    "embedding": ("N", "embedding", {}),
    "norm": ("N", "norm linalg_vector_norm", {"N": "norm_orders"}),
    "to": ("JN", "to", {}),
}


def aten(names):
    return [name if "." in name else f"aten.{name}" for name in names.split()]


@pytest.mark.parametrize("march", MARCHES)
@pytest.mark.parametrize("row", ROWS)
def test_each_row_is_in_the_table_of_the_marches_that_take_it(row, march):
    takers, names, limits = ROWS[row]
    profile = load_profile(MARCHES[march])
    for name in aten(names):
        assert (name in profile.ops) == (march in takers), name
        support = profile.ops.get(name)
        for limit in limits.get(march, "").split():
            costly = limit.startswith("warn.")
            stated = support.warnings if costly else support.errors
            assert limit.removeprefix("warn.") in stated, f"{name} states no {limit}"


def test_both_marches_of_journey_6_share_one_table():
    assert load_profile("horizon-nash-m").ops == load_profile("horizon-nash-e").ops


@pytest.mark.parametrize("march", MARCHES)
def test_no_op_is_taken_that_no_row_knows(march):
    known = {name for _, names, _ in ROWS.values() for name in aten(names)}
    spellings = {
        "aten.hardtanh",
        "aten.mm",
        "aten.amax",
        "aten.amin",
        "aten.expand_as",
        "aten.broadcast_to",
        "aten.new_full",
        "aten.gru_cell",
    }
    assert set(load_profile(MARCHES[march]).ops) <= known | spellings


@pytest.mark.parametrize("march", MARCHES)
def test_every_op_says_where_its_limits_are_documented(march):
    profile = load_profile(MARCHES[march])
    assert [op for op, support in profile.ops.items() if not support.source] == []


def test_what_the_toolchain_rewrites_by_itself_is_told_and_is_no_error():
    for march in "JN":
        ops = load_profile(MARCHES[march]).ops
        assert all(ops[f"aten.{name}"].becomes for name in ("conv1d", "div"))
    nash = load_profile("horizon-nash-e").ops
    rewritten = "index_put select_scatter embedding instance_norm masked_fill lstm norm"
    assert all(nash[name].becomes for name in aten(rewritten))


@pytest.mark.parametrize("march", MARCHES)
def test_what_the_executor_moves_as_integers_shares_its_scale_on_the_chip(march):
    profile = load_profile(MARCHES[march])
    moved = {str(target).rpartition(".")[0] for target in MOVING | BLENDING}
    scheme = profile.quantization
    assert moved & set(profile.ops) <= set(scheme.shared_scale_ops)


def test_the_general_limits_follow_the_march():
    x3, j5, j6 = (
        load_profile(name).ops["aten.relu"].errors for name in MARCHES.values()
    )
    assert x3 == {"rank": (4,), "max_batch": 128}
    assert j5 == {
        "rank": (4,),
        "max_batch": 4096,
        "max_extent": 65536,
        "max_values": 2**30,
    }
    assert j6 == {
        "rank": tuple(range(11)),
        "max_extent": 2**21 - 1,
        "max_values": 2**31,
    }


def test_shared_scales_tables_and_int16_inside_follow_the_march():
    x3, j5, j6 = (load_profile(name).quantization for name in MARCHES.values())
    for scheme in (x3, j5, j6):
        passed = set(aten("relu max_pool2d split slice pixel_shuffle pad"))
        assert passed <= set(scheme.shared_scale_ops)
        assert set(aten("sigmoid tanh silu gelu exp")) <= set(scheme.table_ops)
    assert x3.int16_inside_ops == ()
    for scheme in (j5, j6):
        inside = set(aten("softmax layer_norm lstm_cell grid_sampler"))
        assert inside <= set(scheme.int16_inside_ops)
        assert set(aten("log rsqrt pow erf mish elu")) <= set(scheme.table_ops)
        assert set(aten("add sub mul cat sin floor selu glu")) <= set(scheme.int16_ops)
    assert set(aten("add sub mul cat")) | {"npu.quant"} == set(x3.int16_ops)
    assert "aten.max_pool2d" not in {*j5.int16_ops, *j6.int16_ops}
    assert "aten.adaptive_avg_pool2d" not in {*x3.int16_ops, *j5.int16_ops}


def broken_on(march, function, *inputs):
    model = opened(lambda _, *given: function(*given), *inputs)
    return [
        (each.node, each.constraint)
        for each in diagnose(model, load_profile(MARCHES[march]))
        if each.severity == "error"
    ]


def test_journey_5_refuses_five_dimensions_that_go_in():
    volume = torch.randn(1, 2, 4, 8, 8)
    found = broken_on("J", lambda x: x.flatten(1, 2), volume)
    assert found == [("reshape", "rank")]


@pytest.mark.parametrize("march", "XJ")
def test_argmax_takes_four_dimensions_whatever_it_leaves(march):
    assert broken_on(march, lambda x: x.argmax(1), image()) == []
    flat = torch.randn(1, 4, 64)
    assert broken_on(march, lambda x: x.argmax(1), flat) == [("argmax", "input_rank")]


def test_argmax_over_flattened_planes_is_refused_on_journey_5():
    found = broken_on("J", lambda x: x.flatten(2).argmax(1), image())
    assert found == [("argmax", "input_rank")]


def test_grid_sample_on_journey_5_limits_height_and_width_alone():
    def sampled(x, grid):
        return F.grid_sample(x, grid, align_corners=True)

    grid = torch.rand(1, 4, 4, 2)
    assert broken_on("J", sampled, torch.randn(1, 1040, 8, 8), grid) == []
    high = torch.randn(1, 1, 1025, 8)
    assert broken_on("J", sampled, high, grid) == [("grid_sampler", "max_side")]


def test_weights_that_are_computed_have_no_batch():
    found = broken_on("X", lambda x: F.conv2d(x, torch.ones(129, 4, 1, 1)), image())
    assert found == []


def test_x3_adds_and_subtracts_no_constant_tensor_that_the_code_makes():
    ones = torch.ones(1, 4, 1, 1)
    found = broken_on("X", lambda x: (x + ones, x - ones, ones - x), image())
    assert found == [(name, "constant_operand") for name in ("add", "sub", "sub_1")]


def test_a_fifth_dimension_is_told_once_although_an_unsupported_op_passes_it_on():
    def split(x):
        return x.reshape(1, 2, 2, 8, 8).cumsum(1).reshape(1, 4, 8, 8)

    assert broken_on("J", split, image()) == [
        ("reshape", "rank"),
        ("cumsum", "unsupported"),
    ]
