"""The canvas itself: one view, and the objects that steer it."""
