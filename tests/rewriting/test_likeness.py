"""Nodes that only look like those of before are not taken for them without a word."""

import copy
from dataclasses import replace

import pytest
import torch
from torch import nn

from engine.document import Document
from engine.recipe import Bypass, SetPrecision
from tests.rewriting.exporting import image, opened


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 1)
        self.act = nn.ReLU()

    def forward(self, x):
        return self.act(self.conv(x)) + 1


def siamese(self, x, y):
    return self.body(x) - self.body(y)


def swapped(self, x, y):
    second = self.body(y)
    return self.body(x) - second


def behind_relus(self, x, y):
    x, y = torch.relu(self.left(x)), torch.relu(self.right(y))
    return self.body(x) - self.body(y)


def swapped_behind_relus(self, x, y):
    x, y = torch.relu(self.left(x)), torch.relu(self.right(y))
    second = self.body(y)
    return self.body(x) - second


def on_sums(self, x, y):
    return self.body(x + y) - self.body(x - y)


def again(document, model):
    return Document(model, "net", document.edits, document.landmarks)


def shared(function, *edits):
    parts = {"left": nn.Conv2d(4, 4, 1), "right": nn.Conv2d(4, 4, 1), "body": Block()}
    return opened(function, image(), image(), **parts)


@pytest.mark.parametrize(
    ("before", "after"), [(siamese, swapped), (behind_relus, swapped_behind_relus)]
)
def test_a_call_of_a_shared_module_is_known_by_what_it_is_given(before, after):
    model = shared(before)
    convs = [n.name for n in model.graph.nodes if "conv2d" in n.name][-2:]
    adds = [n.name for n in model.graph.nodes if n.name.startswith("add")]
    edits = (SetPrecision(convs[0], "int16"), Bypass(adds[1]))
    document = Document(model, "net", edits)
    found = again(document, shared(after))
    assert found.edits == (SetPrecision(convs[1], "int16"), Bypass(adds[0]))
    assert [str(each).split(" was ")[0] for each in found.moved] == ["Edit 1", "Edit 2"]
    assert again(document, shared(before)).moved == ()


def test_a_call_that_is_given_something_else_is_doubted():
    document = Document(shared(siamese), "net", (SetPrecision("conv2d_1", "int16"),))
    found = again(document, shared(on_sums))
    assert found.edits == document.edits
    assert found.moved == (
        "See whether edit 1 is still made where it was meant: body.conv is called on "
        "other values there than before.",
    )


def layers(*given):
    return opened(lambda self, x: self.layers(x), layers=nn.Sequential(*given))


def block():
    return nn.Conv2d(4, 4, 1), nn.ReLU()


OLD = (*block(), *block())
EDITS = (SetPrecision("conv2d", "int16"), Bypass("relu_1"))


@pytest.fixture
def document():
    return Document(layers(*OLD), "net", EDITS)


def test_weights_tell_the_layers_of_a_sequence_that_has_got_one_in_front(document):
    found = again(document, layers(*block(), *copy.deepcopy(OLD)))
    assert found.edits == (SetPrecision("conv2d_1", "int16"), Bypass("relu_2"))
    assert [str(each) for each in found.moved] == [
        "Edit 1 was made at conv2d, which is conv2d_1 in this network.",
        "Edit 2 was made at relu_1, which is relu_2 in this network.",
    ]


def test_layers_of_a_longer_sequence_with_other_weights_are_doubted(document):
    found = again(document, layers(*block(), *block(), *block()))
    assert found.edits == EDITS
    assert [str(each) for each in found.moved] == [
        f"See whether edit {number} is still made where it was meant: layers has 6 "
        "members and had 4."
        for number in (1, 2)
    ]


def test_a_network_that_was_trained_on_is_not_doubted(document):
    assert again(document, layers(*block(), *block())).moved == ()
    longer = again(document, layers(*copy.deepcopy(OLD), *block()))
    assert (longer.edits, longer.moved) == (EDITS, ())


def test_landmarks_of_an_older_file_are_understood(document):
    older = tuple(
        tuple(
            replace(mark, places=mark.places[:8], entry=(), weights="", sizes=())
            for mark in marks
        )
        for marks in document.landmarks
    )
    found = Document(layers(*block(), *block()), "net", EDITS, older)
    assert (found.edits, found.moved) == (EDITS, ())
    assert found.landmarks[0][0].sizes == (4,)
