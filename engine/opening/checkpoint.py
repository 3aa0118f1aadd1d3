"""Weights from a file into a network: reading safely, matching names, telling all.

Stands alone: it also runs in the user's own interpreter.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import struct
import warnings
import zipfile
from dataclasses import asdict, dataclass, field
from typing import Any, Dict, Iterable, Iterator, List, Tuple

import torch

from ..sentence import say
from .failure import CheckpointFailure
from .unpickling import PICKLE_MODULE, HarmfulPickle, Inert, module_tensors

Tensors = Dict[str, torch.Tensor]

_UNREADABLE = (
    pickle.UnpicklingError,
    zipfile.BadZipFile,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    TypeError,
    OSError,
)
_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
_OTHER_KINDS = {
    b"version https://git-lfs": "is a pointer of Git LFS; fetch it with git lfs pull",
    b"<!doctype": "is a web page, not the weights; download the file itself",
    b"<html": "is a web page, not the weights; download the file itself",
    b"\x89hdf": "is an HDF5 file; save the weights with torch.save",
}
_DEEPEST = 3


@dataclass
class Match:
    """How one set of tensors in the file meets the network's own."""

    wrapper: str
    prefix: str
    loaded: Tensors = field(default_factory=dict)
    missing: List[str] = field(default_factory=list)
    unexpected: List[str] = field(default_factory=list)
    mismatched: List[Tuple[str, str, str]] = field(default_factory=list)

    @property
    def rank(self) -> Tuple[int, int, bool, int]:
        """Order matches: most weights, fewest strangers, averaged, plainest."""
        averaged = "ema" in re.split(r"[._]", self.wrapper.lower())
        strangers = len(self.unexpected) + len(self.mismatched)
        plainness = -len(self.wrapper) - len(self.prefix)
        return len(self.loaded), -strangers, averaged, plainness


def load_weights(model: torch.nn.Module, file: str) -> Dict[str, Any]:
    """Copy the file's weights into `model` and report what met what.

    The report has the fields of `WeightReport`. `prefix` is what was cut off the
    file's names, or with a leading `+` what was put before them.

    Raises:
        CheckpointFailure: the file cannot be read safely, or fits another network.
    """
    groups = list(tensor_groups(read_checkpoint(file)))
    if not groups:
        raise CheckpointFailure(
            say(
                "{file} holds no named weights; give a state_dict or a saved network.",
                file=file,
            )
        )
    wanted = model.state_dict()
    matches = [m for name, group in groups for m in _matches(name, group, wanted)]
    best = max(matches, key=lambda match: match.rank)
    _refuse_strangers(file, best, wanted)
    model.load_state_dict(best.loaded, strict=False)
    report = asdict(best)
    report["matched"] = len(report.pop("loaded"))
    report["unused"] = _unused_parts(best, wanted)
    return {"file": file, **report}


def read_checkpoint(file: str) -> Any:
    """Read any kind of weight file without running what is inside.

    Raises:
        CheckpointFailure: the file is missing, damaged, foreign or harmful.
    """
    if not os.path.isfile(file):
        raise CheckpointFailure(say("There is no checkpoint {file}.", file=file))
    try:
        return _read_safetensors(file) if _is_safetensors(file) else _read_torch(file)
    except HarmfulPickle as error:
        raise CheckpointFailure(
            say(
                "{file} asks to run {error}, which no checkpoint needs; "
                "nothing of it was run, and it should not be trusted.",
                file=file,
                error=error,
            )
        ) from error
    except _UNREADABLE as error:
        found = _other_kind(file) or (
            say(
                "is not a checkpoint or is damaged ({name}); copy or download it again",
                name=type(error).__name__,
            )
        )
        raise CheckpointFailure(
            say("{file} {found}.", file=file, found=found)
        ) from error


def tensor_groups(found: Any, path: str = "") -> Iterator[Tuple[str, Tensors]]:
    """Find every set of named tensors in a loaded file, with the keys leading there."""
    if isinstance(found, Inert):
        tensors = dict(module_tensors(found))
        if tensors:
            yield path, tensors
        return
    if not isinstance(found, dict):
        return
    tensors = {str(k): v for k, v in found.items() if isinstance(v, torch.Tensor)}
    if tensors:
        yield path, tensors
    if path.count(".") < _DEEPEST:
        for key, value in found.items():
            yield from tensor_groups(value, f"{path}.{key}" if path else str(key))


def _read_torch(file: str) -> Any:
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            names = [name.rpartition("/")[2] for name in archive.namelist()]
        if "constants.pkl" in names:
            raise CheckpointFailure(
                say(
                    "{file} is a TorchScript program, not a checkpoint; save "
                    "the network's state_dict instead.",
                    file=file,
                )
            )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return torch.load(file, map_location="cpu", weights_only=True)
        except pickle.UnpicklingError:
            return torch.load(
                file,
                map_location="cpu",
                weights_only=False,
                pickle_module=PICKLE_MODULE,
            )


def _other_kind(file: str) -> str:
    """Say what a file is that is no checkpoint; empty if it cannot be told."""
    with open(file, "rb") as stream:
        head = stream.read(64).lstrip().lower()
    for start, sentence in _OTHER_KINDS.items():
        if head.startswith(start):
            return sentence
    names = zipfile.ZipFile(file).namelist() if zipfile.is_zipfile(file) else []
    if any(name.endswith(".npy") for name in names):
        return "is a NumPy archive; save its arrays as tensors with torch.save"
    if any("archive_format" in name or "serialized_exported" in name for name in names):
        return "is an exported program with its own weights; open it by itself"
    return ""


