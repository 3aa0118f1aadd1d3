"""The table of the whole catalogue, one file per family of rules.

A row tells the sites where the rule applies as (model, node, ops after), the nodes
where it declines as (model, node, reason), and the tolerance. A rule that applies at
every node of its op tells in the place of the second why it never declines.
"""

from tests.rewriting.catalogue import (
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
    sharing,
    shuffling,
    simplification,
    statistics,
    stubs,
)

FAMILIES = (
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
    sharing,
    shuffling,
    simplification,
    statistics,
    stubs,
)
CATALOGUE = {rule: row for family in FAMILIES for rule, row in family.TABLE.items()}
