"""Brings the translations up to date with the window's source.

Run `make translations`, or `python -m resources.translations.update` in the repository.
Every language's `.ts` file gets the strings that are new and loses those that are gone;
then its `.qm` file, which the program reads, is made by Qt's lrelease. The strings that
wait for a translation are listed, and the exit status is 1 if there are any.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

import PySide6

from resources.translations.strings import Text, texts_of

FOLDER = Path(__file__).resolve().parent
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
FORM = "numerusform"
Words = dict[Text, str]
"""What each text is called in one language; empty where nobody has said."""


def main() -> int:
    """Update all languages; gives the exit status."""
    texts = texts_of()
    waiting = 0
    for file in sorted(FOLDER.glob("*.ts")):
        known = read_words(file)
        words = {text: known.get(text, "") for text in texts}
        write_words(file, words)
        release(file, file.with_suffix(".qm"))
        missing = [text for text, word in words.items() if not word]
        waiting += len(missing)
        print(f"{file.name}: {len(words)} strings, {len(missing)} to translate")
        for text in missing:
            print(f"  {text.context}: {text.source}")
    return 1 if waiting else 0


def read_words(file: Path) -> Words:
    """Read a `.ts` file; a translation marked unfinished counts as none."""
    words: Words = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            source = message.findtext("source", "")
            is_plural = message.get("numerus") == "yes"
            words[Text(name, source, is_plural)] = _finished(message)
    return words


def write_words(file: Path, words: Words) -> None:
    """Write a `.ts` file in alphabetical order, as Qt Linguist reads it."""
    root = ElementTree.Element("TS", version="2.1", language=language_of(file))
    for name, texts in groupby(sorted(words), lambda text: text.context):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for text in texts:
            context.append(_message(text, words[text]))
    ElementTree.indent(root, " " * 4)
    body = ElementTree.tostring(root, encoding="unicode")
    file.write_text(f"{HEAD}{body}\n", encoding="utf-8")


def language_of(file: Path) -> str:
    """Read the language from a name like `npu-studio_zh_CN.ts`."""
    return file.stem.partition("_")[2]


def release(source: Path, target: Path) -> None:
    """Make a `.qm` file of a `.ts` file."""
    program = Path(PySide6.__file__).parent / "lrelease"
    command = [str(program), "-silent", str(source), "-qm", str(target)]
    subprocess.run(command, check=True)


def _finished(message: ElementTree.Element) -> str:
    translation = message.find("translation")
    if translation is None or translation.get("type") is not None:
        return ""
    return translation.findtext(FORM) or translation.text or ""


def _message(text: Text, words: str) -> ElementTree.Element:
    message = ElementTree.Element(
        "message", {"numerus": "yes"} if text.is_plural else {}
    )
    ElementTree.SubElement(message, "source").text = text.source
    state = {} if words else {"type": "unfinished"}
    translation = ElementTree.SubElement(message, "translation", state)
    place = ElementTree.SubElement(translation, FORM) if text.is_plural else translation
    place.text = words
    return message


if __name__ == "__main__":
    sys.exit(main())
