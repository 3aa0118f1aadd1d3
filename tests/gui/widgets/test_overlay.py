import numpy as np
import pytest

from gui.widgets.overlay import (
    MARK,
    blend,
    colourize,
    differing_fraction,
    disagreement,
    lookup_table,
    outline,
)

CLASSES = np.array([[0, 1, 1], [0, 0, 255]], dtype=np.uint8)


def test_classes_take_the_colours_of_the_palette():
    colours = colourize(CLASSES, lookup_table([(1, 2, 3), (4, 5, 6)]))
    assert colours[0, 0].tolist() == [1, 2, 3]
    assert colours[0, 1].tolist() == [4, 5, 6]
    assert colours[1, 2].tolist() == [0, 0, 0]


def test_classes_beyond_the_palette_get_colours_of_their_own():
    table = lookup_table([])
    assert len({tuple(colour) for colour in table[:19].tolist()}) == 19


def test_opacity_mixes_image_and_colours():
    image = np.zeros((2, 3, 3), dtype=np.uint8)
    colours = np.full_like(image, 200)
    assert blend(image, colours, 0.0) is image
    assert blend(image, colours, 1.0) is colours
    assert np.all(blend(image, colours, 0.25) == 50)


def test_disagreement_counts_every_differing_pixel():
    other = np.array([[0, 1, 0], [0, 2, 255]], dtype=np.uint8)
    assert disagreement(other, CLASSES).sum() == 2
    assert differing_fraction(other, CLASSES) == pytest.approx(1 / 3)
    assert differing_fraction(CLASSES, CLASSES) == 0


def test_the_outline_surrounds_a_region_and_leaves_it_visible():
    image = np.zeros((5, 5, 3), dtype=np.uint8)
    mask = np.zeros((5, 5), dtype=bool)
    mask[2, 2] = True
    marked = outline(image, mask)
    assert marked[2, 2].tolist() == [0, 0, 0]
    assert marked[1, 1].tolist() == list(MARK)
    assert (marked != 0).any(axis=2).sum() == 8
    assert not image.any()


def test_without_differences_nothing_is_copied():
    image = np.zeros((5, 5, 3), dtype=np.uint8)
    assert outline(image, np.zeros((5, 5), dtype=bool)) is image
