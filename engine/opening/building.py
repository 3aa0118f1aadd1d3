"""A network out of the user's own code: import it, find the callable, call it.

Stands alone: it runs in the user's own interpreter.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import importlib.util
import inspect
import os
import sys
from types import ModuleType
from typing import Any, cast

import torch

from ..sentence import say
from .exporter import attempt
from .failure import Failure, describe
from .remedies import remedy_for_code

_FARTHEST_PARENT = 4
_LONGEST_SIGNATURE = 160
_ARGUMENT = say("--arg name=value")
_OTHER_ARGUMENTS = say(
    "look at that line, or give other arguments as {option}", option=_ARGUMENT
)


def import_file(file: str) -> ModuleType:
    """Import a Python file as its own project would, whatever its folder is called.

    Its folder comes first in `sys.path`. Packages found in a parent folder are found
    too, and a file with relative imports is imported as part of its package.

    Raises:
        Failure: the file does not import; the sentence names the line.
    """
    folder, name = os.path.split(os.path.splitext(file)[0])
    sys.path.insert(0, folder)
    os.chdir(folder)
    while True:
        try:
            return cast(ModuleType, _guarded(file, lambda: _import_alone(file, name)))
        except ModuleNotFoundError as error:
            parent = _parent_with(error.name or "", folder)
            if parent is None or parent in sys.path:
                raise _missing(file, error) from error
            sys.path.append(parent)
        except ImportError as error:
            if "relative import" not in str(error):
                raise Failure(
                    say(
                        "{file} does not import: {error}.",
                        file=file,
                        error=describe(error),
                    )
                ) from error
            return _import_in_package(file, folder, name)


def import_module(name: str, path: list[str]) -> ModuleType:
    """Import a module by its dotted name, looking in `path` first.

    Raises:
        Failure: the module does not exist or does not import.
    """
    sys.path[:0] = path
    try:
        module = _guarded(name, lambda: importlib.import_module(name))
        return cast(ModuleType, module)
    except ImportError as error:
        raise _missing(name, error) from error


def find_callable(module: ModuleType, name: str) -> Any:
    """Look up a class, a factory or a finished network by its (dotted) name.

    Raises:
        Failure: there is none; the sentence suggests what there is.
    """
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            raise Failure(_suggestion(module, name))
        found = getattr(found, part)
    return found


def build(found: Any, name: str, arguments: dict[str, Any]) -> torch.nn.Module:
    """Call the class or factory, or take the network as it is.

    Raises:
        Failure: it cannot be called so, raises, or gives no network.
    """
    if not isinstance(found, torch.nn.Module):
        if not callable(found):
            raise Failure(
                say(
                    "{name} is {kind}, not a network's class; name a "
                    "class or a function that returns the network.",
                    name=name,
                    kind=_with_article(found),
                )
            )
        _check_arguments(found, name, arguments)
        try:
            found = _guarded(name, lambda: found(**arguments), _OTHER_ARGUMENTS)
        except ImportError as error:
            raise _missing(name, error) from error
    if isinstance(found, torch.nn.DataParallel):
        found = found.module
    if isinstance(found, torch.jit.ScriptModule):
        raise Failure(
            say(
                "{name} is TorchScript; give the Python class it was made from.",
                name=name,
            )
        )
    if not isinstance(found, torch.nn.Module):
        raise Failure(
            say(
                "{name} gives {kind} instead of a torch.nn.Module; "
                "name a class or a function that returns the network.",
                name=name,
                kind=_with_article(found),
            )
        )
    return found


def _guarded(what: str, action: Any, otherwise: str = "") -> Any:
    """Run foreign code; any way it can end but a missing import is a sentence.

    `otherwise` is what to try where the error itself does not tell.
    """
    result, error = attempt(action)
    if error is None:
        return result
    if isinstance(error, (ImportError, Failure)):
        raise error
    if isinstance(error, SystemExit):
        raise Failure(
            say(
                "{what} calls sys.exit({code}) when run; put such code behind "
                'if __name__ == "__main__".',
                what=what,
                code=error.code,
            )
        ) from error
    if isinstance(error, SyntaxError):
        raise Failure(
            say(
                "{what} is not valid Python: {error}.",
                what=what,
                error=describe(error),
            )
        ) from error
    remedy = remedy_for_code(error) or otherwise
    ending = say("; {remedy}.", remedy=remedy) if remedy else say(".")
    raise Failure(
        say(
            "{what} fails with {error}{ending}",
            what=what,
            error=describe(error),
            ending=ending,
        )
    ) from error


def _import_alone(file: str, name: str) -> ModuleType:
    chosen = name if name not in sys.modules else name + "_opened"
    spec = importlib.util.spec_from_file_location(chosen, file)
    if spec is None or spec.loader is None:
        raise Failure(
            say("{file} is not a Python file; give one that ends in .py.", file=file)
        )
    module = importlib.util.module_from_spec(spec)
    sys.modules[chosen] = module
    with contextlib.ExitStack() as undo:
        undo.callback(sys.modules.pop, chosen)
        spec.loader.exec_module(module)
        undo.pop_all()
    return module


def _import_in_package(file: str, folder: str, name: str) -> ModuleType:
    """Import under the dotted name its folders give, up to the last `__init__.py`."""
    parent, package = os.path.split(folder)
    while os.path.isfile(os.path.join(parent, "__init__.py")):
        parent, outer = os.path.split(parent)
        package = f"{outer}.{package}"
    sys.path.remove(folder)
    os.chdir(parent)
    return import_module(f"{package}.{name}", [parent])


def _parent_with(module: str, folder: str) -> str | None:
    """Find the nearest parent folder that holds the module, as a repository's root."""
    top = module.partition(".")[0]
    for _ in range(_FARTHEST_PARENT):
        folder = os.path.dirname(folder)
        wanted = os.path.join(folder, top)
        if top and (os.path.isdir(wanted) or os.path.isfile(wanted + ".py")):
            return folder
    return None


