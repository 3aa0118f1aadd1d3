"""What a network is compatible with and costs, counted without computing anything."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

Factory = Callable[..., nn.Module]


@dataclass(frozen=True, slots=True)
class Published:
    """The facts of one form: its keys, their fingerprint, and its cost at a size."""

    factory: Factory
    keys: int
    parameters: int
    fingerprint: str
    giga_macs: float
    size: tuple[int, int]
    arguments: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        words = [
            self.factory.__name__,
            *(f"{k}={v}" for k, v in self.arguments.items()),
        ]
        return "-".join(words)

    def check(self) -> None:
        """Compare the network built on no memory with all of them."""
        with torch.device("meta"):
            network = self.factory(**self.arguments).eval()
            picture = torch.empty(1, 3, *self.size)
        assert len(network.state_dict()) == self.keys
        parameters = sum(value.numel() for value in network.parameters())
        assert parameters == self.parameters
        assert fingerprint(network) == self.fingerprint
        with FlopCounterMode(display=False) as counter:
            network(picture)
        giga_macs = counter.get_total_flops() / 2e9
        assert giga_macs == pytest.approx(self.giga_macs, abs=6e-4)


def fingerprint(network: nn.Module) -> str:
    """Hash every key of the state with its shape, whatever their order."""
    lines = sorted(
        f"{key}\t{list(value.shape)}" for key, value in network.state_dict().items()
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
