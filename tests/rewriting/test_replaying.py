"""Edits of a recipe find their nodes again on a network that was changed since."""

import gc
import json
from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from engine.course import Course
from engine.document import Document
from engine.errors import EditError
from engine.landmarks import with_names
from engine.opening.graph import normalize
from engine.opening.source import ModelSource
from engine.opening.tracing import export
from engine.project import Project, read_project, write_project
from engine.recipe import (
    Bypass,
    Insert,
    Rewire,
    SetArgument,
    SetOutputs,
    SetPrecision,
    Several,
)
from engine.rewriting.replaying import find_again, landmarks_of, repeat
from tests.rewriting.exporting import image, opened


def parts():
    return {
        name: nn.Conv2d(4, 4, 3, padding=1)
        for name in ("stem", "body", "extra", "head")
    }


def plain(self, x):
    x = torch.relu(self.stem(x))
    x = torch.relu(self.body(x))
    return torch.relu(self.head(x))


def grown(self, x):
    x = torch.relu(self.stem(x))
    x = torch.relu(self.extra(x))
    x = torch.relu(self.body(x))
    return torch.relu(self.head(x))


def cut(self, x):
    x = torch.relu(self.stem(x))
    return torch.relu(self.head(x))


def reworded(self, x):
    y = torch.relu(self.stem(x))
    z = torch.relu(self.body(y))
    return torch.relu(self.head(z))


def other_ops(self, x):
    x = torch.relu(self.stem(x))
    x = torch.sigmoid(self.body(x))
    return torch.relu(self.head(x))


def edited(function, *edits):
    document = Document(opened(function, image(), **parts()), "net")
    for edit in edits:
        document.apply(edit)
    return document


def again(document, function, *inputs):
    model = opened(function, *(inputs or (image(),)), **parts())
    return Document(model, "net", document.edits, document.landmarks)


def module_read(document, name):
    node = document.info().by_name[name]
    return document.info().by_name[node.inputs[0]].module


def test_a_layer_put_before_does_not_move_an_edit_to_another_node():
    document = edited(plain, SetPrecision("conv2d_1", "int16"), Bypass("relu_1"))
    found = again(document, grown)
    assert found.edits == (SetPrecision("conv2d_2", "int16"), Bypass("relu_2"))
    assert found.info().by_name["conv2d_2"].module == "body"
    assert [str(each) for each in found.moved] == [
        "Edit 1 was made at conv2d_1, which is conv2d_2 in this network.",
        "Edit 2 was made at relu_1, which is relu_2 in this network.",
    ]
    assert again(found, grown).moved == ()
    assert again(found, plain).edits == document.edits


def test_other_names_of_variables_and_another_size_change_nothing():
    document = edited(plain, Bypass("relu_1"), SetPrecision("conv2d_2", "int16"))
    for found in (again(document, reworded), again(document, plain, image(4, 16, 24))):
        assert (found.edits, found.moved) == (document.edits, ())


def test_what_an_edit_made_is_found_by_the_next_one():
    document = edited(
        plain,
        Insert("aten.silu.default", "relu_1"),
        Several((Bypass("relu_1"), SetPrecision("relu_1_silu", "int16"))),
    )
    found = again(document, grown)
    assert found.edits[1] == Several(
        (Bypass("relu_2"), SetPrecision("relu_2_silu", "int16"))
    )
    assert module_read(found, "relu_2_silu") == "body"


def test_a_node_that_is_gone_is_told_with_what_it_was():
    document = edited(plain, SetPrecision("conv2d_1", "int16"))
    with pytest.raises(EditError) as caught:
        again(document, cut)
    words = str(caught.value)
    assert words.startswith(
        "Edit 1 (conv2d_1 in int16) does not fit this model: conv2d_1 "
        "(aten.conv2d.default, body, "
    )
    assert words.endswith(
        "is not in the network any more; open the network as it was, or leave out "
        "this edit."
    )


def test_an_op_in_the_place_of_another_is_not_taken_for_it():
    document = edited(plain, Bypass("relu_1"))
    with pytest.raises(EditError, match=r"relu_1 \(aten.relu.default"):
        again(document, other_ops)


