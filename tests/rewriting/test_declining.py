"""No rule fails at an op, whatever it is given; and if one did, nothing else would."""

import dataclasses
import warnings

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.errors import EditError
from engine.recipe import ApplyRule
from engine.rewriting.catalogue import rules
from engine.rewriting.edits import apply_edit
from engine.rewriting.expansion import Expander
from engine.rewriting.offers import choices_at
from engine.rewriting.rule import NoMatch
from engine.targets.calls import ops_of
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.catalogue.networks import plain
from tests.rewriting.exporting import opened

UNARY = (
    *(torch.relu, torch.tanh, torch.sigmoid, torch.square, torch.abs, torch.neg),
    *(F.silu, F.gelu, F.mish, F.elu, F.celu, F.selu, F.softplus, F.logsigmoid),
    *(F.hardswish, F.hardsigmoid, F.hardtanh, F.relu6, F.leaky_relu),
    *(
        lambda x: 5 - x,
        lambda x: x - 2,
        lambda x: x / 3,
        lambda x: x**3,
        lambda x: 1 * x,
    ),
    *(lambda x: x.clamp(0, 6), lambda x: x.clamp(min=0), lambda x: x.sigmoid() > 0.3),
    *(lambda x: torch.sub(x, x, alpha=3), lambda x: x.masked_fill(x > 0, 2)),
)
ALONG = (
    *(torch.softmax, torch.log_softmax, torch.sum, torch.mean, torch.amax, torch.amin),
    *(torch.argmax, torch.argmin, torch.unsqueeze, torch.squeeze, F.glu, torch.max),
    *(lambda x, dim: x.sigmoid().argmax(dim), lambda x, dim: x.sum(dim).unsqueeze(dim)),
    *(lambda x, dim: x.sigmoid().amax(dim), lambda x, dim: x.softmax(dim).argmax(dim)),
    *(lambda x, dim: torch.cat([x, x], dim), lambda x, dim: torch.stack([x, x], dim)),
    *(lambda x, dim: torch.cat([x, x.narrow(dim, 0, 0)], dim),),
    *(lambda x, dim: x.mean(dim, True), lambda x, dim: x.split(2, dim)[0]),
    *(lambda x, dim: x.transpose(0, dim).transpose(dim, 0),),
    *(lambda x, dim: F.layer_norm(x, x.shape[dim:]),),
)
WHOLE = (
    *(torch.sum, torch.mean, torch.amax, torch.argmax, lambda x: x.sum().amax(-1)),
    *(lambda x: x.mean((-2, -1)), lambda x: x.amax((0, -1), True)),
    *(lambda x: x[:1, :1, :1, :1].reshape([]),),
    *(lambda x: x.reshape(-1).reshape(x.shape), lambda x: x.permute(*range(x.dim()))),
    *(lambda x: x + x.new_zeros(5).fill_(2), lambda x: x + torch.arange(5.0)),
    *(lambda x: x + torch.ones_like(torch.arange(5.0)), lambda x: x * (x > 0)),
    *(lambda x: F.interpolate(x, size=x.dim() - 2 and 1), lambda x: F.avg_pool2d(x, 1)),
    *(lambda x: F.adaptive_avg_pool2d(x, 1), lambda x: F.max_pool2d(x, 1)),
    *(lambda x: F.pad(x, (1, 1, 1, 1)), lambda x: F.instance_norm(x)),
    *(lambda x: F.group_norm(x, 1), lambda x: torch.linalg.vector_norm(x, dim=-1)),
    *(
        lambda x: F.scaled_dot_product_attention(x, x, x),
        lambda x: x @ x.transpose(-1, -2),
    ),
    *(lambda x: F.linear(x, torch.ones(2, 5)), lambda x: F.pixel_unshuffle(x, 1)),
    *(lambda x: F.conv2d(x, torch.ones(2, 3, 1, 1)) if x.shape[-3] == 3 else x + 0,),
    *(lambda x: F.conv1d(x, torch.ones(2, 3, 1)) if x.shape[-2] == 3 else x + 0,),
)
FUNCTIONS = (
    *(UNARY),
    *(lambda x, f=f, dim=dim: f(x, dim=dim) for f in ALONG for dim in (0, -1)),
    *WHOLE,
)
SHAPES = (
    *((), (1,), (5,), (3, 5), (3, 4, 5), (2, 3, 4, 5), (2, 0, 3, 5), (1, 3, 49, 103)),
    *((2, 3, 2, 3, 5), (2, 1, 3, 2, 1, 5)),
)
INTEGERS = (torch.int64, torch.uint8, torch.bool)
GIVEN = (
    *((shape, torch.float32) for shape in SHAPES),
    *((shape, dtype) for dtype in INTEGERS for shape in ((), (3, 5), (2, 3, 4, 5))),
)


