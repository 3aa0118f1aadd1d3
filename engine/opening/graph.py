"""The normal form of a network, and the few things every stage does with a graph.

A *model* is a `torch.fx.GraphModule` in this form:

- placeholders are the network's inputs, get_attr nodes its parameters, buffers and
  constants, call_function nodes ATen overloads, `operator.getitem` or our own
  `npu::quant` and `npu::dequant`; the one output node holds a flat tuple.
- Ops are functional and shapes static. Nothing is left of guards, detach, alias,
  dropout, clone, contiguous or conversions to the dtype a tensor already has.
- One spelling per op: `batch_norm.default`; `reshape.default` for view and flatten;
  `split.Tensor` for chunk, `split_with_sizes.default` for uneven parts.
- Nodes are named after their op (`relu`, `relu_1`), inputs as in `forward`, but for
  names that the code of a graph needs itself: `torch` is `torch_1`.
- `node.meta` holds `val` (FakeTensor), `module`, `module_type`, `call` (which call of
  that module, from 0) and `source`; `model.meta` the digest of the `weights`,
  `module_types` (path, class name) of the original network and the `warnings` of
  opening it.

Models are never changed: copy, edit the copy, hand it on. Weights are shared.
"""

from __future__ import annotations

import hashlib
import linecache
import logging
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from keyword import iskeyword
from pathlib import Path
from typing import Any, cast

import torch
from torch import fx
from torch.export import ExportedProgram
from torch.fx.node import Argument

import engine.opening.operators  # noqa: F401  (programs name our operators)
from engine.errors import SourceError
from engine.info import SourceLine
from engine.opening.digests import tensor_digest
from engine.opening.functionalization import functional_graph
from engine.opening.oddities import active_dropout, random_numbers
from engine.opening.provenance import call_of, modules_of, place_of, source_of
from engine.opening.simplification import simplify
from engine.sentence import say

_UNREADABLE = (
    zipfile.BadZipFile,
    RuntimeError,
    ValueError,
    KeyError,
    EOFError,
    OSError,
    TypeError,
)
RESERVED_NAMES = frozenset({"torch", "F", "QuantStub", "DeQuantStub", "float", "self"})
"""Names that the code of a graph uses itself."""
ASKED = ("precision", "range")
"""What the user asked of a node's integers: their width, and the ends they span."""
_KEPT = ("val", "origin", *ASKED)
_CHANGES = "The network changes its own {} while it runs; the graph reads it as saved."
_NOT_FINITE = (
    "The weights hold values that are not finite, in {}; results will not be either: "
    "check the checkpoint."
)
_NOT_FLOAT32 = (
    "The network has weights of {}, which are not quantized: convert it with .float()."
)


