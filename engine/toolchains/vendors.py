"""Vendors' compilers: looked for in the interpreters at hand, greyed where absent."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass

from engine.errors import ToolchainError
from engine.progress import Progress, Steps
from engine.sentence import listed, say
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
            return Availability(
                False,
                say(
                    "{absent} not installed in {python}; {obtain}",
                    absent=_absent(missing),
                    python=sys.executable,
                    obtain=self.obtain,
                ),
            )
        found = [p for p in self.programs if shutil.which(p)]
        tools = say(" (with {found})", found=", ".join(found)) if found else ""
        return Availability(
            False,
            say(
                "{packages} is installed{tools}, but this version does not "
                "drive it; compile the portable ONNX file with the vendor's "
                "own tools.",
                packages=listed(self.packages, " and "),
                tools=tools,
            ),
        )

    def compile(self, request: CompileRequest) -> Steps[CompileResult]:
        """Refuse, with the reason.

        Raises:
            ToolchainError: always.
        """
        yield Progress(self.title, 0, 1)
        raise ToolchainError(
            say(
                "{title} cannot be used: {why}",
                title=self.title,
                why=self.available().why,
            )
        )


def _absent(packages: list[str]) -> str:
    words = listed(packages, " and ")
    if len(packages) > 1:
        return say("{packages} are", packages=words)
    return say("{packages} is", packages=words)


HORIZON = VendorToolchain(
    name="horizon",
    title="Horizon OpenExplorer",
    packages=("horizon_plugin_pytorch",),
    programs=("hbdk-cc", "hb_mapper"),
    obtain=say(
        "it comes with Horizon's OpenExplorer package for registered customers."
    ),
)
CAMBRICON = VendorToolchain(
    name="cambricon",
    title="Cambricon Neuware",
    packages=("torch_mlu",),
    programs=("cnrtexec",),
    obtain=say("it comes with Cambricon's Neuware SDK for registered customers."),
)
