"""PIDNet on Journey 5: exactly the places that engineers changed by hand, no others."""

import pytest
import torch

from engine.networks.pidnet import pidnet_l, pidnet_m, pidnet_s
from engine.opening.graph import normalize
from engine.recipe import FixAll, SetPrecision
from engine.rewriting.edits import apply_edit
from engine.targets.diagnostics import diagnose, int32_candidates
from engine.targets.profile import load_profile
from tests.rewriting.exporting import image, settle

BAYES = load_profile("horizon-bayes")
NETWORKS = {"S": pidnet_s, "M": pidnet_m, "L": pidnet_l}
FORMS = [(size, training) for size in NETWORKS for training in (False, True)]


@pytest.fixture(
    scope="module",
    params=FORMS,
    ids=[f"{size}{' in training form' * training}" for size, training in FORMS],
)
def form(request):
    size, training = request.param
    torch.manual_seed(0)
    widths = {"planes": 4, "ppm_planes": 4, "head_planes": 8}
    network = NETWORKS[size](**widths, augment=training).eval()
    settle(network)
    inputs = (image(3, 64, 128),)
    return (
        normalize(torch.export.export(network, inputs, strict=False)),
        size,
        training,
    )


def test_exactly_the_known_places_are_found(form):
    model, _, training = form
    rows = [
        (each.severity, each.title, each.message) for each in diagnose(model, BAYES)
    ]
    drops = (
        "sum takes keepdim=True, so that values keep their dimensions; "
        "this one has 3 of 4 dimensions left."
    )
    minus = "1 − x takes a tensor before the minus sign; this one has the number 1."
    expected = [
        ("error", "sum drops a dimension", drops),
        ("error", "1 − x in pag3", minus),
        ("error", "sum drops a dimension", drops),
        ("error", "1 − x in pag4", minus),
        ("error", "1 − x in dfm", minus),
    ]
    outputs = "3 outputs" if training else "1 output"
    bare = f"1 input without a quant stub, {outputs} without a dequant stub"
    expected.append(("warning", "No quant/dequant stubs", bare))
    assert rows[: len(expected)] == expected
    advice = [(severity, title) for severity, title, _ in rows[len(expected) :]]
    heads = ["final_layer", *(["seghead_p", "seghead_d"] * training)]
    int32 = [("advice", f"{head}.conv2 can output int32") for head in heads]
    auxiliary = [
        ("advice", f"{head}.conv2 may be an auxiliary head") for head in heads[1:]
    ]
    assert advice == int32 + auxiliary


def test_every_error_names_the_users_line_and_has_an_exact_fix_with_its_algebra(form):
    for each in diagnose(form[0], BAYES):
        if each.severity == "error":
            assert each.source.file.endswith("pidnet_fusion.py")
            assert each.fixes[0].is_applicable
            assert each.fixes[0].exact
            assert each.fixes[0].algebra


def test_fixing_all_leaves_no_error_and_the_same_results(form):
    model, _, training = form
    fixed = apply_edit(model, FixAll(BAYES.name))
    left = {each.constraint for each in diagnose(fixed, BAYES)}
    assert left == ({"auxiliary"} if training else set())
    x = torch.randn(1, 3, 64, 128)
    for before, after in zip(model(x), fixed(x), strict=True):
        assert (before - after).abs().max() <= 1e-5 * before.abs().max()


def test_the_last_convolution_alone_can_hand_out_int32(form):
    model, _, training = form
    names = int32_candidates(model)
    places = {node.name: node.meta["module"] for node in model.graph.nodes}
    heads = {"final_layer.conv2"}
    heads |= {"seghead_p.conv2", "seghead_d.conv2"} if training else set()
    assert {places[name] for name in names} == heads


def test_int32_set_on_a_convolution_inside_is_an_error_that_int8_clears(form):
    model = form[0]
    nodes = {node.meta["module"]: node.name for node in model.graph.nodes}
    inside, norm = nodes["pag3.f_x.0"], nodes["pag3.f_x.1"]
    wrong = apply_edit(model, SetPrecision(inside, "int32"))
    (error,) = [each for each in diagnose(wrong, BAYES) if each.node == inside]
    assert (error.severity, error.title) == ("error", "pag3.f_x.0 in int32")
    assert error.message == f"Only outputs may read int32; {norm} reads it."
    right = apply_edit(wrong, error.fixes[0].edit)
    assert inside not in {each.node for each in diagnose(right, BAYES)}
