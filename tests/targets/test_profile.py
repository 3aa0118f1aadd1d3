"""Target profiles: what is bundled, and how a malformed one is refused."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from engine.errors import TargetError
from engine.targets.fitting import FITS
from engine.targets.limits import OFF
from engine.targets.op_facts import op_facts
from engine.targets.profile import (
    LIMITS,
    load_profile,
    profiles,
    read_profile,
    readable_profiles,
)
from engine.targets.reading import check_table

MINIMAL = """\
name = "tiny"
title = "Tiny"
chip = "tiny chip"
source = "measured here"
fallback = "none"

[hardware]
peak_tops = 1

[stubs]
missing = "warning"

[quantization]
activation = "int8"
signed_grid = true
scale_divisor = 127
nonnegative_divisor = 127
int16_divisor = 32767
weight_divisor = 127
rounding = "half_even"
shared_scale_ops = ["aten.relu"]

[constraints]
rank = [4]

[ops.aten]
relu = {}
reshape = { rank = [2, 4], warn = { max_batch = 1 } }
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "tiny.toml"
        path.write_text(text)
        return path

    return write


def test_bundled_profiles_load_and_name_their_sources():
    found = {profile.name: profile for profile in profiles()}
    assert set(found) >= {
        "horizon-bernoulli2",
        "horizon-bayes",
        "horizon-nash-e",
        "horizon-nash-m",
        "cambricon-mlu270",
        "onnxruntime-cpu",
        "low-power-cpu",
    }
    for profile in found.values():
        assert profile.ops
        assert all(word in profile.source for word in ("Op l", "Compute: "))
        named = (profile.hardware.source, profile.quantization.source)
        assert set(named) <= set(profile.sources)
        assert all(support.source for support in profile.ops.values())


def test_a_profile_that_extends_another_states_only_what_differs():
    e, m = load_profile("horizon-nash-e"), load_profile("horizon-nash-m")
    assert (m.ops, m.quantization, m.stubs) == (e.ops, e.quantization, e.stubs)
    assert (e.hardware.peak_tops, m.hardware.peak_tops) == (80, 128)
    assert (e.chip, m.chip) == ("Journey 6E", "Journey 6M")


def test_a_profile_overrides_single_limits_of_the_one_it_extends(written, tmp_path):
    written(MINIMAL)
    path = tmp_path / "own.toml"
    path.write_text(
        'extends = "tiny"\nname = "own"\n[constraints]\nrank = [2]\n'
        "[ops.aten]\ngelu = { max_batch = 8 }\n"
    )
    profile = read_profile(path)
    assert profile.title == "Tiny"
    assert profile.ops["aten.relu"].errors == {"rank": (2,)}
    assert profile.ops["aten.gelu"].errors == {"rank": (2,), "max_batch": 8}


@pytest.mark.parametrize(
    "other", ["abacus", "tiny", "../tiny", "/tmp/tiny", "", "a\\u0000b", "x" * 999]
)
def test_extending_what_is_no_other_profile_is_refused(written, other):
    path = written(MINIMAL.replace("[hardware]", f'extends = "{other}"\n[hardware]'))
    with pytest.raises(TargetError, match=r"extends '.*choose one of .*horizon-bayes"):
        read_profile(path)


def test_a_profile_beside_it_is_extended_before_a_bundled_one(tmp_path):
    below = MINIMAL.replace('"tiny"', '"horizon-bayes"')
    (tmp_path / "horizon-bayes.toml").write_text(below)
    own = tmp_path / "own.toml"
    text = 'extends = "horizon-bayes"\nname = "own"\n'
    own.write_text(text, encoding="utf-8-sig")
    assert read_profile(own).chip == "tiny chip"


def test_every_limit_a_profile_may_switch_off_is_a_choice_of_yes_or_no():
    assert {LIMITS[name] for name in OFF} == {bool}
    assert set(FITS) <= set(LIMITS)


