"""What became of a node between two states; no Qt."""

from __future__ import annotations

from typing import Literal, get_args

Change = Literal["added", "removed", "changed"]
CHANGES: tuple[Change, ...] = get_args(Change)
