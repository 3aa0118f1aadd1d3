"""The bundled networks by name: where to build one and the input it expects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ZooEntry:
    """One bundled network.

    `factory` is `module:callable`, called with `arguments`; `input_shape` is the
    default N x C x H x W in pixels; `description` is one line for a list.
    """

    factory: str
    input_shape: tuple[int, int, int, int]
    description: str
    arguments: Mapping[str, int | bool] = field(
        default_factory=lambda: MappingProxyType({})
    )


_CITYSCAPES = MappingProxyType({"classes": 19, "augment": False})
_FULL_SIZE = (1, 3, 1024, 2048)

ZOO: Mapping[str, ZooEntry] = MappingProxyType(
    {
        "pidnet-s": ZooEntry(
            "engine.networks.pidnet:pidnet_s",
            _FULL_SIZE,
            "PIDNet-S, real-time street segmentation, 7.6 M parameters, 47 GMAC",
            _CITYSCAPES,
        ),
        "pidnet-m": ZooEntry(
            "engine.networks.pidnet:pidnet_m",
            _FULL_SIZE,
            "PIDNet-M, street segmentation, 28.5 M parameters, 177 GMAC",
            _CITYSCAPES,
        ),
        "pidnet-l": ZooEntry(
            "engine.networks.pidnet:pidnet_l",
            _FULL_SIZE,
            "PIDNet-L, street segmentation, 36.9 M parameters, 275 GMAC",
            _CITYSCAPES,
        ),
    }
)
