"""Loads torch while the window keeps answering.

Two things hold the interpreter's lock, and so every thread, for a third of a second
each: `import torch` where it loads its shared libraries (`ctypes` gives the lock away
meanwhile), and the collector of cyclic garbage each time it walks the hundreds of
thousands of objects that the imports make and that never die.
"""

from __future__ import annotations

import ctypes
import gc
import importlib.util
from contextlib import suppress
from pathlib import Path

LIBRARIES = {
    "libtorch_global_deps.so": ctypes.RTLD_GLOBAL,
    "libtorch_python.so": ctypes.RTLD_LOCAL,
}
"""What `import torch` loads first, and how visible it makes their symbols."""


def preload_torch() -> None:
    """Load the libraries if they are where pip puts them; else the import will."""
    spec = importlib.util.find_spec("torch")
    folders = (spec.submodule_search_locations if spec else None) or []
    for folder in folders:
        for name, mode in LIBRARIES.items():
            with suppress(OSError):
                ctypes.CDLL(str(Path(folder) / "lib" / name), mode)


def spare_the_collector() -> None:
    """Tell the collector to leave alone what is imported by now."""
    gc.freeze()
