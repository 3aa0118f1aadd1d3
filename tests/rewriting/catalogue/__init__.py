"""The table of the whole catalogue, one file per family of rules.

A row tells the sites where the rule applies as (model, node, ops after), the nodes
where it declines as (model, node, reason), and the tolerance. A rule that applies at
every node of its op tells in the place of the second why it never declines.
"""

from importlib import import_module

from engine.rewriting import rules

FAMILIES = [import_module(f"{__name__}.{family}") for family in rules.__all__]
CATALOGUE = {rule: row for family in FAMILIES for rule, row in family.TABLE.items()}
