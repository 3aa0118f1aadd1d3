"""Every kind of limit a target profile can set, one function each."""

from engine.targets.constraints import operands, values, windows
from engine.targets.constraints.constraint import CONSTRAINTS, Constraint

__all__ = ["CONSTRAINTS", "Constraint", "operands", "values", "windows"]