def words(profile, op):
    (facts,) = [each for each in op_facts(profile) if each.op == op]
    return (*facts.limits, *facts.costs)


@pytest.mark.parametrize("name", sorted(OFF))
@pytest.mark.parametrize("level", ["{%s}", "{ warn = {%s} }"])
def test_a_limit_that_is_switched_off_is_neither_kept_nor_told(tmp_path, name, level):
    op = min(FITS[name]).removeprefix("aten.")
    on, off = str(not OFF[name]).lower(), str(OFF[name]).lower()
    below, own = tmp_path / "tiny.toml", tmp_path / "own.toml"
    below.write_text(MINIMAL + f"{op} = " + level % f"{name} = {on}")
    own.write_text(
        f'extends = "tiny"\nname = "own"\n[ops.aten]\n{op} = '
        + level % f"{name} = {off}"
    )
    stated, quiet = read_profile(below), read_profile(own)
    one, other = stated.ops[f"aten.{op}"], quiet.ops[f"aten.{op}"]
    assert name in {**one.errors, **one.warnings}
    assert name not in {**other.errors, **other.warnings}
    rank = ("values with 4 dimensions",)
    assert words(quiet, f"aten.{op}") == rank
    assert len(words(stated, f"aten.{op}")) == 2


@pytest.mark.parametrize("name", sorted(LIMITS))
@pytest.mark.parametrize("level", ["{%s}", "{ warn = {%s} }"])
def test_any_limit_of_an_extended_profile_can_be_lifted(tmp_path, name, level):
    op = min(FITS.get(name, {"aten.relu"})).removeprefix("aten.")
    stated = written_value(name)
    below, own = tmp_path / "tiny.toml", tmp_path / "own.toml"
    free = MINIMAL.replace("rank = [4]", "")
    free = free.replace("relu = {}", "" if op == "relu" else "relu = {}")
    below.write_text(free + f"{op} = " + level % f"{name} = {stated}")
    lifted = f"{op} = " + level % f'{name} = "any"'
    own.write_text(f'extends = "tiny"\nname = "own"\n[ops.aten]\n{lifted}')
    one, other = (read_profile(file).ops[f"aten.{op}"] for file in (below, own))
    assert name in {**one.errors, **one.warnings}
    assert name not in {**other.errors, **other.warnings}


def written_value(name):
    """A limit that limits something, as it is written."""
    if LIMITS[name] is bool:
        return str(not OFF.get(name, False)).lower()
    return next(
        text
        for text in ("2", "[2]", '["int8"]', '["reflect"]')
        if not problems_of(name, text)
    )


def problems_of(name, text):
    problems = []
    check_table(tomllib.loads(f"{name} = {text}"), LIMITS, "", problems)
    return problems


def test_a_limit_that_holds_for_all_ops_can_be_lifted_for_all_or_one(tmp_path):
    own = tmp_path / "own.toml"
    (tmp_path / "tiny.toml").write_text(MINIMAL)
    for text, held in (
        ('[constraints]\nrank = "any"', False),
        ('[ops.aten]\nrelu = { rank = "any" }', False),
        ('[ops.aten]\nview = { rank = "any" }', True),
    ):
        own.write_text(f'extends = "tiny"\nname = "own"\n{text}')
        assert ("rank" in read_profile(own).ops["aten.relu"].errors) is held


def test_a_profile_follows_a_change_of_the_one_it_extends(tmp_path):
    below, own = tmp_path / "tiny.toml", tmp_path / "own.toml"
    below.write_text(MINIMAL)
    own.write_text('extends = "tiny"\nname = "own"\n')
    assert read_profile(own).chip == "tiny chip"
    before = below.stat().st_mtime_ns
    below.write_text(MINIMAL.replace("tiny chip", "other chip"))
    os.utime(below, ns=(before + 1, before + 1))
    assert read_profile(own).chip == "other chip"


