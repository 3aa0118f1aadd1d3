import pytest

from gui.graph.scene.ports import input_ports, nearest, output_port

RECT = (10.0, 20.0, 100.0, 40.0)


@pytest.mark.parametrize("count", range(5))
def test_inputs_are_spread_along_the_side_the_flow_comes_from(count):
    down = input_ports(RECT, "down", count)
    right = input_ports(RECT, "right", count)
    assert len(down) == len(right) == count
    assert all(y == 20 and 10 < x < 110 for x, y in down)
    assert all(x == 10 and 20 < y < 60 for x, y in right)
    assert sorted(set(down)) == list(down)
    for number, spot in enumerate(down):
        assert nearest(down, spot) == number


def test_a_value_leaves_by_the_other_side():
    assert output_port(RECT, "down") == (60, 60)
    assert output_port(RECT, "right") == (110, 40)


def test_of_no_spots_none_is_near():
    assert nearest((), (0, 0)) == -1
