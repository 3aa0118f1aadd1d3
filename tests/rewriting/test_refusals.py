"""Every way in which a rule can decline is shown by a network, with its words."""

import ast
import inspect
import textwrap
import types
from functools import cache

import pytest

from engine.errors import EditError
from engine.recipe import ApplyRule
from engine.rewriting.catalogue import rules
from engine.rewriting.edits import apply_edit
from engine.rewriting.expansion import Expander
from engine.rewriting.rule import NoMatch, one_op
from tests.rewriting.catalogue import CATALOGUE
from tests.rewriting.exporting import ops

REFUSALS = [
    pytest.param(rule, *refusal, id=f"{rule}-{number}")
    for rule, (_, refusals, _) in CATALOGUE.items()
    if not isinstance(refusals, str)
    for number, refusal in enumerate(refusals)
]
NEVER = [rule for rule, row in CATALOGUE.items() if isinstance(row[1], str)]


@cache
def refused(rule, number):
    """The graph, its node, and the place in the code that declined."""
    build, name, _ = CATALOGUE[rule][1][number]
    model = build()
    (node,) = [each for each in model.graph.nodes if each.name == name]
    with pytest.raises(NoMatch) as caught:
        Expander().match(rules()[rule], node)
    last = caught.traceback[-1]
    return model, node, (str(last.path), last.lineno + 1), str(caught.value)


def refusals_of(rule):
    return [refused(rule, number) for number in range(len(CATALOGUE[rule][1]))]


@cache
def raises_in(function):
    """The file and the lines of every refusal in a function's code."""
    function = inspect.unwrap(function)
    lines, first = inspect.getsourcelines(function)
    found = ast.walk(ast.parse(textwrap.dedent("".join(lines))))
    return tuple(
        (inspect.getfile(function), range(each.lineno, each.end_lineno + 1), first - 1)
        for each in found
        if isinstance(each, ast.Raise) and each.exc is not None
    )


@cache
def helpers_of(function):
    """The functions of the catalogue that a function calls, however deep."""
    function = inspect.unwrap(function)
    found = {function}
    pending = [function]
    while pending:
        each = pending.pop()
        for name in names_in(each.__code__):
            called = each.__globals__.get(name)
            is_ours = isinstance(called, types.FunctionType) and (
                called.__module__.startswith("engine.rewriting.rules")
            )
            if is_ours and called not in found:
                found.add(called)
                pending.append(called)
    return found


def names_in(code):
    inner = [each for each in code.co_consts if isinstance(each, types.CodeType)]
    return {*code.co_names, *(name for each in inner for name in names_in(each))}


def unshown(functions, places):
    """The refusals in functions' code of which no place is a line."""
    return [
        (file, lines.start + offset)
        for function in functions
        for file, lines, offset in raises_in(function)
        if not any(path == file and line - offset in lines for path, line in places)
    ]


def ignored_options(rule):
    """Options of its op that a rule does not take, so that it declines any other."""
    taken = inspect.signature(rule.expand).parameters
    if rule.find_site is not one_op:
        return set()
    return {
        argument.name
        for target in rule.targets
        for argument in target._schema.arguments
        if argument.has_default_value() and argument.name not in taken
    }


@pytest.mark.parametrize(("rule", "build", "node", "reason"), REFUSALS)
def test_a_rule_declines_with_its_reason_and_changes_nothing(rule, build, node, reason):
    model = refused(rule, CATALOGUE[rule][1].index((build, node, reason)))[0]
    before = ops(model)
    with pytest.raises(EditError) as caught:
        apply_edit(model, ApplyRule(rule, node))
    assert reason in str(caught.value)
    assert ops(model) == before


@pytest.mark.parametrize("rule", [each for each in CATALOGUE if each not in NEVER])
def test_every_refusal_of_a_rule_is_shown_at_an_op_of_its_own(rule):
    one, shown = rules()[rule], refusals_of(rule)
    assert shown
    assert all(node.target in one.targets for _, node, _, _ in shown)
    places = [place for _, _, place, _ in shown]
    own = {inspect.unwrap(one.expand), inspect.unwrap(one.find_site)}
    assert unshown(own, places) == []
    reasons = " ".join(reason for *_, reason in shown)
    assert {
        each for each in ignored_options(one) if f"{each} is" not in reasons
    } == set()


def test_every_refusal_in_the_code_of_the_catalogue_is_shown():
    places = [
        place
        for rule in CATALOGUE
        if rule not in NEVER
        for _, _, place, _ in refusals_of(rule)
    ]
    functions = {
        function
        for one in rules().values()
        for start in (one.expand, one.find_site)
        for function in helpers_of(start)
    }
    assert unshown(functions, places) == []


@pytest.mark.parametrize("rule", NEVER)
def test_a_rule_that_never_declines_has_no_refusal_and_takes_every_option(rule):
    assert CATALOGUE[rule][1]
    one = rules()[rule]
    functions = helpers_of(one.expand) | helpers_of(one.find_site)
    assert unshown(functions, []) == []
    assert ignored_options(one) == set()
