"""Weights that only states before or after the present one hold, kept in a file.

An edit that replaces weights, such as folding every batch norm, would else double what
the network takes: undo needs the old ones bit by bit, and making the new ones again
takes longer than reading them. Their bytes go to the user's cache folder and the
tensors are mapped from there, so the same tensor objects read the same values and the
system keeps in memory only what is really looked at. Taking the old ones from the
checkpoint again would need less room on disk, but many networks have none, and others
are prefixed, cast or merged on their way in.

A file is unlinked as soon as it is mapped, so that nothing is left behind by a crash.
Windows refuses that while it is mapped: there the next start removes what is left.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import torch

from engine.causes import cause_of
from engine.errors import ScratchError
from engine.sentence import say

_ALIGNMENT = 64
_SMALL = 1 << 12
"""A page; smaller tensors stay in memory."""
_LEAST = 1 << 16
"""Fewer bytes than these are not worth a file."""
_MOST = 1 << 32
"""More bytes than these are not kept; the edits make such weights again."""


class Scratch:
    """Files of one document; what is in them lives as long as its tensors are used.

    `folder` is made when it is first needed. What is not worth a file is held here.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stored: dict[int, torch.Tensor] = {}
        self._in_memory: list[torch.Tensor] = []
        self._is_refused = False

    @property
    def bytes(self) -> int:
        """How many bytes lie in files."""
        return sum(tensor.nbytes for tensor in self._stored.values())

    def store(self, tensors: Iterable[torch.Tensor]) -> None:
        """Move what is not there yet to a file; the tensors read the same as before.

        Nothing may read them meanwhile.

        Raises:
            ScratchError: there is no room; said once, the tensors stay in memory.
        """
        new = [each for each in tensors if id(each) not in self._stored]
        moved = {id(each): each for each in new if _is_worth_it(each)}
        size = sum(each.nbytes for each in moved.values())
        self._in_memory = [each for each in new if id(each) not in moved]
        if size > _MOST - self.bytes:
            return
        if self._is_refused or size < _LEAST:
            self._in_memory = new
            return
        try:
            buffer = _written(self._folder, list(moved.values()))
        except OSError as error:
            self._is_refused, self._in_memory = True, new
            raise ScratchError(
                say(
                    "Weights that only undo needs stay in memory, for {folder} "
                    "cannot be written ({reason}); free space there.",
                    folder=self._folder,
                    reason=cause_of(error),
                )
            ) from error
        _map(buffer, list(moved.values()))
        self._stored |= moved

    def forget(self, kept: Iterable[torch.Tensor]) -> None:
        """Give up all but these tensors."""
        names = set(map(id, kept))
        for gone in self._stored.keys() - names:
            del self._stored[gone]


def remove_left_files(folder: Path) -> None:
    """Remove what a crash left; files that another studio has mapped stay."""
    for file in folder.glob("*.weights"):
        with suppress(OSError):
            file.unlink()


def _is_worth_it(tensor: torch.Tensor) -> bool:
    """Whether a tensor is large, and laid out as it would be read from a file."""
    return tensor.nbytes >= _SMALL and tensor.is_contiguous()


def _written(folder: Path, tensors: list[torch.Tensor]) -> mmap.mmap:
    """Write the tensors one behind the other, and map the file.

    Bytes are written before they are mapped: a full disk is an error here, and would
    end the program if it were met while writing to mapped memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(".weights", dir=folder)
    file = Path(name)
    try:
        with os.fdopen(number, "w+b") as stream:
            for tensor in tensors:
                _write(stream, tensor)
            stream.flush()
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY)
    finally:
        with suppress(OSError):
            file.unlink()


def _write(stream: BinaryIO, tensor: torch.Tensor) -> None:
    data = tensor.detach().reshape(-1).view(torch.uint8).numpy()
    stream.write(data.data)
    stream.write(bytes(-data.nbytes % _ALIGNMENT))


def _map(buffer: mmap.mmap, tensors: list[torch.Tensor]) -> None:
    """Let the tensors read the buffer; what they had before is freed."""
    offset = 0
    for tensor in tensors:
        flat = torch.frombuffer(
            buffer, dtype=tensor.dtype, count=tensor.numel(), offset=offset
        )
        offset += -(-tensor.nbytes // _ALIGNMENT) * _ALIGNMENT
        tensor.data = flat.reshape(tensor.shape)
