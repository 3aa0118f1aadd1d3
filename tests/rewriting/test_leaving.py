"""What no rewrite clears is left to the host, or told why it cannot be."""

import pytest
import torch
from torch import nn

from engine.document import Document
from engine.recipe import EndAtPredictions, FixAll
from engine.targets.diagnostics import diagnose
from engine.targets.profile import load_profile
from tests.rewriting.exporting import names, opened

X3 = load_profile("horizon-bernoulli2")


def errors(document, profile=X3):
    found = diagnose(document.model, profile)
    return [each for each in found if each.severity == "error"]


def detector(self, x):
    boxes = self.head(torch.relu(self.first(x)))
    return boxes.reshape(1, 2, 2, 8, 8).permute(0, 1, 3, 4, 2).sigmoid()


def classifier(self, x):
    return self.linear(torch.relu(self.first(x)).flatten(1))


def summed(self, x):
    return self.head(self.first(x).logcumsumexp(1))


def layers(**more):
    return {"first": nn.Conv2d(4, 4, 3, padding=1), "head": nn.Conv2d(4, 4, 1), **more}


@pytest.mark.parametrize("target", ["horizon-bernoulli2", "horizon-bayes"])
def test_a_detectors_decoding_can_be_left_to_the_host(target):
    profile = load_profile(target)
    document = Document(opened(detector, **layers()), "detector")
    for error in errors(document, profile):
        (fix,) = [each for each in error.fixes if each.is_applicable]
        assert fix.edit == EndAtPredictions()
        assert not fix.exact
        assert fix.algebra

    document.apply(fix.edit)

    assert errors(document, profile) == []


def test_a_classifier_ends_in_a_convolution_over_its_whole_map():
    linear = nn.Linear(256, 3)
    document = Document(opened(classifier, **layers(linear=linear)), "classifier")
    before = document.model
    broken = errors(document)
    assert [each.node for each in broken] == ["reshape", "linear"]
    (edit,) = {each.edit for error in broken for each in error.fixes if not each.reason}

    document.apply(edit)

    assert errors(document) == []
    x = torch.randn(1, 4, 8, 8)
    expected, found = before(x)[0], document.model(x)[0]
    assert torch.allclose(expected, found.flatten(1), atol=1e-5)


def test_an_op_before_other_layers_is_greyed_with_what_to_do():
    document = Document(opened(summed, **layers()), "summed")
    (error,) = errors(document)
    (fix,) = error.fixes

    assert fix.reason == (
        "1 layer with weights comes after it; write it with other ops in the code, or "
        "choose another target"
    )


def test_a_network_without_weights_has_no_host_part():
    document = Document(opened(lambda _, x: x.logcumsumexp(1)), "plain")
    (error,) = errors(document)
    (fix,) = error.fixes

    assert fix.reason.startswith("no layer with weights comes before it; ")


def test_fix_all_leaves_nothing_to_the_host():
    document = Document(opened(detector, **layers()), "detector")

    document.apply(FixAll("horizon-bernoulli2"))

    assert "sigmoid" in names(document.model)
