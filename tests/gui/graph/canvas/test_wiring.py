"""Wires at closed modules and rows of them: they act where values enter and leave."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from engine.choices import Slot, Source
from engine.recipe import Rewire, Several
from gui.graph.canvas.view import GraphView
from gui.graph.canvas.wiring import Wiring
from tests.gui.graph.networks import Builder, basic_block

PRESS = QEvent.Type.MouseButtonPress
MOVE = QEvent.Type.MouseMove
RELEASE = QEvent.Type.MouseButtonRelease


def rows_of_blocks():
    build = Builder()
    image = build.source("image", 1, 8, 16, 16)
    x = image
    for row in ("first", "second"):
        build.open(row, "Sequential")
        for number in range(3):
            x = basic_block(build, str(number), x, 8, 1)
        build.close()
        x = build.conv(x, 8, 1, leaf=f"after_{row}")
    build.open("two", "Two")
    one, other = build.op("relu", build.conv(x, 8)), build.op("sigmoid", image)
    build.close()
    build.result(build.op("add", one, other))
    return build.info("rows")


class Hand:
    """Drags wires on one view, and keeps what they led to."""

    def __init__(self, view, wiring):
        self.view, self.wiring = view, wiring
        self.dropped, self.refused = [], []
        wiring.dropped.connect(self.dropped.append)
        wiring.refused.connect(self.refused.append)

    def do(self, kind, at):
        place, left = QPointF(*at), Qt.MouseButton.LeftButton
        where, plain = self.view.mapToGlobal(place), Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, place, where, left, left, plain)
        QApplication.sendEvent(self.view, event)

    def hold(self, key):
        box = self.box(key)
        self.view.select_box(box)
        self.do(PRESS, self.wiring.outlet(box))

    def let_all_fit(self, *refused):
        nodes = [n for n in self.view.info().nodes if n.kind == "op"]
        self.wiring.show_targets(
            self.wiring.source,
            [
                Slot(n.name, f"in{at}", read, "No." if n.name in refused else "")
                for n in nodes
                for at, read in enumerate(n.inputs)
            ],
        )

    def drop(self, at):
        self.do(MOVE, at)
        self.do(RELEASE, at)

    def box(self, key):
        return self.view.scene.graph.number_of(key)


@pytest.fixture
def hand(qtbot):
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(836, 784)
    view.show_graph(rows_of_blocks(), ())
    view.show()
    view.eye.zoom_to(0.6)
    return Hand(view, Wiring(view))


def test_a_wire_from_a_row_is_of_the_value_that_leaves_it(hand):
    hand.hold("first")
    assert hand.wiring.source == "first_2_relu_relu_1"
    hand.let_all_fit()
    hand.drop(hand.wiring.ports(hand.box("add"))[1])
    assert hand.dropped == [Rewire("add", "in1", "first_2_relu_relu_1")]


def test_a_wire_dropped_on_a_row_reaches_all_in_it_that_read_the_same(hand):
    hand.hold("first")
    hand.let_all_fit()
    (port,) = hand.wiring.ports(hand.box("second"))
    hand.do(MOVE, port)
    label = "second_0_conv1_conv2d.in0 and 1 more read first_2_relu_relu_1"
    assert hand.wiring.layer.label.startswith(label)
    hand.do(RELEASE, port)
    source = "first_2_relu_relu_1"
    wanted = (
        Rewire("second_0_conv1_conv2d", "in0", source),
        Rewire("second_0_add", "in1", source),
    )
    assert hand.dropped == [Several(wanted)]


def test_a_row_refuses_a_wire_that_one_of_those_in_it_cannot_read(hand):
    hand.hold("first")
    hand.let_all_fit("second_0_add")
    hand.drop(hand.wiring.ports(hand.box("second"))[0])
    assert (hand.dropped, hand.refused) == ([], ["No."])


def test_a_module_that_hands_several_values_on_has_to_be_opened_for_a_wire(hand):
    hand.hold("two")
    told = "two hands on 2 values; open it to take hold of one."
    assert (hand.wiring.is_dragging, hand.refused) == (False, [told])


def test_an_input_pulled_to_a_row_reads_the_value_that_leaves_it(hand):
    hand.view.select("add")
    hand.wiring.show_slots("add", [Slot("add", "in0", "two_relu")])
    (port,) = hand.wiring.ports(hand.box("add"))
    hand.do(PRESS, port)
    hand.wiring.show_sources(hand.wiring.slot, [Source("first_2_relu_relu_1")])
    hand.drop(hand.wiring.outlet(hand.box("first")))
    assert hand.dropped == [Rewire("add", "in0", "first_2_relu_relu_1")]
