"""The table of the whole catalogue, one file per family of rules.

A row tells the sites where the rule applies as (model, node, ops after), the nodes
where it declines as (model, node, reason), and the tolerance. A rule that applies at
every node of its op tells in the place of the second why it never declines.
"""

from importlib import import_module

from engine.rewriting.rules import FAMILIES

TABLES = [
    import_module(f"{__name__}.{family.__name__.rpartition('.')[2]}").TABLE
    for family in FAMILIES
]
CATALOGUE = {rule: row for table in TABLES for rule, row in table.items()}