def load_program(path: str | Path) -> fx.GraphModule:
    """Read a `.pt2` file into the normal form.

    Raises:
        SourceError: the file is missing, damaged or not an exported program.
    """
    path = Path(path)
    if not path.is_file():
        raise SourceError(
            say("There is no file {path}; give an exported .pt2 program.", path=path)
        )
    try:
        with _silent_loader(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            program = torch.export.load(path)
    except _UNREADABLE as error:
        raise SourceError(
            say(
                "{path} is damaged or no exported program; write it again with "
                "torch.export.save.",
                path=path,
            )
        ) from error
    return normalize(program)


@contextmanager
def _silent_loader() -> Iterator[None]:
    """Keep torch from logging the traceback of a damaged file besides raising it."""
    log = logging.getLogger("torch.export")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def normalize(program: ExportedProgram) -> fx.GraphModule:
    """Bring an exported program into the normal form; its results stay equal.

    Raises:
        SourceError: the program has sizes that are not fixed, or parts no network has.
    """
    linecache.checkcache()  # the user may have changed a file and opened it again
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        lowered = functional_graph(program)
    simplify(lowered.graph)
    modules: dict[str, str] = {}
    for node in lowered.graph.nodes:
        modules |= modules_of(node.meta)
    graph = _renamed(lowered.graph)
    state = _spelled(graph, lowered.state)
    used = list(state)
    model = fx.GraphModule(state, graph)
    changes = [_CHANGES.format(name) for name in lowered.written]
    chance = (*active_dropout(program.graph), *random_numbers(graph))
    odd = (*_not_finite(model, used), *_not_float32(model, used))
    model.meta["warnings"] = (*changes, *chance, *odd)
    model.meta["module_types"] = tuple(modules.items())
    model.meta["weights"] = _weights_digest(model)
    return model


def _spelled(
    graph: fx.Graph, state: Mapping[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    """Give the weights that are used, under names that code can spell.

    A module may be called `class` or `if`; the weights of it become `class_.weight`.
    """
    names: dict[str, str] = {}
    for node in graph.find_nodes(op="get_attr"):
        target = str(node.target)
        parts = [f"{each}_" if iskeyword(each) else each for each in target.split(".")]
        while ".".join(parts) != target and ".".join(parts) in state:
            parts[-1] += "_"
        node.target = names[target] = ".".join(parts)
    return {names[target]: state[target] for target in sorted(names)}


def _not_finite(model: fx.GraphModule, names: list[str]) -> list[str]:
    """Warn of weights that hold nan or infinity; a mask may well hold infinity."""
    tensors = {name: get_attribute(model, name) for name in names}
    bad = [
        name
        for name, tensor in tensors.items()
        if tensor.isnan().any()
        or (isinstance(tensor, torch.nn.Parameter) and tensor.isinf().any())
    ]
    return [_NOT_FINITE.format(", ".join(bad[:3]))] if bad else []


def _not_float32(model: fx.GraphModule, names: list[str]) -> list[str]:
    """Warn of weights of another precision: only float32 can be quantized."""
    parameters = (get_attribute(model, name) for name in names)
    kinds = {
        str(tensor.dtype).removeprefix("torch.")
        for tensor in parameters
        if isinstance(tensor, torch.nn.Parameter) and tensor.is_floating_point()
    }
    return [_NOT_FLOAT32.format(kind) for kind in sorted(kinds - {"float32"})]


def copy_model(model: fx.GraphModule) -> fx.GraphModule:
    """Copy the graph with its names and meta; the weights are shared."""
    graph = fx.Graph()
    copies: dict[fx.Node, fx.Node] = {}
    for node in model.graph.nodes:
        copies[node] = graph.node_copy(node, copies.__getitem__)
        if copies[node].name != node.name:
            copies[node].name = node.name
    copied = fx.GraphModule(model, graph)
    copied.meta = dict(model.meta)
    return copied


def digest(model: fx.GraphModule) -> str:
    """Identify the weights, the nodes and the asked-for precisions, in 32 digits."""
    lines = [canonical(node) for node in model.graph.nodes]
    return digest_of(_weight_digests(model), lines)


def digest_of(weights: Mapping[str, str], lines: Iterable[str]) -> str:
    """Identify a model by the digests of its weights and the lines of its nodes."""
    text = _digest_of_weights(weights) + "".join([f"{line}\n" for line in lines])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def weights_of(model: fx.GraphModule, node: fx.Node) -> tuple[torch.Tensor, ...]:
    """Fetch every parameter, buffer and constant an op reads, in order."""
    return tuple(
        get_tensor(model, read)
        for read in node.all_input_nodes
        if read.op == "get_attr"
    )


def get_tensor(model: fx.GraphModule, node: fx.Node) -> torch.Tensor:
    """Fetch the parameter, buffer or constant a get_attr node names."""
    return get_attribute(model, str(node.target))


def get_attribute(model: fx.GraphModule, name: str) -> torch.Tensor:
    """Fetch a parameter, buffer or constant by its dotted name."""
    path, _, last = name.rpartition(".")
    return _held(_owner(model, path), last)


def _owner(model: fx.GraphModule, path: str) -> torch.nn.Module:
    owner: torch.nn.Module = model
    for part in path.split(".") if path else ():
        owner = owner._modules.get(part) or getattr(owner, part)
    return owner


def _held(owner: torch.nn.Module, name: str) -> torch.Tensor:
    found: torch.Tensor | None = owner._parameters.get(name)
    if found is None:
        found = owner._buffers.get(name)
    return cast(torch.Tensor, getattr(owner, name) if found is None else found)


def tensors_among(model: fx.GraphModule) -> dict[str, torch.Tensor]:
    """Fetch all that the get_attr nodes of a model name, by these names."""
    owners: dict[str, torch.nn.Module] = {}
    found: dict[str, torch.Tensor] = {}
    constants = model.graph.find_nodes(op="get_attr")
    for name in dict.fromkeys([str(node.target) for node in constants]):
        path, _, last = name.rpartition(".")
        if path not in owners:
            owners[path] = _owner(model, path)
        found[name] = _held(owners[path], last)
    return found


def is_parameter(model: fx.GraphModule, node: fx.Node) -> bool:
    """Whether the node names a trained parameter, not a buffer or a constant."""
    return node.op == "get_attr" and isinstance(
        get_tensor(model, node), torch.nn.Parameter
    )


def shape_of(node: fx.Node) -> tuple[int, ...]:
    """Give the shape of a node's first tensor, () where it has none."""
    return shape_of_value(node.meta.get("val"))


def shape_of_value(value: object) -> tuple[int, ...]:
    """Give the shape of the first tensor of a node's value, () where it has none."""
    if isinstance(value, torch.Tensor):
        return tuple(value.shape)
    several = value if isinstance(value, (tuple, list)) else ()
    return next((tuple(v.shape) for v in several if isinstance(v, torch.Tensor)), ())


def arguments_of(node: fx.Node) -> dict[str, Argument]:
    """Name an op's arguments as its schema does, left-out ones at their defaults."""
    if not isinstance(node.target, torch._ops.OpOverload):
        return {str(index): argument for index, argument in enumerate(node.args)}
    defaults = defaults_of(node.target)
    named = defaults.copy()
    named.update(zip(defaults, node.args, strict=False))
    named.update(node.kwargs)
    return named


def pair(value: Any) -> tuple[int, int]:
    """A size for height and width, as ops take it: one number, or a list of 1 or 2."""
    numbers = tuple(value) if isinstance(value, (list, tuple)) else (value,)
    return (numbers[0], numbers[-1])


@cache
def defaults_of(target: torch._ops.OpOverload) -> dict[str, Argument]:
    """The names of an op's arguments in order, with their defaults or None."""
    return {
        formal.name: formal.default_value if formal.has_default_value() else None
        for formal in target._schema.arguments
    }


def _renamed(graph: fx.Graph) -> fx.Graph:
    """Rebuild the graph so that names follow from ops and order alone."""
    renamed = fx.Graph()
    copies: dict[fx.Node, fx.Node] = {}
    for node in graph.nodes:
        copy = renamed.create_node(
            node.op,
            node.target,
            fx.map_arg(node.args, copies.__getitem__),
            fx.map_arg(node.kwargs, copies.__getitem__),
            name=_base_name(node),
        )
        copies[node] = copy
        if copy.op == "placeholder":
            copy.target = copy.name
        copy.meta = {key: node.meta[key] for key in _KEPT if key in node.meta}
        modules = modules_of(node.meta) or {"": ""}
        copy.meta["module"], copy.meta["module_type"] = list(modules.items())[-1]
        copy.meta["call"] = call_of(node.meta)
        copy.meta["source"] = _source(node)
    return renamed


def _source(node: fx.Node) -> SourceLine | None:
    """The line that made a node; for what could not be traced, the one that failed."""
    if node.target is not torch.ops.npu.opaque.default:
        return source_of(node.meta)
    return place_of(str(node.args[3])) or source_of(node.meta)


def _base_name(node: fx.Node) -> str:
    if isinstance(node.target, torch._ops.OpOverload):
        return node.target._schema.name.partition("::")[2].strip("_")
    if node.op == "get_attr":
        return str(node.target).replace(".", "_")
    if node.op == "placeholder" and node.name in RESERVED_NAMES:
        return f"{node.name}_1"
    return "getitem" if node.op == "call_function" else node.name


def _weights_digest(model: fx.GraphModule) -> str:
    return _digest_of_weights(_weight_digests(model))


def _weight_digests(model: fx.GraphModule) -> dict[str, str]:
    tensors = tensors_among(model).items()
    return {name: tensor_digest(tensor) for name, tensor in tensors}


def _digest_of_weights(weights: Mapping[str, str]) -> str:
    text = "".join([f"{name} {weights[name]}\n" for name in sorted(weights)])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def canonical(node: fx.Node) -> str:
    """Write what a digest counts of a node; of an input that is its shape too."""
    meta = node.meta
    asked = f"{meta.get('precision', '')}{meta.get('range', '')}"
    if node.op == "get_attr":
        return f"{node.name} = get_attr {node.target} () {{}}  {asked}"
    shape = shape_of(node) if node.op == "placeholder" else ""
    return f"{node.name} = {call_text(node)} {shape} {asked}"


def call_text(node: fx.Node) -> str:
    """Write what a node calls with what; `1`, `1.0` and `True` are told apart."""
    return f"{node.op} {target_text(node.target)} {node.args!r} {node.kwargs!r}"


@cache
def target_text(target: object) -> str:
    """Write what a node calls, `aten.conv2d.default`, or names; made once for each."""
    return str(target)
