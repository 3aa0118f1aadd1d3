"""Every toolchain the studio knows."""

from __future__ import annotations

from engine.errors import ToolchainError
from engine.sentence import say
from engine.toolchains.onnx import OnnxToolchain
from engine.toolchains.toolchain import Toolchain
from engine.toolchains.torchscript import TorchScriptToolchain
from engine.toolchains.vendors import CAMBRICON, HORIZON


def toolchains() -> tuple[Toolchain, ...]:
    """List every toolchain, those that are not installed included."""
    return (OnnxToolchain(), TorchScriptToolchain(), HORIZON, CAMBRICON)


def find_toolchain(name: str) -> Toolchain:
    """Find a toolchain by its name.

    Raises:
        ToolchainError: there is none of that name.
    """
    for toolchain in toolchains():
        if toolchain.name == name:
            return toolchain
    known = ", ".join(toolchain.name for toolchain in toolchains())
    raise ToolchainError(
        say(
            "There is no toolchain {name}; choose one of {known}.",
            name=repr(name),
            known=known,
        )
    )
