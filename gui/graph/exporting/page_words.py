"""What an exported page says by itself, in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.graph.scene.family_names import family_names
from gui.graph.scene.query import WAYS_TO_ASK


def page_words() -> dict[str, object]:
    """The words of the script by their keys; `{…}` stands for what it fills in."""
    fields = " ".join(WAYS_TO_ASK)
    return {
        "language": _tr("en"),
        "search": _tr("Search words, {fields} (press /)").format(
            fields="op: name: shape: src:"
        ),
        "fields": _tr(
            "Words, /expressions/ and {fields}\n"
            "A minus before a word leaves out what has it."
        ).format(fields=fields),
        "found": _tr("{count} found"),
        "place": _tr("{place} of {count}"),
        "unknown": _tr("There is no field {field}"),
        "number": _tr("{word} needs a number behind it, such as {word}1k"),
        "unmeasured": _tr("No quantization error was measured before the export"),
        "broken": _tr("{word} is not a regular expression"),
        "slow": _tr("{word} takes too long; write it without nested repeats"),
        "graph": _tr("Network graph"),
        "fit": _tr("Fit (F)"),
        "next": _tr("Next problem (N)"),
        "overview": _tr("Overview (D)"),
        "open": _tr("Open all modules (D)"),
        "facts": _facts_words(),
        "legend": _legend_words(),
    }


def _facts_words() -> dict[str, str]:
    return {
        "node": _tr("Node"),
        "op": _tr("Op"),
        "ops": _tr("Ops"),
        "output": _tr("Output"),
        "module": _tr("Module"),
        "nodes": _tr("Nodes"),
        "takes": _tr("Takes"),
        "feeds": _tr("Feeds"),
        "parameters": _tr("Parameters"),
        "macs": _tr("MACs"),
        "source": _tr("Source"),
        "code": _tr("Code"),
    }


def _legend_words() -> dict[str, str]:
    severities = {
        "error": _tr("Error"),
        "warning": _tr("Warning"),
        "advice": _tr("Advice"),
    }
    return severities | {str(key): name for key, name in family_names().items()}


def problem_text(title: str, message: str) -> str:
    """A problem as one line."""
    return _tr("{title}. {message}").format(title=title, message=message)


def facts_text(nodes: int, parameters: str) -> str:
    """The size of a network, from its nodes and how many parameters in short."""
    words = _tr("1 node") if nodes == 1 else _tr("{} nodes").format(nodes)
    return words + _tr(" · {count} parameters").format(count=parameters)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WebPage", text)
