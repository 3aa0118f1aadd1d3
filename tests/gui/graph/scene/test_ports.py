import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from engine.choices import Slot
from gui.graph.canvas.view import GraphView
from gui.graph.canvas.wiring import Wiring
from gui.graph.scene.model import EVERYTHING
from gui.graph.scene.ports import input_ports, nearest, output_port, ports_where
from tests.gui.graph.networks import pidnet

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


def test_an_input_is_where_its_edge_arrives_and_others_beside_it():
    assert ports_where(RECT, "down", [(60.0, 20.0), None]) == ((60, 20), (35, 20))
    assert ports_where(RECT, "right", [None, (10.0, 30.0)]) == ((10, 45), (10, 30))
    assert ports_where(RECT, "down", [None, None]) == input_ports(RECT, "down", 2)


def test_the_ports_of_a_selected_card_lie_on_the_ends_of_its_edges(qtbot):
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(836, 784)
    view.show_graph(pidnet(), EVERYTHING)
    wiring, info = Wiring(view), view.info()
    checked = 0
    for node in [n for n in info.nodes if n.kind == "op" and n.inputs][:40]:
        number = Slot(node.name, "number")
        slots = [Slot(node.name, name, name) for name in node.inputs]
        wiring.show_slots(node.name, [*slots, number])
        box = view.scene.graph.number_of(node.name)
        ports = wiring.ports(box)
        assert len(set(ports)) == len(slots) + 1
        for slot, port in zip(slots, ports, strict=False):
            end = view.scene.end_between(view.scene.find(slot.source), box)
            if end is not None and node.inputs.count(slot.source) == 1:
                assert port[0] == pytest.approx(view.camera.to_screen(*end)[0])
                checked += 1
    assert checked > 40


def test_a_wire_held_over_what_reads_nothing_by_wire_is_told_why(qtbot):
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(836, 784)
    view.show_graph(pidnet(), EVERYTHING)
    view.show()
    wiring, nodes = Wiring(view), view.info().nodes
    ends = {node.kind: node.name for node in nodes}
    wiring.source = nodes[9].name
    wiring.show_targets(wiring.source, ())
    for shift, name, reason in (
        (0, ends["output"], "What the network returns is chosen at a node"),
        (1, ends["input"], f"{ends['input']} reads no other node."),
    ):
        view.eye.centre_on(view.scene.graph.number_of(name))
        QTest.mouseMove(view, view.rect().center() + QPoint(shift, 0))
        assert wiring.layer.label.startswith(reason)
