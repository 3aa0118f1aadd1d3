"""Tensors out of a pickle without running anything the pickle asks for.

A pickle names functions and calls them. Here every name outside an exact list becomes
an inert class, which accepts any call and any state and does nothing. Names that could
do harm make the whole file refused, so that the user hears of them.

Stands alone: it also runs in the user's own interpreter.
"""

from __future__ import annotations

import collections
import pickle
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import torch

_ALLOWED: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("builtins", "dict"): dict,
    ("builtins", "list"): list,
    ("builtins", "tuple"): tuple,
    ("builtins", "set"): set,
    ("builtins", "int"): int,
    ("builtins", "float"): float,
    ("builtins", "bool"): bool,
    ("builtins", "str"): str,
    ("__builtin__", "set"): set,
    ("torch", "Size"): torch.Size,
    ("torch", "device"): torch.device,
    ("torch._utils", "_rebuild_tensor"): torch._utils._rebuild_tensor,
    ("torch._utils", "_rebuild_tensor_v2"): torch._utils._rebuild_tensor_v2,
    ("torch._utils", "_rebuild_parameter"): torch._utils._rebuild_parameter,
}
_HARMFUL_MODULES = """asyncio code codeop commands ctypes ftplib http importlib io
    marshal multiprocessing nt os pdb pip posix pty requests runpy shutil signal site
    socket subprocess sys tempfile threading timeit urllib webbrowser"""
_HARMFUL_BUILTINS = """__import__ breakpoint compile delattr eval exec execfile globals
    input open"""


class HarmfulPickle(Exception):
    """The pickle asks for a function that no checkpoint needs; it was not called."""


class Inert:
    """Stands where a pickled object was: keeps its state and does nothing."""

    def __new__(cls, *_arguments: Any, **_keywords: Any) -> Inert:
        """Accept whatever the pickle would construct the object from."""
        return object.__new__(cls)

    def __init__(self, *_arguments: Any, **_keywords: Any) -> None:
        self.state: dict[str, Any] = {}

    def __setstate__(self, state: Any) -> None:
        parts = state if isinstance(state, tuple) else (state,)
        for part in parts:
            if isinstance(part, dict):
                self.__dict__.setdefault("state", {}).update(part)

    def __call__(self, *_arguments: Any, **_keywords: Any) -> Inert:
        """Give another inert object, whatever the call was for."""
        return Inert()

    def __setitem__(self, key: Any, value: Any) -> None:
        """Ignore the entries of a pickled subclass of dict."""

    def append(self, item: Any) -> None:
        """Ignore the items of a pickled subclass of list."""

    def extend(self, items: Any) -> None:
        """Ignore the items of a pickled subclass of list."""

    def add(self, item: Any) -> None:
        """Ignore the items of a pickled subclass of set."""


class RestrictedUnpickler(pickle.Unpickler):
    """Resolves names by the list, to inert classes, or not at all."""

    def find_class(self, module: str, name: str, /) -> Any:
        """Give what a name may stand for here.

        Raises:
            HarmfulPickle: the name could do harm.
        """
        if (module, name) in _ALLOWED:
            return _ALLOWED[module, name]
        if _is_harmful(module, name):
            raise HarmfulPickle(f"{module}.{name}")
        if (module, name) == ("copyreg", "_reconstructor"):
            return _reconstruct
        if module == "torch":
            known = getattr(torch, name, None)
            if isinstance(known, torch.dtype):
                return known
        return type(name.rpartition(".")[2], (Inert,), {"__module__": module})


def _is_harmful(module: str, name: str) -> bool:
    if module in ("builtins", "__builtin__"):
        return name in _HARMFUL_BUILTINS.split()
    if (module, name) == ("torch.storage", "_load_from_bytes"):
        return True
    return module.partition(".")[0] in _HARMFUL_MODULES.split()


def _reconstruct(kind: Any, *_rest: Any) -> Inert:
    is_inert = isinstance(kind, type) and issubclass(kind, Inert)
    return kind() if is_inert else Inert()


def _load(file: Any, **keywords: Any) -> Any:
    return RestrictedUnpickler(file, **keywords).load()


PICKLE_MODULE = SimpleNamespace(
    __name__="restricted", Unpickler=RestrictedUnpickler, load=_load
)
"""What `torch.load` takes as its `pickle_module`."""


def module_tensors(
    pickled: Inert, prefix: str = ""
) -> Iterator[tuple[str, torch.Tensor]]:
    """Walk a pickled `nn.Module` that became inert, as its `state_dict` would."""
    for kind in ("_parameters", "_buffers"):
        held = pickled.state.get(kind) or {}
        skipped = pickled.state.get("_non_persistent_buffers_set") or ()
        for name, value in held.items():
            if isinstance(value, torch.Tensor) and name not in skipped:
                yield prefix + name, value
    for name, child in (pickled.state.get("_modules") or {}).items():
        if isinstance(child, Inert):
            yield from module_tensors(child, f"{prefix}{name}.")