def _missing(what: str, error: ImportError) -> Failure:
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return Failure(
            say(
                "{what} does not import: {error}.",
                what=what,
                error=describe(error),
            )
        )
    if error.name == what or what.startswith(error.name + "."):
        return Failure(
            say(
                "There is no module {name}; start where it can be imported, or "
                "give the file instead.",
                name=error.name,
            )
        )
    return Failure(
        say(
            "{what} needs the package {package}, which {executable} does not "
            "have; install it there or choose another interpreter.",
            what=what,
            package=error.name.partition(".")[0],
            executable=sys.executable,
        )
    )


def _suggestion(module: ModuleType, name: str) -> str:
    own = [key for key, value in vars(module).items() if _is_offered(module, value)]
    file = getattr(module, "__file__", None) or module.__name__
    close = difflib.get_close_matches(name, own, n=1, cutoff=0.5)
    if close:
        return say(
            "{file} has no {name}; did you mean {close}?",
            file=file,
            name=name,
            close=close[0],
        )
    offered = ", ".join(own[:10]) or "no class or function"
    return say(
        "{file} has no {name}; it defines {offered}.",
        file=file,
        name=name,
        offered=offered,
    )


def _is_offered(module: ModuleType, value: Any) -> bool:
    if isinstance(value, torch.nn.Module):
        return True
    is_callable = inspect.isclass(value) or inspect.isfunction(value)
    return is_callable and value.__module__ == module.__name__


def _check_arguments(found: Any, name: str, arguments: dict[str, Any]) -> None:
    try:
        signature = inspect.signature(found)
    except (TypeError, ValueError):
        return
    try:
        signature.bind(**arguments)
    except TypeError as error:
        given = ", ".join(f"{key}={value!r}" for key, value in arguments.items())
        unknown = _unknown_arguments(signature, arguments)
        takes = str(signature)
        if len(takes) > _LONGEST_SIGNATURE:
            takes = f"({', '.join(signature.parameters)})"
        raise Failure(
            say(
                "{name}{takes} cannot be called with ({given}): {error}{unknown}; "
                "give its arguments as {option}{otherwise}.",
                name=name,
                takes=takes,
                given=given,
                error=error,
                unknown="" if "unexpected keyword" in str(error) else unknown,
                option=_ARGUMENT,
                otherwise=_or_wrap(found),
            )
        ) from error


def _or_wrap(found: Any) -> str:
    """What to do with a function that is no maker of a network, but computes itself."""
    if not inspect.isfunction(found):
        return ""
    return say(
        ", or call it in the forward of a torch.nn.Module if it computes the outputs"
    )


def _unknown_arguments(signature: inspect.Signature, arguments: dict[str, Any]) -> str:
    kinds = {each.kind for each in signature.parameters.values()}
    names = [name for name in arguments if name not in signature.parameters]
    if not names or inspect.Parameter.VAR_KEYWORD in kinds:
        return ""
    return say(", and it has no argument {names}", names=", ".join(names))


def _with_article(found: Any) -> str:
    kind = type(found).__name__
    if kind[0].lower() in "aeiou":
        return say("an {kind}", kind=kind)
    return say("a {kind}", kind=kind)