def sequence(*widths):
    layers = [
        layer
        for before, after in pairwise(widths)
        for layer in (nn.Conv2d(before, after, 1), nn.ReLU())
    ]
    return opened(lambda self, x: self.layers(x), layers=nn.Sequential(*layers))


def test_a_number_of_a_sequence_does_not_pass_an_edit_on_to_another_layer():
    document = Document(sequence(4, 8, 16), "net", (SetPrecision("conv2d", "int16"),))

    def found(*widths):
        return Document(sequence(*widths), "net", document.edits, document.landmarks)

    with pytest.raises(EditError, match=r"may be any of conv2d, conv2d_1 by now"):
        found(4, 4, 8, 16)
    assert found(4, 8, 16, 32).edits == document.edits
    wider = found(4, 16, 8)
    assert (wider.edits, wider.moved) == (document.edits, ())


class InOneLine(nn.Module):
    def __init__(self):
        super().__init__()
        for name, module in parts().items():
            self.add_module(name, module)

    def forward(self, x):
        return torch.relu(self.head(torch.relu(self.body(x)).sigmoid()))


class GrownInOneLine(InOneLine):
    def forward(self, x):
        return self.head(torch.relu(self.body(self.stem(x).sigmoid())))


def test_a_module_is_known_by_its_name_where_its_line_and_its_input_are_others():
    def network(kind):
        return normalize(torch.export.export(kind().eval(), (image(),), strict=False))

    def again_in(document):
        return Document(
            network(GrownInOneLine), "net", document.edits, document.landmarks
        )

    document = Document(network(InOneLine), "net")
    document.apply(SetPrecision("conv2d", "int16"))
    found = again_in(document)
    assert found.edits == (SetPrecision("conv2d_1", "int16"),)
    assert found.info().by_name["conv2d_1"].module == "body"
    document = Document(network(InOneLine), "net")
    document.apply(SetPrecision("sigmoid", "int16"))
    with pytest.raises(EditError, match=r"sigmoid \(aten.sigmoid.default"):
        again_in(document)


def chain(count):
    def forward(self, x):
        for _ in range(count):
            x = torch.relu(x)
        return x

    return forward


def test_one_of_several_alike_is_refused_and_not_guessed():
    document = edited(chain(3), SetPrecision("relu_1", "int16"))
    assert again(document, chain(3)).edits == document.edits
    with pytest.raises(EditError, match=r"relu_1 .* may be any of relu_1, relu_2"):
        again(document, chain(5))


def test_a_module_called_twice_is_told_by_its_call():
    def twice(self, x):
        return self.body(self.body(x))

    def thrice(self, x):
        return self.body(F.silu(self.body(self.stem(x))))

    document = edited(twice, SetPrecision("conv2d_1", "int16"))
    found = again(document, thrice)
    assert found.edits == (SetPrecision("conv2d_2", "int16"),)


def read_by(document):
    """The input and the precision of the calls a rectifier and a sigmoid read."""
    nodes = document.info().by_name
    found = []
    for name in ("relu", "sigmoid"):
        call = nodes[nodes[name].inputs[0]]
        given = [each for each in call.inputs if each.startswith("inputs")]
        found.append((*given, call.precision))
    return found


@pytest.mark.parametrize("node", ["conv2d", "conv2d_1"])
def test_two_calls_that_edits_swap_are_told_apart_where_the_code_swaps_them(node):
    def calls(self, x, y):
        one = self.body(x)
        other = self.body(y)
        return torch.relu(one), torch.sigmoid(other)

    def swapped(self, x, y):
        other = self.body(y)
        one = self.body(x)
        return torch.relu(one), torch.sigmoid(other)

    inputs, modules = (image(), image()), parts()
    document = Document(opened(calls, *inputs, **modules), "net")
    for edit in (
        Rewire("conv2d", "input", "inputs_1"),
        Rewire("conv2d_1", "input", "inputs_0"),
        SetPrecision(node, "int16"),
    ):
        document.apply(edit)
    model = opened(swapped, *inputs, **modules)
    found = Document(model, "net", document.edits, document.landmarks)
    names = {"conv2d": "conv2d_1", "conv2d_1": "conv2d"}
    assert [with_names(each, names) for each in document.edits] == [*found.edits]
    assert read_by(found) == read_by(document)
    assert {given for given, _ in read_by(found)} == {"inputs_0", "inputs_1"}