def test_advised_rules_exist():
    from engine.rewriting.catalogue import rules

    for profile in profiles():
        assert set(profile.advised_rules) <= set(rules())


def test_every_op_a_scheme_names_is_in_the_op_table():
    for profile in profiles():
        scheme = profile.quantization
        named = {*scheme.shared_scale_ops, *scheme.int16_ops, *scheme.int32_ops}
        in_float = (
            {"aten.upsample_bilinear2d"} if profile.fallback == "float" else set()
        )
        assert named - set(profile.ops) - {"npu.quant"} == in_float


def test_quantization_schemes_follow_their_chips():
    bayes = load_profile("horizon-bayes").quantization
    assert (bayes.signed_grid, bayes.scale_divisor, bayes.rounding) == (
        True,
        127.5,
        "half_up",
    )
    assert load_profile("horizon-nash-e").quantization.rounding == "half_even"
    runtime = load_profile("onnxruntime-cpu").quantization
    assert (runtime.signed_grid, runtime.rounding) == (False, "half_even")
    assert (runtime.scale_divisor, runtime.nonnegative_divisor) == (127, 255)


def test_general_limits_hold_for_every_op_without_its_own(written):
    profile = read_profile(written(MINIMAL))
    assert profile.ops["aten.relu"].errors == {"rank": (4,)}
    assert profile.ops["aten.reshape"].errors == {"rank": (2, 4)}
    assert profile.ops["aten.reshape"].warnings == {"max_batch": 1}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "relu = {}",
            "relu = { rankk = [4] }",
            "rankk is unknown in ops.aten.relu, did you mean rank? (k",
        ),
        ("relu = {}", "relu = { zz = 4 }", "zz is unknown in ops.aten.relu (known: al"),
        ("relu = {}", "relu = { rank = 4 }", "rank in ops.aten.relu must be a list of"),
        (
            "relu = {}",
            'relu = { dtypes = ["float8"] }',
            "dtypes in ops.aten.relu must be a list of 'bool', 'uint8'",
        ),
        ("relu = {}", 'relu = { pad_modes = ["mirror"] }', "a list of 'constant', 'r"),
        ("relu = {}", "relu = 3", "ops.aten.relu must be a table"),
        ("[ops.aten]\nrelu", "[ops]\nrelu", "ops.relu holds no op; write one as [ops."),
        ("relu = {}", "relu6 = {}", "aten.relu of shared_scale_ops in quantization is"),
        ("relu = {}", "rellu = {}", "ops.aten.rellu names no op, did you mean aten.re"),
        ("[ops.aten]", "[ops.atem]", "ops.atem.relu names no op, did you mean aten.re"),
        ("[ops.aten]", "[ops.my]\nqqq = {}\n[ops.aten]", "ops.my.qqq names no op; ops"),
        (
            '["aten.relu"]',
            '["aten.rellu"]',
            "aten.rellu of shared_scale_ops in quantization names no op, did you mean",
        ),
        (
            'fallback = "none"',
            'fallback = "none"\ncustom_ops = ["mine"]',
            "'mine' in custom_ops must be named as in mylib.my_op",
        ),
        ("peak_tops = 1", "peak_tops = nan", "peak_tops in hardware must be above 0"),
        (
            "max_batch = 1",
            "max_batch = true",
            "max_batch in ops.aten.reshape.warn must be",
        ),
        ('"half_even"', '"nearest"', "rounding in quantization must be 'half_even' or"),
        ("peak_tops = 1", "", "peak_tops is missing in hardware"),
        ("peak_tops = 1", 'peak_tops = "1"', "peak_tops in hardware must be a number"),
        ('chip = "tiny chip"', "", "chip is missing"),
        ('chip = "tiny chip"', "chip = 5", "chip must be text"),
        ('name = "tiny"', 'name = "huge"', "name must be that of the file, 'tiny'"),
        ("peak_tops = 1", "peak_tops = 0", "peak_tops in hardware must be above 0"),
        (
            "peak_tops = 1",
            "peak_tops = 1\nbandwidth_gb_per_s = -1",
            "bandwidth_gb_per_s in hardware must be 0 or above 0",
        ),
        (
            "peak_tops = 1",
            "peak_tops = 1\nchannel_alignment = 0",
            "channel_alignment in hardware must be above 0",
        ),
        ("divisor = 127\n", "divisor = 0\n", "scale_divisor in quantization must be"),
        (
            "relu = {}",
            "relu = { rank = [] }",
            "rank in ops.aten.relu must name at least",
        ),
        ("relu = {}", "relu = { warn = 3 }", "warn in ops.aten.relu must be a table"),
        (
            "relu = {}",
            'relu = { source = "book" }',
            "source 'book' in ops.aten.relu is not in [sources] (known: none)",
        ),
        (
            "[stubs]",
            "sources = { book = 3 }\n[stubs]",
            "sources is unknown in hardware",
        ),
        ("[ops.aten]", "[ops]\naten = 3\n[other]", "ops.aten must be a table"),
        ("[hardware]", "[[hardware]]", "hardware must be a table"),
        ('fallback = "none"', 'fallback = "gpu"', "fallback must be 'none' or 'float'"),
        (
            'missing = "warning"',
            'missing = "no"',
            "missing in stubs must be 'error' or",
        ),
        (
            "[stubs]",
            "[stub]",
            "stub is unknown, did you mean stubs? (known: advised_rules, chip",
        ),
        ('name = "tiny"', "name = ", "is not a TOML file"),
        ('name = "tiny"', "extends = [3]", "extends [3], which is no other profile"),
        ("[ops.aten]", "[other]", "; ops must be a table."),
        ('name = "tiny"', 'name = "t\xefny"', "is not text in UTF-8; save it as that."),
    ],
)
def test_a_malformed_profile_names_its_file_key_and_choices(
    written, old, new, sentence
):
    path = written("")
    path.write_text(MINIMAL.replace(old, new, 1), encoding="latin-1")
    with pytest.raises(TargetError) as caught:
        read_profile(path)
    assert str(path) in str(caught.value)
    assert sentence in str(caught.value)


