"""Boxes placed in layers, groups around them, edges between; no Qt."""
