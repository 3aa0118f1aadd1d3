"""The catalogue of rewrite rules, one file per family.

A rule's function name is stored in project files and therefore never changes.
"""

from engine.rewriting.rules import (
    activations,
    arithmetic,
    assignments,
    branches,
    constants,
    convolutions,
    dimensions,
    logarithms,
    moves,
    normalization,
    piecewise,
    pixels,
    pooling,
    products,
    reductions,
    resizing,
    scores,
    shapes,
    shuffling,
    simplification,
    statistics,
    stubs,
)

__all__ = [
    "activations",
    "arithmetic",
    "assignments",
    "branches",
    "constants",
    "convolutions",
    "dimensions",
    "logarithms",
    "moves",
    "normalization",
    "piecewise",
    "pixels",
    "pooling",
    "products",
    "reductions",
    "resizing",
    "scores",
    "shapes",
    "shuffling",
    "simplification",
    "statistics",
    "stubs",
]
