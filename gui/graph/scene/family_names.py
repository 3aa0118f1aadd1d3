"""What the families of ops are called in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.info import Family


def family_names() -> dict[Family, str]:
    """The name of every family, in the order of a legend."""
    return {
        "convolution": _tr("Convolution"),
        "normalization": _tr("Normalization"),
        "activation": _tr("Activation"),
        "elementwise": _tr("Element-wise"),
        "reduction": _tr("Reduction"),
        "pooling": _tr("Pooling"),
        "resize": _tr("Resize"),
        "shape": _tr("Shape"),
        "quantization": _tr("Quantization"),
        "matrix": _tr("Matrix"),
        "constant": _tr("Constant"),
        "io": _tr("Input, output"),
        "other": _tr("Other"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("Legend", text)
