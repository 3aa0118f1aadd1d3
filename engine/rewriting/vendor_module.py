"""A network as a Python module that Horizon's plugin prepares, and its state dict.

The plugin wants an `nn.Module`: stubs, convolutions and other layers with weights are
made once, under the names of the checkpoint where it has them, and `forward` computes
the rest. A function is quantized as the module that calls it, so one whose precision
was asked for becomes a module of its own.
"""

from __future__ import annotations

import io
import keyword
from collections.abc import Iterator

import torch
from torch import Tensor, fx, nn

from engine.info import WrittenCode
from engine.opening.graph import get_tensor
from engine.opening.titles import op_name
from engine.rewriting.code import asked_of, code_of, folded, shapes
from engine.rewriting.layers import Layer, layer_of
from engine.rewriting.spelling import Read, literal, spell
from engine.rewriting.vendor_text import (
    CLASSES,
    HEAD,
    LOAD,
    is_nash,
    prepare_text,
    qconfig_text,
    stub_text,
)
from engine.targets.calls import ops_of
from engine.targets.profile import TargetProfile, load_profile

_STUBS = ("quant", "dequant")
_VENDOR = "horizon-"


def march_of(profile: TargetProfile) -> str:
    """The BPU of a Horizon target as the plugin calls it, "" for other vendors."""
    is_own = profile.name.startswith(_VENDOR)
    return profile.name.removeprefix(_VENDOR) if is_own else ""


def network_code(model: fx.GraphModule, target: str) -> WrittenCode:
    """Write the whole network: as a module where its target's vendor prepares one."""
    profile = load_profile(target)
    if march_of(profile):
        return module_of(model, profile)
    return WrittenCode(code_of(model))


def module_of(model: fx.GraphModule, profile: TargetProfile) -> WrittenCode:
    """Write the whole network as a module for a Horizon target, with its weights."""
    parts = _Parts(model, march_of(profile))
    inputs = list(model.graph.find_nodes(op="placeholder"))
    outputs: list[fx.Node] = list(model.graph.output_node().args[0])  # type: ignore[arg-type]
    network = "\n".join(_network(parts, model, inputs, outputs))
    head = HEAD.format(
        title=profile.title,
        shapes=f"{shapes(inputs)} → {shapes(outputs)}",
        renamed=parts.renamed,
        prepare=prepare_text(parts.march),
    )
    imports = [
        "import torch",
        *(["import torch.nn.functional as F"] if "F." in network else []),
        "from torch import nn",
    ]
    stubs, qconfig = stub_text(parts.march), qconfig_text(parts.march, parts.precisions)
    text = "\n".join((head, *imports, stubs, CLASSES, network, LOAD, qconfig))
    state = {name: each.detach().clone() for name, each in parts.state.items()}
    held = io.BytesIO()
    torch.save(state, held)
    return WrittenCode(text, held.getvalue())


def _network(
    parts: _Parts, model: fx.GraphModule, inputs: list[fx.Node], outputs: list[fx.Node]
) -> Iterator[str]:
    body = [line for node in ops_of(model.graph) for line in parts.call(node)]
    returned = f"return {', '.join(map(parts.read, outputs))}"
    yield "class Network(Part):"
    yield "    def __init__(self):"
    yield "        super().__init__()"
    for line in (*parts.tensors(), *parts.lines):
        yield from folded(line, 8)
    yield ""
    yield f"    def forward(self, {', '.join(node.name for node in inputs)}):"
    for line in (*body, returned):
        yield from folded(line, 8)
    yield ""


