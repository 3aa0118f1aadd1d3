"""The window of NPU Studio. No torch here: panels show plain values and emit wishes."""
