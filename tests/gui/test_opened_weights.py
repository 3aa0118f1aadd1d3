"""What the window says of how a checkpoint fitted the network that it opened."""

from PySide6.QtWidgets import QMessageBox

from engine.opening.source import WeightReport


def test_weights_that_do_not_fit_are_told_with_every_key(opened):
    report = WeightReport(
        "net.pth", 10, missing=("a.weight",), mismatched=(("b", "3", "4"),)
    )
    opened.session.show(weights=report)
    opened.session.opened.emit(opened.session.state)
    assert "10 weights matched, 1 missing, 1 of another shape" in (
        opened.notice.text.text()
    )
    opened.notice.details.click()
    (box,) = opened.findChildren(QMessageBox)
    assert "a.weight" in box.detailedText()
    assert "b  3 ≠ 4" in box.detailedText()
    box.close()
    assert opened.notice._mark == "error"


def test_weights_that_no_part_of_the_network_lacks_are_no_error(opened):
    report = WeightReport("a/net.pth", 453, unexpected=("p.w",), unused=("p",))
    opened.session.show(weights=report)
    opened.session.opened.emit(opened.session.state)
    assert opened.notice.said == (
        "net.pth: all 453 weights of the network are loaded; one more in the file, "
        "p.w, is not used."
    )
    assert opened.notice._mark == "advice"
    opened.notice.details.click()
    (box,) = opened.findChildren(QMessageBox)
    assert "p.w" in box.detailedText()
    box.close()
    opened.session.show(weights=report, warnings=("Something else.",))
    opened.session.opened.emit(opened.session.state)
    assert opened.notice.said == "Something else."
    assert not opened.notice.details.isVisible()