class _Parts:
    """The modules a network is made of, and how `forward` calls each op.

    `state` are the tensors by the names they have in the module, `precisions` the
    modules whose precision was asked for.
    """

    def __init__(self, model: fx.GraphModule, march: str) -> None:
        self._model = model
        self.march = march
        self.lines: list[str] = []
        self.state: dict[str, Tensor] = {}
        self.precisions: dict[str, str] = {}
        self._renamed: list[str] = []
        self._layers: dict[str, Layer] = {}
        self._path_of: dict[fx.Node, str] = {}
        self._module: str | None = None
        weights = model.graph.find_nodes(op="get_attr")
        self._taken = {str(node.target).partition(".")[0] for node in weights}
        self._taken.update(dir(nn.Module()))
        for node in ops_of(model.graph):
            self._make(node)

    @property
    def renamed(self) -> str:
        """A sentence on the weights that no checkpoint holds, as a docstring has it."""
        if not self._renamed:
            return "\nThe names in it are those of the checkpoint the network had.\n"
        names = "\n".join(f"    {name}" for name in self._renamed)
        return f"\nThe names in it are those of the checkpoint, but for:\n{names}\n"

    def read(self, node: fx.Node) -> str:
        """A node as `forward` refers to it."""
        return _way(str(node.target)) if node.op == "get_attr" else node.name

    def tensors(self) -> Iterator[str]:
        """Make the parameters and constants that belong to no layer."""
        for node in self._model.graph.find_nodes(op="get_attr"):
            name, tensor = str(node.target), get_tensor(self._model, node)
            if name in self.state or not set(node.users) - self._path_of.keys():
                continue
            self.state[name] = tensor
            made = f"torch.empty({list(tensor.shape)}, dtype={tensor.dtype})"
            if isinstance(tensor, nn.Parameter):
                grad = "" if tensor.is_floating_point() else ", requires_grad=False"
                yield f'put(self, "{name}", nn.Parameter({made}{grad}))'
            else:
                yield f'put(self, "{name}", {made})'

    def call(self, node: fx.Node) -> Iterator[str]:
        """Write one op, under the name of the module it comes from."""
        own = node.meta.get("module", "")
        if own != self._module:
            yield f"# {own or 'the network itself'}"
            self._module = own
        path = self._path_of.get(node)
        if path is None:
            yield f"{node.name} = {_spelled(node, self.read)}{asked_of(node)}"
            return
        is_layer = path in self._layers or op_name(node) in _STUBS
        given = [literal(node.args[0], self.read)] if is_layer else self._given(node)
        yield f"{node.name} = {_way(path)}({', '.join(given)}){asked_of(node)}"

    def _given(self, node: fx.Node) -> list[str]:
        return [self.read(each) for each in node.all_input_nodes]

    def _make(self, node: fx.Node) -> None:
        """Make the module of an op, if it is to have one."""
        precision = node.meta.get("precision", "")
        layer = layer_of(self._model, node)
        if op_name(node) in _STUBS:
            source = node.all_input_nodes[0]
            if source.op == "placeholder":
                precision = precision or source.meta.get("precision", "")
            path = self._free(node.name)
            self._put(path, self._stub(node, precision))
        elif layer and (path := self._place(node, layer, precision)):
            pass
        elif precision:
            path = self._free(node.name)
            formals = ", ".join(each.name for each in node.all_input_nodes)
            spelled = _spelled(node, lambda each: each.name)
            self._put(path, f"Op(lambda {formals}: {spelled})")
        else:
            return
        self._path_of[node] = path
        if precision:
            self.precisions[path] = precision

    def _place(self, node: fx.Node, layer: Layer, precision: str) -> str:
        """Where a layer is, "" if its weights are there for another use already."""
        path = layer.path
        if path in self._layers:
            same = self._layers[path] == layer
            return path if same and self.precisions.get(path, "") == precision else ""
        if not path:
            if any(len(each.users) > 1 for each in layer.weights.values()):
                return ""
            path = self._free(node.name)
            self._renamed += [f"{path}.{slot}" for slot in layer.weights]
        self._layers[path] = layer
        for slot, each in layer.weights.items():
            self.state[f"{path}.{slot}"] = get_tensor(self._model, each)
        self._put(path, layer.made)
        return path

    def _stub(self, node: fx.Node, precision: str) -> str:
        if op_name(node) == "dequant":
            return "DeQuantStub()"
        if is_nash(self.march):
            return "QuantStub()"
        source = node.all_input_nodes[0]
        ends = node.meta.get("range") or source.meta.get("range")
        if not ends:
            return "QuantStub(scale=None)"
        steps = 2**15 if precision == "int16" else 2**7
        return f"QuantStub(scale={max(map(abs, ends))!r} / {steps})"

    def _free(self, name: str) -> str:
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def _put(self, path: str, made: str) -> None:
        self.lines.append(f'put(self, "{path}", {made})')


def _spelled(node: fx.Node, read: Read) -> str:
    """Write a function by the name the plugin fuses it by."""
    return spell(node, read).replace("torch.relu(", "F.relu(")


def _way(path: str) -> str:
    """A part of the network as an expression: `self.layer1[0].conv1`."""
    way = "self"
    for part in path.split("."):
        if part.isdigit():
            way += f"[{part}]"
        elif part.isidentifier() and not keyword.iskeyword(part):
            way += f".{part}"
        else:
            way += f'["{part}"]'
    return way
