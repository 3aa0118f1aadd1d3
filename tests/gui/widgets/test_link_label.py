"""Text with links: for assistive tools a link that can be pressed."""

from PySide6.QtGui import QAccessible, QAccessibleActionInterface

from gui.widgets.facts_table import FactsTable
from gui.widgets.link_label import LinkLabel

PRESS = QAccessibleActionInterface.pressAction()


def test_a_link_is_told_as_one_and_pressing_it_follows_it(qtbot):
    table = FactsTable()
    qtbot.addWidget(table)
    table.add_links("Takes", ["relu", "mul_1"])
    table.show()
    (label,) = table.findChildren(LinkLabel)
    interface = QAccessible.queryAccessibleInterface(label)
    assert interface.role() == QAccessible.Role.Link
    assert interface.text(QAccessible.Text.Name) == "Takes: relu, mul_1"
    assert PRESS in interface.actionNames()
    with qtbot.waitSignal(table.link_followed) as followed:
        interface.doAction(PRESS)
    assert followed.args == ["relu"]
