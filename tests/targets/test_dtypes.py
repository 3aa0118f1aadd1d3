"""Values that are not float32: one diagnostic each, and none that compiling denies."""

import pytest
import torch
from torch import nn

from engine.errors import ToolchainError
from engine.opening.graph import normalize
from engine.recipe import FixAll
from engine.rewriting.edits import apply_edit
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile, profiles
from engine.toolchains.onnx_float import float_model
from engine.toolchains.runtime import open_session
from tests.rewriting.exporting import image, opened

BAYES = load_profile("horizon-bayes")
RUNTIME = load_profile("onnxruntime-cpu")


def told(model, profile, *constraints):
    return [
        (each.severity, each.title, each.message)
        for each in diagnose(model, profile)
        if each.constraint in constraints
    ]


def converted(dtype):
    network = nn.Sequential(nn.Conv2d(4, 4, 3), nn.ReLU()).eval().to(dtype)
    given = (image().to(dtype),)
    return normalize(torch.export.export(network, given, strict=False))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_a_network_of_another_float_type_is_told_once(dtype):
    name = str(dtype).removeprefix("torch.")
    sentence = (
        f"2 ops compute in {name}; only float32 is quantized, so convert the network "
        "with .float() and open it again."
    )
    for profile in profiles():
        severity = "warning" if profile.fallback == "float" else "error"
        rows = told(converted(dtype), profile, "float32")
        assert rows == [(severity, f"{name} values", sentence)]


def test_float32_needs_no_word():
    assert told(converted(torch.float32), BAYES, "float32", "no_kernel") == []


def norm(s, x):
    return s.op(x)


HALVES = {
    "layer_norm": (norm, 8 * 8, nn.LayerNorm([8, 8])),
    "group_norm": (norm, 2 * 8 * 8, nn.GroupNorm(2, 4)),
    "instance_norm": (norm, 8 * 8, nn.InstanceNorm2d(4)),
    "rms_norm": (norm, 8, nn.RMSNorm(8)),
    "linalg_vector_norm": (lambda _, x: x.norm(dim=1), 4, None),
    "std": (lambda _, x: x.std((2, 3)), 8 * 8, None),
    "mean": (lambda _, x: x.pow(2).mean(-1), 8, None),
    "sum": (lambda _, x: (x * x).sum(), 4 * 8 * 8, None),
}


@pytest.mark.parametrize("op", HALVES)
@pytest.mark.parametrize("target", ["low-power-cpu", "horizon-nash-e"])
def test_squares_summed_in_float16_tell_when_they_end(op, target):
    function, count, module = HALVES[op]
    profile = load_profile(target)
    half = opened(function, image().half(), op=module and module.half())
    ((severity, title, sentence),) = told(half, profile, "half_squares")
    assert severity == "warning"
    assert title.endswith("sums squares in float16")
    assert sentence == (
        f"It sums {count} squares, and float16 ends at 65,504: where the sum is kept "
        f"in it, values of {(65504 / count) ** 0.5:.3g} on average (root mean square) "
        "are too much; compute it in float32."
    )
    full = opened(function, image(), op=module and module.float())
    assert told(full, profile, "half_squares") == []


def test_a_sum_or_a_length_of_another_kind_squares_nothing_in_float16():
    for function in (
        lambda _, x: x.sum(1),
        lambda _, x: (x * x.flip(1)).sum(1),
        lambda _, x: x.norm(p=1, dim=1),
        lambda _, x: x.float().std(1),
    ):
        half = opened(function, image().half())
        assert told(half, RUNTIME, "half_squares") == []


def test_an_op_of_half_precision_needs_float_and_no_other_op():
    """Rules would write it in float16 too: a mean as a pool, and that as a mean."""
    model = opened(lambda _, x: x.mean((2, 3)), image().half())
    (found,) = [one for one in diagnose(model, RUNTIME) if one.severity == "error"]
    assert found.message == (
        "ONNX Runtime · CPU int8 has no mean for float16; convert the network with "
        ".float() and open it again."
    )
    assert found.fixes == ()
    assert apply_edit(model, FixAll(RUNTIME.name)).meta["rewrites"] == ()


def test_an_op_without_any_kernel_is_an_error_on_the_cpu_too():
    model = opened(lambda _, x: torch.fft.rfft2(x).abs())
    rows = told(model, RUNTIME, "no_kernel")
    assert rows[0] == (
        "error",
        "fft rfft2 cannot run",
        "ONNX Runtime · CPU int8 has no fft_rfft2 for complex64, in float neither; it "
        "must be rewritten, or the graph cut before.",
    )


def double(self, x):
    return self.op(x.double())


MODELS = {
    "fft": lambda: opened(lambda _, x: torch.fft.rfft2(x).abs()),
    "complex": lambda: opened(lambda _, x: torch.view_as_real(torch.complex(x, x))),
    "conv64": lambda: opened(double, op=nn.Conv2d(4, 4, 1).double()),
    "linear64": lambda: opened(double, op=nn.Linear(8, 8).double()),
    "mean64": lambda: opened(lambda _, x: x.double().mean((2, 3)).float()),
    "half": lambda: converted(torch.float16),
    "bfloat16": lambda: converted(torch.bfloat16),
    "inverse": lambda: opened(lambda _, x: torch.linalg.inv(x)),
    "bessel": lambda: opened(lambda _, x: torch.special.i0(x)),
    "erfinv": lambda: opened(lambda _, x: x.erfinv()),
    "chain": lambda: opened(lambda _, x: torch.logsumexp(x, 1).frac().clamp(0, 1)),
}


@pytest.mark.parametrize("name", MODELS)
def test_inspecting_refuses_exactly_what_compiling_refuses(name):
    model = MODELS[name]()
    try:
        open_session(float_model(model).SerializeToString())
        compiles = True
    except ToolchainError:
        compiles = False
    severities = {each.severity for each in diagnose(model, RUNTIME)}
    assert ("error" not in severities) == compiles


def test_what_a_fallback_lacks_is_rewritten_with_what_it_runs_in_float():
    cells = torch.tensor([0, 0, 2, 2])
    model = opened(lambda _, x: x.index_add(1, cells, x * 2))
    assert [each.severity for each in diagnose(model, RUNTIME)] == ["error"]
    fixed = apply_edit(model, FixAll(RUNTIME.name))
    assert {each.severity for each in diagnose(fixed, RUNTIME)} <= {"advice"}
