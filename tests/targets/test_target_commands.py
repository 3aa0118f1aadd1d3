"""`npu-studio targets` and what `inspect` says of targets, as scripts read it."""

import json

import pytest

from engine.cli import main
from engine.targets.profile import profiles

NETWORK = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 8, 3, padding=1)
        self.norm = nn.BatchNorm2d(8)

    def forward(self, image):
        return torch.relu(self.norm(self.a(1 - image))).logcumsumexp(1)
"""


@pytest.fixture
def call(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "net.py").write_text(NETWORK)

    def command(*words):
        given = [word.replace("net.py", str(tmp_path / "net.py")) for word in words]
        status = main(given)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return command


SOURCE = ("net.py:Net", "--input", "1x3x16x16")


def test_targets_alone_lists_them(call):
    status, out, _ = call("targets", "--json")
    names = [each["name"] for each in json.loads(out)["targets"]]
    assert status == 0
    assert names == [profile.name for profile in profiles()]


def test_targets_of_a_network_judges_it_for_each(call):
    status, out, _ = call("targets", *SOURCE, "--json")
    found = json.loads(out)
    assert status == 0
    assert found["macs"] == 8 * 3 * 9 * 16 * 16
    rows = {each["target"]: each for each in found["targets"]}
    assert set(rows) == {profile.name for profile in profiles()}
    bayes = rows["horizon-bayes"]
    assert (bayes["supported"], bayes["rewritable"], bayes["refused"]) == (3, 1, 1)
    assert bayes["refused_ops"] == ["aten.logcumsumexp"]
    assert bayes["ops"] == 5
    assert {"mac_share", "rewritten_mac_share", "latency_ms", "counts_memory"} <= set(
        bayes
    )


def test_the_table_for_people_fits_a_terminal_and_names_what_is_refused(
    call, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "80")
    status, out, _ = call("targets", *SOURCE)
    assert status == 0
    assert "…" not in out
    assert "horizon-bayes refuses aten.logcumsumexp" in out
    assert "estimate ms" in out
    assert "* computing alone" in out


def test_the_op_table_of_a_target_states_limits_and_their_source(call):
    status, out, _ = call("targets", "--ops", "horizon-bayes", "--json")
    rows = {each["op"]: each for each in json.loads(out)["ops"]}
    assert status == 0
    conv = rows["aten.conv2d"]
    assert "a kernel of at most 31" in conv["limits"]
    assert "int32 possible as output" in conv["traits"]
    assert conv["source"].startswith("D-Robotics RDK documentation")
    assert rows["aten.stack"]["becomes"] == "a concatenation"
    assert rows["aten.upsample_bilinear2d"]["costs"] == ["align_corners=False"]
    _, text, _ = call("targets", "--ops", "horizon-bayes")
    assert "becomes a concatenation" in " ".join(text.split())


def test_an_unknown_target_is_one_sentence(call):
    status, out, err = call("targets", "--ops", "abacus")
    assert (status, out) == (2, "")
    assert err.startswith("There is no target 'abacus'; choose one of ")


def test_a_malformed_profile_of_the_users_hides_none_of_the_others(call, tmp_path):
    folder = tmp_path / "data" / "npu-studio" / "targets"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text("name = 3")
    status, out, err = call("targets", "--json")
    assert status == 0
    assert len(json.loads(out)["targets"]) == len(profiles_without(folder))
    assert str(folder / "mine.toml") in err
    _, out, _ = call("doctor", "--json")
    own = json.loads(out)["own_targets"]
    assert (own["folder"], own["names"]) == (str(folder), ["mine"])
    assert [str(folder / "mine.toml") in each for each in own["wrong"]] == [True]
    status, _, err = call("inspect", *SOURCE, "--target", "mine")
    assert status == 2
    assert "name must be text" in err


def profiles_without(folder):
    (folder / "mine.toml").unlink()
    found = profiles()
    (folder / "mine.toml").write_text("name = 3")
    return found


def test_a_damaged_program_is_one_sentence(call, tmp_path):
    (tmp_path / "net.pt2").write_text("no program")
    status, out, err = call("inspect", str(tmp_path / "net.pt2"), "--json")
    assert (status, out) == (2, "")
    assert err.splitlines() == [
        f"{tmp_path / 'net.pt2'} is damaged or no exported program; write it again "
        "with torch.export.save."
    ]


def test_inspect_prints_what_scripts_depend_on(call):
    status, out, _ = call("inspect", *SOURCE, "--target", "horizon-bayes", "--json")
    found = json.loads(out)
    assert status == 1
    keys = {"nodes", "parameters", "macs", "diagnostics", "int32_candidates"}
    assert keys | {"hints", "range_findings"} <= set(found)
    (minus, summed) = [
        each for each in found["diagnostics"] if each["severity"] == "error"
    ]
    expected = "severity node module op constraint title message source fixes"
    assert set(minus) == {*expected.split(), "reference"}
    assert minus["module"] == ""
    assert (minus["node"], minus["op"]) == ("rsub", "aten.rsub.Scalar")
    assert minus["constraint"] == "tensor_first"
    assert minus["source"].endswith("net.py:12")
    assert minus["reference"] == "published port of PIDNet to J5 (OE 1.1.68)"
    assert minus["fixes"][0]["reason"] == ""
    assert summed["message"] == "Journey 5 has no logcumsumexp."
