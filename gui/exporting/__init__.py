"""Exporting the graph, from the window and from the command line."""
