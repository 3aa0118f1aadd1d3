"""The catalogue of rewrite rules, one file per family.

A rule's function name is stored in project files and therefore never changes.
"""

from engine.rewriting.rules import (
    activations,
    arithmetic,
    assignments,
    branches,
    normalization,
    pooling,
    products,
    reductions,
    resizing,
    shapes,
    simplification,
    stubs,
)

__all__ = [
    "activations",
    "arithmetic",
    "assignments",
    "branches",
    "normalization",
    "pooling",
    "products",
    "reductions",
    "resizing",
    "shapes",
    "simplification",
    "stubs",
]
