"""Ops that move values without computing, in ONNX."""

from __future__ import annotations

import operator
from collections.abc import Sequence

import torch
from torch import fx

from engine.sentence import say
from engine.toolchains.onnx_lowering import (
    Writer,
    arguments,
    lowering,
    positive,
    refuse,
    shape,
)

aten = torch.ops.aten


@lowering(
    aten.reshape.default,
    aten.squeeze.default,
    aten.squeeze.dim,
    aten.squeeze.dims,
    aten.unsqueeze.default,
)
def _reshape(writer: Writer, node: fx.Node) -> str:
    size = writer.integers(shape(node), "shape")
    return writer.add("Reshape", [writer.value(node.args[0]), size])


@lowering(aten.permute.default)
def _permute(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    order = [positive(axis, given["self"]) for axis in given["dims"]]
    return writer.add("Transpose", [writer.value(given["self"])], perm=order)


@lowering(aten.transpose.int, aten.t.default)
def _transpose(writer: Writer, node: fx.Node) -> str:
    order = list(range(len(shape(node))))
    swapped = node.args[1:3] if len(node.args) > 1 else (0, 1)
    first, second = (positive(int(a), node) for a in swapped)  # type: ignore[arg-type]
    order[first], order[second] = second, first
    return writer.add("Transpose", [writer.value(node.args[0])], perm=order)


@lowering(aten.slice.Tensor)
def _slice(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    axis = positive(given["dim"], given["self"])
    bounds = [given["start"] or 0, shape(given["self"])[axis]]
    if given["end"] is not None:
        bounds[1] = min(given["end"], bounds[1])
    rows = [
        writer.integers([number], name)
        for number, name in zip(
            [*bounds, axis, given["step"]],
            ["start", "end", "axis", "step"],
            strict=True,
        )
    ]
    return writer.add("Slice", [writer.value(given["self"]), *rows])


@lowering(aten.select.int)
def _select(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    axis = positive(given["dim"], given["self"])
    index = writer.integers(int(given["index"]), "index")
    return writer.add("Gather", [writer.value(given["self"]), index], axis=axis)


@lowering(aten.index_select.default)
def _index_select(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    inputs = [writer.value(given["self"]), writer.value(given["index"])]
    return writer.add("Gather", inputs, axis=positive(given["dim"], given["self"]))


@lowering(aten.expand.default)
def _expand(writer: Writer, node: fx.Node) -> str:
    size = writer.integers(shape(node), "shape")
    return writer.add("Expand", [writer.value(node.args[0]), size])


@lowering(aten.repeat.default)
def _repeat(writer: Writer, node: fx.Node) -> str:
    counts = list(arguments(node)["repeats"])
    source, before = writer.value(node.args[0]), shape(node.args[0])
    if len(counts) > len(before):
        full = [1] * (len(counts) - len(before)) + list(before)
        source = writer.part("Reshape", [source, writer.integers(full, "rank")], "full")
    return writer.add("Tile", [source, writer.integers(counts, "repeats")])


@lowering(aten.cat.default)
def _cat(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    inputs = [writer.cast(tensor, node) for tensor in given["tensors"]]
    return writer.add("Concat", inputs, axis=positive(given["dim"], node))


@lowering(aten.stack.default)
def _stack(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    axis = positive(given["dim"], node)
    axes = writer.integers([axis], "axes")
    raised = [
        writer.part("Unsqueeze", [writer.value(tensor), axes], f"row{index}")
        for index, tensor in enumerate(given["tensors"])
    ]
    return writer.add("Concat", raised, axis=axis)


@lowering(aten.split.Tensor, aten.split_with_sizes.default, aten.unbind.int)
def _split(writer: Writer, node: fx.Node) -> Sequence[str]:
    given = arguments(node)
    axis = positive(given["dim"], given["self"])
    parts = node.meta["val"]
    unbinds = node.target is aten.unbind.int
    sizes = [1 if unbinds else int(part.shape[axis]) for part in parts]
    names = [f"{writer.label}_{index}" for index in range(len(parts))]
    cut = [f"{name}_kept" for name in names] if unbinds else names
    inputs = [writer.value(given["self"]), writer.integers(sizes, "sizes")]
    writer.builder.add_many("Split", inputs, cut, writer.label, axis=axis)
    if unbinds:
        axes = writer.integers([axis], "axes")
        for kept, name in zip(cut, names, strict=True):
            writer.builder.add("Squeeze", [kept, axes], name)
    return names


@lowering(operator.getitem)
def _getitem(writer: Writer, node: fx.Node) -> str:
    source, index = node.args
    assert isinstance(source, fx.Node)
    assert isinstance(index, int)
    return writer.values[source][index]


@lowering(aten.pixel_shuffle.default)
def _pixel_shuffle(writer: Writer, node: fx.Node) -> str:
    factor = int(arguments(node)["upscale_factor"])
    source = writer.value(node.args[0])
    return writer.add("DepthToSpace", [source], blocksize=factor, mode="CRD")


@lowering(aten.pixel_unshuffle.default)
def _pixel_unshuffle(writer: Writer, node: fx.Node) -> str:
    factor = int(arguments(node)["downscale_factor"])
    batch, channels, height, width = shape(node.args[0])
    rows, columns = height // factor, width // factor
    split = writer.integers([batch, channels, rows, factor, columns, factor], "split")
    parts = writer.part("Reshape", [writer.value(node.args[0]), split], "parts")
    turned = writer.part("Transpose", [parts], "turned", perm=[0, 1, 3, 5, 2, 4])
    return writer.add("Reshape", [turned, writer.integers(shape(node), "shape")])


@lowering(aten.channel_shuffle.default)
def _channel_shuffle(writer: Writer, node: fx.Node) -> str:
    groups = int(arguments(node)["groups"])
    batch, channels, *rest = shape(node)
    split = writer.integers([batch, groups, channels // groups, *rest], "split")
    parts = writer.part("Reshape", [writer.value(node.args[0]), split], "parts")
    order = [0, 2, 1, *range(3, 3 + len(rest))]
    turned = writer.part("Transpose", [parts], "turned", perm=order)
    return writer.add("Reshape", [turned, writer.integers(shape(node), "shape")])


@lowering(aten.flip.default)
def _flip(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    axes = [positive(axis, node) for axis in given["dims"]]
    far = -(2**62)
    rows = [
        writer.integers([number] * len(axes), name)
        for number, name in ((-1, "start"), (far, "end"))
    ]
    rows += [writer.integers(axes, "axes"), writer.integers([-1] * len(axes), "step")]
    return writer.add("Slice", [writer.value(given["self"]), *rows])


@lowering(aten.constant_pad_nd.default, aten.pad.default)
def _pad(writer: Writer, node: fx.Node) -> str:
    given = arguments(node)
    mode = given.get("mode", "constant")
    names = {
        "constant": "constant",
        "reflect": "reflect",
        "replicate": "edge",
        "circular": "wrap",
    }
    if mode not in names:
        raise refuse(node, say("it pads by {mode}", mode=mode))
    source = given["self"]
    rank = len(shape(source))
    begin, end = [0] * rank, [0] * rank
    for index in range(len(given["pad"]) // 2):
        begin[rank - 1 - index] = given["pad"][2 * index]
        end[rank - 1 - index] = given["pad"][2 * index + 1]
    inputs = [writer.value(source), writer.integers(begin + end, "pads")]
    if mode == "constant":
        inputs.append(writer.value(given["value"] or 0, source))
    return writer.add("Pad", inputs, mode=names[mode])
