import pytest


def pytest_itemcollected(item):
    """Let the offscreen platform say that it has no window manager."""
    item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))
