"""What identifies the values of a tensor; a weight is never written to."""

from __future__ import annotations

import hashlib
import weakref

import torch

_digests: dict[int, tuple[weakref.ref[torch.Tensor], str]] = {}
"""Digests of tensors by identity: torch's own dictionaries of tensors are slow."""


def tensor_digest(tensor: torch.Tensor) -> str:
    """Identify a tensor's values, dtype and shape; worked out once for each."""
    key = id(tensor)
    known = _digests.get(key)
    if known is None or known[0]() is not tensor:
        held = weakref.ref(tensor, lambda gone: _forget_digest(key, gone))
        known = _digests[key] = (held, _digest_of_values(tensor))
    return known[1]


def _digest_of_values(tensor: torch.Tensor) -> str:
    data = tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy()
    text = hashlib.sha256(f"{tensor.dtype} {tuple(tensor.shape)}".encode())
    text.update(data.data)
    return text.hexdigest()[:32]


def _forget_digest(key: int, gone: weakref.ref[torch.Tensor]) -> None:
    """Let an entry go, unless another tensor has come to the same place."""
    known = _digests.get(key)
    if known is not None and known[0] is gone:
        del _digests[key]
