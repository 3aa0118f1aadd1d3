"""Vendors' compilers: looked for in the interpreters at hand, greyed where absent."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass

from engine.errors import ToolchainError
from engine.progress import Progress, Steps
from engine.toolchains.toolchain import Availability, CompileRequest, CompileResult


@dataclass(frozen=True, slots=True)
class VendorToolchain:
    """A compiler that comes with a vendor's own Python packages.

    `packages` are the modules it needs, `programs` its command-line tools.
    """

    name: str
    title: str
    packages: tuple[str, ...]
    programs: tuple[str, ...]
    obtain: str

    def available(self) -> Availability:
        """Not usable: says what was looked for, where, and what was found."""
        missing = [p for p in self.packages if importlib.util.find_spec(p) is None]
        if missing:
            absent = " and ".join(missing)
            verb = "are" if len(missing) > 1 else "is"
            return Availability(
                False,
                f"{absent} {verb} not installed in {sys.executable}; {self.obtain}",
            )
        found = [p for p in self.programs if shutil.which(p)]
        tools = f" (with {', '.join(found)})" if found else ""
        return Availability(
            False,
            f"{' and '.join(self.packages)} is installed{tools}, but this "
            "version does not drive it; compile the portable ONNX file with the "
            "vendor's own tools.",
        )

    def compile(self, request: CompileRequest) -> Steps[CompileResult]:
        """Refuse, with the reason.

        Raises:
            ToolchainError: always.
        """
        yield Progress(self.title, 0, 1)
        raise ToolchainError(f"{self.title} cannot be used: {self.available().why}")


HORIZON = VendorToolchain(
    name="horizon",
    title="Horizon OpenExplorer",
    packages=("horizon_plugin_pytorch",),
    programs=("hbdk-cc", "hb_mapper"),
    obtain="it comes with Horizon's OpenExplorer package for registered customers.",
)
CAMBRICON = VendorToolchain(
    name="cambricon",
    title="Cambricon Neuware",
    packages=("torch_mlu",),
    programs=("cnrtexec",),
    obtain="it comes with Cambricon's Neuware SDK for registered customers.",
)
