"""Inputs that are made up reach as far as the network takes them."""

import torch
from torch import nn

from engine.document import Document
from engine.recipe import Bypass, SetArgument
from engine.rewriting.tried_inputs import tried_inputs
from tests.rewriting.exporting import image, opened


def words():
    return torch.zeros(1, 7, dtype=torch.long)


def ends(samples, place=0):
    return {(int(each[place].min()), int(each[place].max())) for each in samples}


def test_an_index_reaches_the_last_row_of_its_table_and_no_further():
    model = opened(lambda self, x: self.table(x), words(), table=nn.Embedding(37, 4))
    samples = list(tried_inputs(model))
    assert ends(samples) == {(0, 36)}
    for sample in samples:
        model(*sample)


def test_an_index_that_is_shifted_before_it_is_used_stays_in_its_table():
    model = opened(
        lambda self, x: self.table(x * 2 + 3), words(), table=nn.Embedding(37, 4)
    )
    assert ends(tried_inputs(model)) == {(0, 16)}


def test_an_image_of_bytes_has_every_value_a_byte_has():
    picture = torch.zeros(1, 3, 8, 8, dtype=torch.uint8)
    model = opened(lambda self, x: x.float() / 255, picture)
    assert ends(tried_inputs(model)) == {(0, 255)}


def test_a_mask_is_partly_set_and_partly_not():
    mask = torch.zeros(1, 4, 8, 8, dtype=torch.bool)
    model = opened(lambda self, x, m: torch.where(m, x, -x), image(), mask)
    assert ends(tried_inputs(model), 1) == {(0, 1)}


def test_floats_are_tried_with_ties_zeros_and_large_values_of_both_signs():
    model = opened(lambda self, x: torch.relu(x))
    values = torch.cat([sample[0].flatten() for sample in tried_inputs(model)])
    assert values.max() > 50
    assert values.min() < -50
    assert (values == 0).sum() > 10
    assert values.unique().numel() < values.numel() - 100


def test_they_are_the_same_every_time():
    model = opened(lambda self, x: self.table(x), words(), table=nn.Embedding(9, 4))
    for one, other in zip(tried_inputs(model), tried_inputs(model), strict=True):
        assert all(map(torch.equal, one, other))


def test_a_limit_that_ordinary_values_never_meet_is_seen_to_change_results():
    document = Document(opened(lambda self, x: x.clamp(-50, 50)), "limit")
    assert document.preview(Bypass("clamp")).verdict == "changes results"


def test_an_edit_that_only_zeros_would_hide_is_seen_to_change_results():
    model = opened(
        lambda self, x: self.table(x * 1), words(), table=nn.Embedding(37, 4)
    )
    document = Document(model, "words")
    edit = SetArgument("mul", "other", "0")
    assert document.preview(edit).verdict == "changes results"


def test_a_small_input_that_moves_much_is_not_lost_beside_a_large_one():
    """A shift of 1e-4 is 1e-6 of 100 and 3e-5 of 3."""
    document = Document(opened(lambda self, x: x * 1 + 1e-4), "shift")
    preview = document.preview(SetArgument("add", "other", "0.0"))
    assert preview.verdict == "changes results"
