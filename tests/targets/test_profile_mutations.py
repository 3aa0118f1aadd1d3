"""Profiles mutated at random are refused in words, or judge every network."""

import json
import tomllib
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import TargetError
from engine.resources import TARGETS
from engine.targets.breaking import first_broken
from engine.targets.calls import op_name, ops_of
from engine.targets.diagnostics import diagnose
from engine.targets.fitting import FITS
from engine.targets.limits import LIMITS, OFF
from engine.targets.op_facts import op_facts
from engine.targets.profile import read_profile
from tests.rewriting.exporting import tiny_pidnet
from tests.targets.constraint_cases import TABLE
from tests.targets.test_profile import MINIMAL

pytestmark = pytest.mark.filterwarnings("ignore:Default grid_sample")
BASES = ("horizon-bayes", "horizon-bernoulli2", "cambricon-mlu270", "onnxruntime-cpu")


@cache
def networks():
    return tuple(case() for row in TABLE.values() for case in row[1:3])


@cache
def street():
    return tiny_pidnet()


@pytest.fixture(scope="module", autouse=True)
def opened_networks():
    """Open them before mutations are drawn: the time of a draw is watched."""
    street(), ops()


@cache
def ops():
    named = {op_name(node) for each in networks() for node in ops_of(each.graph)}
    return sorted(name for name in named if name.startswith("aten."))


def spelled(value):
    if isinstance(value, dict):
        inside = (f"{json.dumps(key)} = {spelled(one)}" for key, one in value.items())
        return f"{{ {', '.join(inside)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(spelled, value))}]"
    return str(value) if isinstance(value, float) else json.dumps(value)


def written(content):
    return "".join(
        f"{json.dumps(key)} = {spelled(one)}\n" for key, one in content.items()
    )


numbers = st.sampled_from([-1, 0, 1, 2, 3, 4, 8, 1000, 2**63, 10**40])
plain = st.one_of(
    st.booleans(),
    numbers,
    st.floats(),
    st.sampled_from(["", "none", "int8", "constant", "{", "rdk", "../tiny", "aten.x"]),
)
anything = st.one_of(
    plain, st.lists(plain, max_size=3), st.dictionaries(st.just("rank"), plain)
)
fitting = st.one_of(st.booleans(), numbers, st.lists(st.integers(0, 5), min_size=1))


@st.composite
def mutations(draw):
    """A path of keys into a profile, and what to put there."""
    limit = draw(st.sampled_from(sorted(LIMITS)))
    if draw(st.booleans()):
        op = draw(st.sampled_from(ops())).partition(".")
        level = draw(st.sampled_from([(), ("warn",)]))
        return ("ops", op[0], op[2], *level, limit), draw(st.one_of(fitting, anything))
    path = draw(
        st.sampled_from(
            [
                ("constraints", limit),
                *((key,) for key in ("extends", "sources", "ops", "title", "stubs")),
                ("folds_constants",),
                ("hardware", "peak_tops"),
                ("hardware", "cores"),
                ("quantization", "int16_ops"),
                ("stubs", "missing"),
                ("stubs", "constants"),
                ("ops", "aten"),
                ("ops", "aten", "relu"),
                ("ops", "aten", "relu", "caveat"),
                ("custom_ops",),
            ]
        )
    )
    return path, draw(anything)


def put(content, path, value):
    *above, last = path
    for key in above:
        if not isinstance(content.get(key), dict):
            content[key] = {}
        content = content[key]
    content[last] = value


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(base=st.sampled_from(BASES), edits=st.lists(mutations(), min_size=1, max_size=2))
def test_a_mutated_profile_is_refused_in_words_or_judges(tmp_path_factory, base, edits):
    content = tomllib.loads((TARGETS / f"{base}.toml").read_text(encoding="utf-8"))
    for path, value in edits:
        put(content, path, value)
    file = tmp_path_factory.mktemp("own") / f"{base}.toml"
    file.write_text(written(content), encoding="utf-8")
    profile, refusal = loaded(file)
    assert profile or str(file) in refusal
    if profile is None:
        return
    op_facts(profile)
    diagnose(street(), profile)
    for network in networks():
        for node in ops_of(network.graph):
            first_broken(node, profile)


def values(name):
    """Values of the right kind for a limit."""
    if LIMITS[name] is bool:
        return [not OFF.get(name, False)]
    limit = TABLE[name][0]
    return [list(limit)] if isinstance(limit, tuple) else [2, 2**62]


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_a_limit_is_checked_at_every_op_it_fits_and_refused_at_others(tmp_path, name):
    content = {
        key: value
        for key, value in tomllib.loads(MINIMAL).items()
        if key not in {"ops", "constraints"}
    }
    content["quantization"]["shared_scale_ops"] = []
    for value in values(name):
        aten = {op.partition(".")[2]: {name: value} for op in ops()}
        kept = {op: one for op, one in aten.items() if fits(name, f"aten.{op}")}
        file = tmp_path / "tiny.toml"
        file.write_text(written(content | {"ops": {"aten": kept}}), encoding="utf-8")
        profile = read_profile(file)
        for node in (n for each in networks() for n in ops_of(each.graph)):
            if op_name(node) in profile.ops:
                first_broken(node, profile)
        other = tmp_path / "other.toml"
        other.write_text(written(content | {"ops": {"aten": aten}}), encoding="utf-8")
        _, refusal = loaded(other)
        refused = {op for op in aten if f"{name} in ops.aten.{op} fits only" in refusal}
        assert refused == set(aten) - set(kept)


def fits(name, op):
    return name not in FITS or op in FITS[name]


def loaded(file):
    try:
        return read_profile(file), ""
    except TargetError as error:
        return None, str(error)
