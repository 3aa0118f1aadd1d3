"""The command line's words for a source."""

from pathlib import Path

import pytest

from engine.errors import SourceError
from engine.opening.source import InputSpec, ModelSource
from engine.opening.words import (
    change_source,
    parse_argument,
    parse_input,
    parse_source,
)


def test_every_form_is_told_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here = Path.cwd()
    assert parse_source("zoo:pidnet-s") == ModelSource("zoo", "pidnet-s")
    assert parse_source("a/net.py:make.it") == ModelSource(
        "python", str(here / "a/net.py"), "make.it"
    )
    assert parse_source("pack.net:Net") == ModelSource("module", "pack.net", "Net")
    assert parse_source("x.pt2") == ModelSource("pt2", str(here / "x.pt2"))


def test_options_become_plain_values(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = parse_source(
        "pack:Net",
        arguments=["width=32", "name=small", "augment=false", "rate=.5", "x=none"],
        checkpoint="best.pt",
        inputs=["1x3x512x1024", "tokens=1x16:int64"],
        python="python3.9",
    )
    assert source.arguments == {
        "width": 32,
        "name": "small",
        "augment": False,
        "rate": 0.5,
        "x": None,
    }
    assert source.checkpoint == str(Path.cwd() / "best.pt")
    assert source.inputs == (
        InputSpec((1, 3, 512, 1024)),
        InputSpec((1, 16), "int64", "tokens"),
    )
    assert source.python == "python3.9"


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("nonsense", "nonsense is no source; write zoo:NAME"),
        ("zoo:pidnet-x", "no bundled network pidnet-x; did you mean pidnet-"),
        ("zoo:unet", "no bundled network unet; there are pidnet-s"),
        ("gone.py", r"There is no file gone\.py"),
        ("best.pth", "holds weights, not the network; .*this file as --checkpoint"),
        ("net.ONNX", "is an ONNX file; open the PyTorch code"),
        ("net.ipynb", r"is a notebook; save its network as a \.py file"),
        (".", r"\. is a folder; name the Python file in it"),
        ("/:Net", "/ is a folder"),
    ],
)
def test_unknown_words_are_answered_with_what_there_is(word, sentence):
    with pytest.raises(SourceError, match=sentence):
        parse_source(word)


def test_a_callable_of_a_file_that_is_no_code_is_answered_too(tmp_path):
    file = tmp_path / "best.safetensors"
    file.touch()
    with pytest.raises(SourceError, match="this file as --checkpoint"):
        parse_source(f"{file}:Net")


def test_a_file_without_a_callable_names_what_it_defines(tmp_path):
    file = tmp_path / "net.py"
    file.write_text("class Net: ...\ndef make(): ...\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"net\.py:NAME; it defines Net, make\."):
        parse_source(str(file))
    file.write_text("class", encoding="utf-8")
    with pytest.raises(SourceError, match="is not valid Python"):
        parse_source(str(file))


def test_a_program_takes_no_checkpoint():
    with pytest.raises(SourceError, match="holds its own weights"):
        parse_source("x.pt2", checkpoint="best.pt")


@pytest.mark.parametrize("more", [{"inputs": ["1x3x8x8"]}, {"arguments": ["a=1"]}])
def test_a_program_cannot_be_built_otherwise(more):
    with pytest.raises(SourceError, match=r"is fixed for its inputs, so (1x3x8x8|a=1)"):
        parse_source("x.pt2", **more)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[8, 16]", [8, 16]),
        ("(8,16)", [8, 16]),
        ("{'mult': 2, 'act': ['relu', None]}", {"mult": 2, "act": ["relu", None]}),
        ("-1.5", -1.5),
        ("{1, 2}", "{1, 2}"),
        ("[8, 16", "[8, 16"),
        ("b'x'", "b'x'"),
    ],
)
def test_lists_and_dicts_are_arguments_too(text, value):
    assert parse_argument(f"width={text}") == ("width", value)


@pytest.mark.parametrize("text", ["1xx3", "", "1x-3", "axb", "1x3x0"])
def test_malformed_shapes_are_refused(text):
    with pytest.raises(SourceError):
        parse_input(text)


@pytest.mark.parametrize("text", ["width", "3=4", "=4"])
def test_malformed_arguments_are_refused(text):
    with pytest.raises(SourceError, match="write name=value"):
        parse_argument(text)


def test_what_is_said_replaces_what_a_source_says():
    source = ModelSource(
        "zoo", "pidnet-s", arguments={"classes": 19}, inputs=(InputSpec((1, 3, 8, 8)),)
    )
    assert change_source(source) == source
    changed = change_source(source, arguments=["width=3"], inputs=["1x3x64x64"])
    assert changed.arguments == {"classes": 19, "width": 3}
    assert changed.inputs == (InputSpec((1, 3, 64, 64)),)
