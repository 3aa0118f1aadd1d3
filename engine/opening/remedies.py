"""What to try after an error in foreign code, as the end of a sentence.

Stands alone: it also runs in the user's own interpreter.
"""

from __future__ import annotations

import re

from ..sentence import say

_BY_WORDS = (
    (
        r"CUDA|cuda|NVIDIA|HIP ",
        say(
            "networks are opened on the CPU: take the device of an input, or ask "
            "torch.cuda.is_available()"
        ),
    ),
    (
        r"ModuleNotFoundError",
        say("install that package, or choose an interpreter that has it"),
    ),
    (
        r"FileNotFoundError",
        say("relative paths begin at the folder of the opened file"),
    ),
    (r"EOFError", say("nobody can answer it here, so make it an argument")),
    (
        r"MemoryError|can't allocate memory|not enough memory",
        say("this machine has not that much memory: make it smaller"),
    ),
    (r"RecursionError", say("look for a function that calls itself")),
)
_OF_A_RUN = (
    (
        r"scalar types: Long|tensors used as ind(ex|ices) must be",
        say(
            "it takes whole numbers: name their type, as {option}",
            option=say("--input 1x128:int64"),
        ),
    ),
    (
        r"to have \d+ channels, but got \d+",
        say("give that layer, or the input, as many channels as it takes"),
    ),
    (
        r"is missing the required \"forward\"",
        say("define forward(self, x) in its class"),
    ),
    (
        r"should be the same|scalar type|to have the same dtype|same data ?type",
        say(
            "give each input the type it takes, as {option}",
            option=say("--input 1x3x224x224:float16"),
        ),
    ),
)
_OF_SIZES = r"[Ss]ize|shape|dimension|channel"
_NO_TENSORS = (IndexError, KeyError, TypeError, AttributeError)


def remedy_for_code(error: BaseException) -> str:
    """Say what to try where importing or building fails; empty if nobody knows."""
    return _found(_BY_WORDS, error)


def remedy_for_run(error: BaseException) -> str:
    """Say what to try where a run fails for what its error names; else nothing."""
    return _found((*_OF_A_RUN, *_BY_WORDS), error)


def remedy_for_input(error: BaseException) -> str:
    """Say what to try where nothing else is known than that a run on an input fails."""
    if isinstance(error, _NO_TENSORS):
        return say(
            "try another input shape, or if it takes a dict or a list, open a class "
            "around it whose forward takes one tensor for each input"
        )
    if re.search(_OF_SIZES, str(error)):
        return say("try another input shape")
    return say(
        "try another input shape, or mend the code there and open the network again"
    )


def _found(table: tuple[tuple[str, str], ...], error: BaseException) -> str:
    text = f"{type(error).__name__} {error}"
    return next((remedy for words, remedy in table if re.search(words, text)), "")
