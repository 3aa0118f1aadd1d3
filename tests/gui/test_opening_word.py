from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import SourceError
from engine.opening.source import InputSpec, ModelSource
from gui.opening_word import (
    AskAboutModel,
    OpenProject,
    OpenSample,
    read_options,
    read_word,
)

INPUT = ("--input", "1x3x32x64")


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("sample:street", OpenSample("street")),
        ("p.json", OpenProject(Path("p.json"))),
        ("model.py", AskAboutModel(Path("model.py"))),
        ("/m/model.py:Net", AskAboutModel(Path("/m/model.py"), "Net")),
        ("/m/net.pt2", ModelSource("pt2", "/m/net.pt2")),
        ("zoo:pidnet-s", ModelSource("zoo", "pidnet-s")),
        ("package.nets:build", ModelSource("module", "package.nets", "build")),
    ],
)
def test_a_word_is_read_by_its_form(word, wanted):
    assert read_word(word) == wanted


def test_options_become_part_of_the_source():
    words = [*INPUT, "--arg", "n=3", "--checkpoint", "/w.pth", "--python", "python3"]
    assert read_word("package.nets:build", read_options(words)) == ModelSource(
        "module",
        "package.nets",
        "build",
        arguments={"n": 3},
        checkpoint="/w.pth",
        inputs=(InputSpec((1, 3, 32, 64)),),
        python="python3",
    )


def test_a_python_file_with_its_input_is_opened_without_asking():
    source = read_word("/m/model.py:Net", read_options(INPUT))
    assert source == ModelSource(
        "python", "/m/model.py", "Net", inputs=(InputSpec((1, 3, 32, 64)),)
    )


def test_a_sample_takes_no_options():
    with pytest.raises(SourceError, match="takes no options"):
        read_word("sample:street", read_options(INPUT))


def test_options_stand_in_for_what_a_project_says_itself():
    wanted = read_word("p.json", read_options([*INPUT, "--arg", "m=2"]))
    source = ModelSource("zoo", "net", "Net", {"n": 1}, "/w.pth", (InputSpec((1, 3)),))
    assert wanted.path == Path("p.json")
    assert wanted.options.changed(source) == replace(
        source, arguments={"n": 1, "m": 2}, inputs=(InputSpec((1, 3, 32, 64)),)
    )


def test_an_unknown_option_ends_the_program_with_the_known_ones(capsys):
    with pytest.raises(SystemExit) as leaving:
        read_options(["--colour", "red"])
    assert leaving.value.code == 2
    assert "--checkpoint" in capsys.readouterr().err