def test_an_unknown_limit_is_answered_with_every_known_one(written):
    path = written(MINIMAL.replace("relu = {}", "relu = { rankk = [4] }"))
    with pytest.raises(TargetError) as caught:
        read_profile(path)
    words = {"warn", "becomes", "caveat", "source"}
    assert ", ".join(sorted({*LIMITS, *words})) in str(caught.value)


def test_an_unknown_target_is_answered_with_the_known_ones():
    with pytest.raises(TargetError, match=r"'abacus'; choose one of .*horizon-bayes"):
        load_profile("abacus")


def test_the_users_own_profile_is_found_and_wins(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "engine.targets.profile.user_data_path", lambda name: tmp_path / name
    )
    folder = tmp_path / "npu-studio" / "targets"
    folder.mkdir(parents=True)
    (folder / "tiny.toml").write_text(MINIMAL)
    (folder / "horizon-bayes.toml").write_text(
        MINIMAL.replace('"tiny"', '"horizon-bayes"')
    )
    assert load_profile("tiny").title == "Tiny"
    assert load_profile("horizon-bayes").chip == "tiny chip"


def test_reading_profiles_imports_no_torch():
    code = (
        "import sys; from engine.targets.profile import profiles; profiles();"
        "sys.exit('torch' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0


def test_a_malformed_profile_of_the_user_hides_none_of_the_others(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "engine.targets.profile.user_data_path", lambda name: tmp_path / name
    )
    folder = tmp_path / "npu-studio" / "targets"
    folder.mkdir(parents=True)
    bundled, none = readable_profiles()
    (folder / "tiny.toml").write_text("name = ")
    found, wrong = readable_profiles()
    assert none == ()
    assert found == bundled
    assert [str(folder / "tiny.toml") in sentence for sentence in wrong] == [True]
