"""The pages of the window, and what keeps their parts together."""