def works(function, x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return function(x) is not None
        except (RuntimeError, IndexError, ValueError, TypeError, AssertionError):
            return False


def all_of(shape, dtype):
    """One network of every function that torch computes of such a value."""
    x = torch.ones(shape).to(dtype)
    fitting = [each for each in FUNCTIONS if works(each, x)]
    assert len(fitting) > 10
    return opened(lambda _, x: [each(x) for each in fitting], x)


def refusals(model):
    expander = Expander()
    for node in ops_of(model.graph):
        for rule in rules().values():
            if node.target in rule.targets:
                yield expander.refusal(rule, node)


def failures(caplog):
    own = [each for each in caplog.records if each.name.startswith("engine.")]
    return [(each.getMessage(), each.exc_info[1]) for each in own]


@pytest.mark.parametrize(("shape", "dtype"), GIVEN, ids=str)
def test_no_rule_fails_at_a_value_of_an_odd_shape_or_type(shape, dtype, caplog):
    """A failure of a rule would be logged."""
    reasons = list(refusals(all_of(shape, dtype)))
    assert "" in reasons
    assert failures(caplog) == []


def unbatched_and_normed():
    convolved = nn.Sequential(nn.Conv1d(3, 4, 1), nn.BatchNorm1d(5))
    return opened(lambda self, x: self.both(x), torch.randn(3, 5), both=convolved)


def test_no_rule_fails_at_a_batch_norm_behind_a_convolution_without_a_batch(caplog):
    assert len(list(refusals(unbatched_and_normed()))) > 1
    assert failures(caplog) == []


@pytest.fixture
def failing(monkeypatch):
    """A rule of the catalogue that raises wherever it is tried."""

    def fail(input):
        raise ZeroDivisionError("modulo by zero\nat some depth")

    broken = dataclasses.replace(rules()["silu_as_product"], expand=fail)
    everything = {**rules(), broken.name: broken}
    for module in ("catalogue", "outcomes", "fixes", "offers"):
        monkeypatch.setattr(f"engine.rewriting.{module}.rules", lambda: everything)
    return broken


def test_a_rule_that_fails_declines_and_the_failure_is_logged(failing, caplog):
    model = plain(F.silu)()
    with pytest.raises(NoMatch, match=r"^it fails here \(modulo by zero\)$"):
        Expander().match(failing, next(iter(ops_of(model.graph))))
    ((message, error),) = failures(caplog)
    assert message == "silu_as_product failed at silu"
    assert isinstance(error, ZeroDivisionError)


@pytest.mark.usefixtures("failing")
def test_a_rule_that_fails_keeps_no_network_from_opening_and_no_click_from_answering():
    model = plain(F.silu)()
    (found, *_) = diagnose(model, load_profile("cambricon-mlu270"))
    assert any("it fails here" in fix.reason for fix in found.fixes)
    assert choices_at(model, ["silu"])
    with pytest.raises(EditError, match="it fails here"):
        apply_edit(model, ApplyRule("silu_as_product", "silu"))
