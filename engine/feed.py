"""How a picture, and the arrays beside it, become a network's inputs. No torch here.

A network may take more than a picture: a previous feature map, camera parameters.
Their values for `NAME.png` are read from `NAME.npz`, an array for each input by its
name, or from `NAME.INPUT.npy`; a single one also from `NAME.npy`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.causes import cause_of
from engine.errors import ImageError
from engine.images import Image, Preprocessing, read_image, to_input
from engine.info import NodeInfo
from engine.sentence import say

_KINDS = {"float": "f", "bfloat": "f", "int": "i", "uint": "u", "bool": "b"}


def picture_of(inputs: Sequence[NodeInfo]) -> NodeInfo | None:
    """The input that pictures enter: the first of shape 1×3×height×width."""
    return next(
        (each for each in inputs if len(each.shape) == 4 and each.shape[:2] == (1, 3)),
        None,
    )


@dataclass(frozen=True, slots=True)
class Feed:
    """The inputs of a network, in order, and how pictures enter one of them.

    Raises:
        ImageError: none of the inputs takes a picture.
    """

    inputs: tuple[NodeInfo, ...]
    preprocessing: Preprocessing

    def __post_init__(self) -> None:
        if picture_of(self.inputs) is None:
            raise ImageError(
                say(
                    "The network takes {value}; images need an input of shape "
                    "1×3×height×width.",
                    value=", ".join(map(shape_text, self.inputs)) or say("no input"),
                )
            )

    def read(self, path: Path) -> tuple[Image, tuple[NDArray[Any], ...]]:
        """Read a picture, RGB, and the value of every input made of it.

        Raises:
            ImageError: the picture or an array beside it is missing, damaged or does
                not fit.
        """
        image, picture = read_image(path), picture_of(self.inputs)
        return image, tuple(
            to_input(image, self.preprocessing, (each.shape[2], each.shape[3]))
            if each is picture
            else _fitted(*self._array(path, each), each)
            for each in self.inputs
        )

    def files(self, path: Path) -> tuple[Path, ...]:
        """All files that the inputs made of a picture come from."""
        beside = (path.with_suffix(end) for end in self._endings())
        return (path, *(each for each in beside if each.is_file()))

    def _endings(self) -> tuple[str, ...]:
        others = [each for each in self.inputs if each is not picture_of(self.inputs)]
        if not others:
            return ()
        single = (".npy",) if len(others) == 1 else ()
        return (".npz", *(f".{each.name}.npy" for each in others), *single)

    def _array(self, path: Path, node: NodeInfo) -> tuple[Path, NDArray[Any]]:
        others = len(self.inputs) - 1
        for ending in (f".{node.name}.npy", *(".npy" for _ in range(others == 1))):
            file = path.with_suffix(ending)
            if file.is_file():
                return file, _load(file)[""]
        file = path.with_suffix(".npz")
        arrays = _load(file) if file.is_file() else {}
        if node.name in arrays:
            return file, arrays[node.name]
        if others == 1 and len(arrays) == 1:
            return file, next(iter(arrays.values()))
        raise ImageError(
            say(
                "{name} has no values for the input {input} ({shape}); put them "
                "beside it, as the array {input} of {npz} or as {npy}.",
                name=path.name,
                input=node.name,
                shape=shape_text(node),
                npz=file.name,
                npy=f"{path.stem}.{node.name}.npy",
            )
        )


def shape_text(node: NodeInfo) -> str:
    """A shape as it is read: 1×3×224×224, or `a number` where it has no dimension."""
    return "×".join(map(str, node.shape)) or say("a number")


def _load(file: Path) -> dict[str, NDArray[Any]]:
    """Read the arrays of a file by name; that of an .npy has none."""
    try:
        with file.open("rb") as stream:
            content = np.load(stream, allow_pickle=False)
            if isinstance(content, np.ndarray):
                return {"": content}
            return {name: content[name] for name in content.files}
    except OSError as error:
        raise ImageError(
            say("{path} cannot be read: {reason}.", path=file, reason=cause_of(error))
        ) from error
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        raise ImageError(
            say(
                "{path} holds no numbers that can be read; write it with "
                "numpy.save or numpy.savez.",
                path=file,
            )
        ) from error


def _fitted(file: Path, array: NDArray[Any], node: NodeInfo) -> NDArray[Any]:
    """An array as the input takes it; a batch of one may be left out."""
    if array.shape == node.shape[1:] and node.shape[:1] == (1,):
        array = array[None]
    if array.shape != node.shape or not _casts(array.dtype, node.dtype):
        raise ImageError(
            say(
                "{path} holds {given} ({dtype}), but the input {input} takes "
                "{shape} ({wanted}).",
                path=file,
                given="×".join(map(str, array.shape)) or say("a number"),
                dtype=array.dtype,
                input=node.name,
                shape=shape_text(node),
                wanted=node.dtype,
            )
        )
    return np.ascontiguousarray(array)


def _casts(given: np.dtype[Any], wanted: str) -> bool:
    """Whether numbers of one type are those of another, but for their rounding."""
    kind = _KINDS.get(wanted.rstrip("0123456789"), "")
    reach = {"f": "fiub", "i": "iub", "u": "ub", "b": "b"}
    return given.kind in reach.get(kind, "")
