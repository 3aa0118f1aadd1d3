"""The sentences of the engine in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.sentence import Sentence

CONTEXT = "engine"
WIDE = "。；：，！？）"


def in_language(text: str) -> str:
    """Say what the engine says in the window's language.

    A plain text, as a name or a file's path, is said as it is.
    """
    if not isinstance(text, Sentence):
        return text
    template = _of_window(text.template) or _translated(text.template)
    if not text.values:
        return template
    return template.format(
        **{
            name: in_language(value) if isinstance(value, str) else value
            for name, value in text.values.items()
        }
    )


def _of_window(option: str) -> str:
    """Where the window asks for what the command line takes as this option, or ""."""
    if not option.startswith("--"):
        return ""
    places = {
        "--arg name=value": _tr("rows of “Arguments” in File > Open model"),
        "--moved-to FILE": _tr("asked for when it is opened again"),
        "--checkpoint": _tr("“Weights” in File > Open model"),
        "--input 1x3x512x1024": _tr("“Input size” in File > Open model"),
        "--input 1x128:int64": _tr("1x128:int64 in “Input size” in File > Open model"),
        "--input 1x3x224x224:float16": _tr(
            "1x3x224x224:float16 in “Input size” in File > Open model"
        ),
        "--input NAME=1x3x512x1024": _tr(
            "NAME=1x3x512x1024 in “Input size” in File > Open model"
        ),
    }
    return places.get(option, "")


def joined(*sentences: str) -> str:
    """One sentence behind another; Chinese punctuation brings its own space."""
    text = ""
    for each in filter(None, sentences):
        between = "" if not text or text[-1] in WIDE else " "
        text += between + each
    return text


def still_running(title: str) -> str:
    """Why nothing else can be begun while the task of a title runs; "" without one."""
    text = _tr("{} is still running; wait for it or cancel it first.")
    return text.format(title) if title else ""


def both_languages(text: str) -> str:
    """The words as shown and in English: what a search may look for."""
    shown = in_language(text)
    return shown if shown == text else f"{shown} {text}"


def _translated(template: str) -> str:
    """The words for a template, which may be the title of a rule."""
    found = _look_up(CONTEXT, template)
    return found if found != template else _look_up("Rule", template)


def _look_up(context: str, words: str) -> str:
    return QCoreApplication.translate(context, words)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sentences", text)