def _is_safetensors(file: str) -> bool:
    with open(file, "rb") as stream:
        head = stream.read(9)
    if len(head) < 9 or head[8:] != b"{":
        return False
    return bool(8 + struct.unpack("<Q", head[:8])[0] <= os.path.getsize(file))


def _read_safetensors(file: str) -> Tensors:
    """Parse the format itself: a JSON header of names, dtypes, shapes and offsets."""
    with open(file, "rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(length))
        data = bytearray(stream.read())
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        if not 0 <= start <= end <= len(data):
            raise ValueError("offsets lie outside the file")
        dtype, shape = _DTYPES[entry["dtype"]], entry["shape"]
        raw = torch.frombuffer(data[start:end] or bytearray(8), dtype=dtype)
        tensors[name] = raw[: (end - start) // raw.element_size()].reshape(shape)
    return tensors


def _matches(wrapper: str, group: Tensors, wanted: Tensors) -> Iterator[Match]:
    for prefix in _prefixes(group, wanted):
        yield _match(wrapper, prefix, group, wanted)


def _prefixes(group: Tensors, wanted: Tensors) -> List[str]:
    """Collect what could be cut off the file's names, or put before them."""
    prefixes = {""}
    for name in sorted(wanted, key=len)[-3:] + sorted(wanted)[:3]:
        prefixes |= {k[: -len(name)] for k in group if k.endswith("." + name)}
    for name in sorted(group, key=len)[-3:] + sorted(group)[:3]:
        prefixes |= {"+" + k[: -len(name)] for k in wanted if k.endswith("." + name)}
    return sorted(prefixes)


def _match(wrapper: str, prefix: str, group: Tensors, wanted: Tensors) -> Match:
    match = Match(wrapper, prefix)
    for name, tensor in group.items():
        ours = _renamed(name, prefix)
        if ours not in wanted:
            match.unexpected.append(name)
        elif wanted[ours].shape != tensor.shape:
            shapes = _size(tensor), _size(wanted[ours])
            match.mismatched.append((name, *shapes))
        else:
            match.loaded[ours] = tensor
    taken = set(match.loaded) | {_renamed(name, prefix) for name in group}
    places = {_place(wanted[name]) for name in match.loaded}
    match.missing = [
        name
        for name, tensor in wanted.items()
        if name not in taken and _matters(name) and _place(tensor) not in places
    ]
    return match


def _unused_parts(match: Match, wanted: Tensors) -> List[str]:
    """Name the outermost modules of the file's that the network has not."""
    known = {head for name in wanted for head in _heads(name)}
    parts: Dict[str, None] = {}
    for name in match.unexpected:
        bare = match.prefix[:1] == "+" or not name.startswith(match.prefix)
        cut = 0 if bare else len(match.prefix)
        before = match.prefix[1:] if match.prefix[:1] == "+" else ""
        heads = _heads(name[cut:])
        lacking = (head for head in heads if before + head not in known)
        parts.setdefault(next(lacking, name[cut:]))
    return list(parts)


def _heads(name: str) -> List[str]:
    """Give the modules that a name lies in from the outermost on, and itself."""
    pieces = name.split(".")
    return [".".join(pieces[: count + 1]) for count in range(len(pieces))]


def _place(tensor: torch.Tensor) -> Tuple[Any, ...]:
    """Tell where a tensor lies; a module registered twice has two names for it."""
    return tensor.data_ptr(), tensor.dtype, tuple(tensor.shape), tensor.stride()


def _renamed(name: str, prefix: str) -> str:
    if prefix.startswith("+"):
        return prefix[1:] + name
    return name[len(prefix) :] if name.startswith(prefix) else "." + name


def _matters(name: str) -> bool:
    """Whether inference reads it; batch norm's step counter it does not."""
    return not name.endswith("num_batches_tracked")


def _count(names: Iterable[str], wanted: Tensors) -> int:
    """Count the distinct weights of the network among those named."""
    return len({_place(wanted[name]) for name in names if _matters(name)})


def _size(tensor: torch.Tensor) -> str:
    return "×".join(str(size) for size in tensor.shape) or "scalar"


def _refuse_strangers(file: str, match: Match, wanted: Tensors) -> None:
    total = _count(wanted, wanted)
    fitting = _count(match.loaded, wanted)
    if total == 0:
        raise CheckpointFailure(
            say("The network has no weights to load from {file}.", file=file)
        )
    if 2 * fitting < total or fitting == 0:
        difference = ""
        if match.mismatched:
            name, theirs, ours = match.mismatched[0]
            difference = say(
                "; {name} is {theirs} in the file and {ours} in the network",
                name=name,
                theirs=theirs,
                ours=ours,
            )
        elif match.missing:
            difference = say(
                "; the network's {missing} is not in the file", missing=match.missing[0]
            )
        raise CheckpointFailure(
            say(
                "{file} belongs to another network: {fitting} of {total} "
                "weights fit{difference}.",
                file=file,
                fitting=fitting,
                total=total,
                difference=difference,
            )
        )