class Decodes(nn.Module):
    def __init__(self, is_grown):
        super().__init__()
        self.is_grown = is_grown

    def forward(self, x):
        x = x * 2
        if self.is_grown:
            x = x * 7
        return self.decoded(x)

    def decoded(self, x):
        return x * 3


def test_a_landmark_with_the_line_of_the_calling_forward_finds_its_node():
    def network(is_grown):
        return normalize(export(Decodes(is_grown), (image(),))[0])

    shallow = torch.export.export(Decodes(False), (image(),), strict=False)
    (mark,) = landmarks_of(normalize(shallow), Bypass("mul_1"))
    assert mark.line == "return self.decoded(x)"
    _, moved, _ = find_again(network(True), Bypass("mul_1"), [mark])
    assert moved == {"mul_1": "mul_2"}
    (mark,) = landmarks_of(network(False), Bypass("mul_1"))
    assert mark.line == "return x * 3"


def test_a_recipe_without_landmarks_is_made_by_its_names():
    model = opened(plain, image(), **parts())
    document = Document(model, "net", (Bypass("relu_1"),))
    assert document.edits == (Bypass("relu_1"),)
    with pytest.raises(EditError, match="has no node relu_7"):
        Document(model, "net", (Bypass("relu_7"),))


def test_landmarks_follow_the_edits_they_belong_to():
    document = edited(plain, Bypass("relu_1"), SetPrecision("conv2d_2", "int16"))
    document.undo()
    assert [mark.name for (mark,) in document.landmarks] == ["relu_1", "conv2d_2"]
    document.apply(Bypass("relu"))
    assert [mark.name for (mark,) in document.landmarks] == ["relu_1", "relu"]


def test_every_kind_of_edit_takes_the_new_names():
    names = {"conv2d_1": "conv2d_2", "relu": "gelu"}
    assert with_names(Rewire("conv2d_1", "input", "relu"), names) == Rewire(
        "conv2d_2", "input", "gelu"
    )
    assert with_names(SetOutputs(("relu", "conv2d_1_mul", "x")), names) == SetOutputs(
        ("gelu", "conv2d_2_mul", "x")
    )
    assert with_names(SetArgument("conv2d_1", "groups", "2"), names).node == "conv2d_2"
    assert with_names(
        Insert("aten.add.Tensor", "relu", (("other", "conv2d_1"),)), names
    ) == Insert("aten.add.Tensor", "gelu", (("other", "conv2d_2"),))


def test_a_project_keeps_its_landmarks_and_one_of_format_1_has_none(tmp_path):
    document = edited(plain, Bypass("relu_1"))
    project = Project(
        ModelSource("zoo", "pidnet-s"),
        edits=document.edits,
        landmarks=document.landmarks,
        cursor=1,
    )
    file = tmp_path / "project.json"
    write_project(project, file)
    assert read_project(file) == project
    content = json.loads(file.read_text())
    del content["landmarks"]
    file.write_text(json.dumps({**content, "format": 1}))
    assert read_project(file) == replace(project, landmarks=())


@pytest.mark.parametrize("places", [((5, 1),), ((-1, 1),), ((0, 7),)])
def test_a_damaged_landmark_is_of_a_node_that_is_gone(places):
    document = edited(plain, Bypass("relu_1"))
    ((mark,),) = document.landmarks
    damaged = replace(mark, places=places, weights="")
    with pytest.raises(EditError, match=r"is not in the network any more|may be any"):
        find_again(document.base, Bypass("relu_1"), [damaged])


def test_no_garbage_is_looked_for_in_the_middle_of_an_edit():
    course, seen = Course([SetPrecision("relu", "int16")], ((),), ()), []
    model = opened(lambda _, x: torch.relu(x))

    def make(edit):
        seen.append(gc.isenabled())
        return model

    assert list(repeat(course, 0, lambda: model, make, lambda _: None)) == []
    assert seen == [False]
    assert gc.isenabled()
