"""Graphs to draw: chains, branches, skips, and one like PIDNet, built by hand."""

from __future__ import annotations

from dataclasses import replace

from engine.info import Family, GraphInfo, NodeInfo, NodeKind

FAMILIES: dict[str, Family] = {
    "conv2d": "convolution",
    "batch_norm": "normalization",
    "relu": "activation",
    "sigmoid": "activation",
    "add": "elementwise",
    "mul": "elementwise",
    "rsub": "elementwise",
    "sum": "reduction",
    "avg_pool2d": "pooling",
    "upsample_bilinear2d": "resize",
    "cat": "shape",
}


class Builder:
    """Collects nodes; every method returns the name of the node it made."""

    def __init__(self) -> None:
        self.nodes: dict[str, NodeInfo] = {}
        self.numbers: dict[str, int] = {}
        self.scope: list[str] = []
        self.kinds: dict[str, str] = {}

    def open(self, name: str, kind: str) -> None:
        """Enter a module."""
        self.scope.append(name)
        self.kinds[".".join(self.scope)] = kind

    def close(self) -> None:
        """Leave the innermost module."""
        self.scope.pop()

    def source(self, name: str, *shape: int) -> str:
        """Add an input of the graph."""
        self.nodes[name] = NodeInfo(name, "input", "input", name, "io", shape)
        return name

    def result(self, *inputs: str) -> str:
        """Add the output."""
        shape = self.nodes[inputs[0]].shape
        self.nodes["output"] = NodeInfo(
            "output", "output", "output", "output", "io", shape, inputs=inputs
        )
        return "output"

    def op(
        self,
        op: str,
        *inputs: str,
        shape: tuple[int, ...] | None = None,
        title: str = "",
        leaf: str = "",
        macs: int = 0,
        parameters: int = 0,
    ) -> str:
        """Add an op with the shape of its first input, in the module `leaf`."""
        module = ".".join([*self.scope, *([leaf] if leaf else [])])
        stem = f"{module.replace('.', '_')}_{op}".strip("_")
        name, number = stem, self.numbers.get(stem, 0)
        while name in self.nodes:
            number += 1
            name = f"{stem}_{number}"
        self.numbers[stem] = number
        kind: NodeKind = "op"
        self.nodes[name] = NodeInfo(
            name,
            kind,
            f"aten.{op}.default",
            title or op.removesuffix("2d"),
            FAMILIES.get(op, "other"),
            shape if shape is not None else self.nodes[inputs[0]].shape,
            module=module,
            inputs=inputs,
            macs=macs,
            parameters=parameters,
        )
        return name

    def conv(
        self,
        x: str,
        channels: int,
        kernel: int = 3,
        stride: int = 1,
        leaf: str = "conv",
    ) -> str:
        """Add a convolution."""
        _, width, rows, columns = self.nodes[x].shape
        shape = (1, channels, rows // stride, columns // stride)
        weights = width * channels * kernel * kernel
        return self.op(
            "conv2d",
            x,
            shape=shape,
            title=f"{leaf} · conv {kernel}×{kernel}",
            leaf=leaf,
            macs=weights * shape[2] * shape[3],
            parameters=weights,
        )

    def conv_bn(
        self, x: str, channels: int, kernel: int = 3, stride: int = 1, leaf: str = "0"
    ) -> str:
        """Add a convolution and a batch norm."""
        x = self.conv(x, channels, kernel, stride, f"{leaf}")
        return self.op("batch_norm", x, leaf=f"{leaf}_bn")

    def resize(self, x: str, like: str) -> str:
        """Add a resize to another node's height and width."""
        shape = (*self.nodes[x].shape[:2], *self.nodes[like].shape[2:])
        return self.op("upsample_bilinear2d", x, shape=shape, title="resize ×2")

    def info(self, name: str) -> GraphInfo:
        """The finished graph, with the users filled in."""
        users: dict[str, list[str]] = {key: [] for key in self.nodes}
        for node in self.nodes.values():
            for feeding in dict.fromkeys(node.inputs):
                users[feeding].append(node.name)
        nodes = tuple(
            node._replace(users=tuple(users[node.name])) for node in self.nodes.values()
        )
        return GraphInfo(
            name,
            f"{name}:{len(nodes)}",
            nodes,
            sum(node.parameters for node in nodes),
            sum(node.macs for node in nodes),
            tuple(self.kinds.items()),
        )


def named(info: GraphInfo, stage: int = 500, block: int = 10) -> GraphInfo:
    """The same graph in modules of so many nodes, inside others of so many."""
    nodes = tuple(
        node._replace(module=f"stage{place // stage}.{place % stage // block}.{op}")
        if node.kind == "op"
        else node
        for place, node in enumerate(info.nodes)
        for op in [node.op.split(".")[-2] if node.kind == "op" else ""]
    )
    stages = range(len(nodes) // stage + 1)
    kinds = [(f"stage{number}", "Sequential") for number in stages]
    kinds += [
        (f"stage{number}.{inner}", "Block")
        for number in stages
        for inner in range(stage // block)
    ]
    return replace(info, nodes=nodes, module_types=tuple(kinds))


def chain(count: int) -> GraphInfo:
    """Ops in one line, without modules."""
    build = Builder()
    x = build.source("x", 1, 64, 56, 56)
    for number in range(count - 2):
        x = build.op(("conv2d", "batch_norm", "relu")[number % 3], x)
    build.result(x)
    return build.info("chain")


def branchy(count: int) -> GraphInfo:
    """Residual blocks of two to four branches, without modules."""
    return _blocks(count, skips=False)


def unet(count: int) -> GraphInfo:
    """Residual blocks with symmetric long skips, without modules."""
    return _blocks(count, skips=True)


def _blocks(count: int, *, skips: bool) -> GraphInfo:
    build = Builder()
    x = build.source("x", 1, 64, 56, 56)
    saved: list[str] = []
    block = 0
    while len(build.nodes) < count - 1:
        branches = []
        for _ in range(2 + block % 3):
            y = build.op("conv2d", x)
            y = build.op("batch_norm", y)
            branches.append(build.op("relu", y))
        rest = [x]
        if skips and len(build.nodes) < count // 2:
            saved.append(x)
        elif skips and saved:
            rest.append(saved.pop())
        x = build.op("add", *branches, *rest)
        block += 1
    build.result(x)
    return build.info("unet" if skips else "branchy")


def basic_block(build: Builder, name: str, x: str, channels: int, stride: int) -> str:
    """Add a residual block with a projection where the shape changes."""
    build.open(name, "BasicBlock")
    y = build.conv_bn(x, channels, 3, stride, "conv1")
    y = build.op("relu", y, leaf="relu")
    y = build.conv_bn(y, channels, 3, 1, "conv2")
    if stride > 1 or build.nodes[x].shape[1] != channels:
        build.open("downsample", "Sequential")
        x = build.conv_bn(x, channels, 1, stride, "0")
        build.close()
    y = build.op("add", y, x)
    y = build.op("relu", y, leaf="relu")
    build.close()
    return y


def stage(build: Builder, name: str, x: str, channels: int, stride: int, n: int) -> str:
    """Add a sequence of residual blocks."""
    build.open(name, "Sequential")
    for number in range(n):
        x = basic_block(build, str(number), x, channels, stride if not number else 1)
    build.close()
    return x


def pag(build: Builder, name: str, x: str, y: str) -> str:
    """Add a pixel-attention guided fusion of a fine map x and a coarse map y."""
    build.open(name, "PagFM")
    key = build.conv_bn(x, 32, 1, leaf="f_x")
    query = build.conv_bn(y, 32, 1, leaf="f_y")
    query = build.resize(query, x)
    product = build.op("mul", query, key)
    rows, columns = build.nodes[x].shape[2:]
    total = build.op("sum", product, shape=(1, rows, columns))
    similar = build.op("sigmoid", total, shape=(1, 1, rows, columns))
    large = build.resize(y, x)
    rest = build.op("rsub", similar, title="1 − x")
    one = build.op("mul", rest, x)
    two = build.op("mul", similar, large)
    result = build.op("add", one, two)
    build.close()
    return result


def pyramid(build: Builder, name: str, x: str) -> str:
    """Add a parallel aggregation pyramid."""
    build.open(name, "PAPPM")
    scales = [build.conv_bn(x, 96, 1, leaf="scale0")]
    for number in range(1, 5):
        build.open(f"scale{number}", "Sequential")
        y = build.op("avg_pool2d", x, shape=(1, 512, 8, 16), leaf="0")
        y = build.conv_bn(y, 96, 1, leaf="1")
        build.close()
        y = build.resize(y, x)
        scales.append(build.op("add", y, scales[0]))
    joined = build.op("cat", *scales[1:], shape=(1, 384, 16, 32))
    build.open("scale_process", "Sequential")
    joined = build.conv_bn(joined, 384, 3, leaf="0")
    build.close()
    joined = build.op("cat", joined, scales[0], shape=(1, 480, 16, 32))
    y = build.conv_bn(joined, 128, 1, leaf="compression")
    result = build.op("add", y, build.conv_bn(x, 128, 1, leaf="shortcut"))
    build.close()
    return result


def pidnet() -> GraphInfo:
    """Three branches of which two meet again twice, as in PIDNet-S."""
    build = Builder()
    x = build.source("x", 1, 3, 1024, 2048)
    build.open("conv1", "Sequential")
    for number in (0, 3):
        x = build.conv_bn(x, 32, 3, 2, str(number))
        x = build.op("relu", x, leaf=str(number + 2))
    build.close()
    x = stage(build, "layer1", x, 32, 1, 2)
    x = build.op("relu", x, leaf="relu")
    x = stage(build, "layer2", x, 64, 2, 2)
    x = build.op("relu", x, leaf="relu")
    p = stage(build, "layer3_", x, 64, 1, 2)
    d = basic_block(build, "layer3_d", x, 32, 1)
    x = build.op("relu", stage(build, "layer3", x, 128, 2, 3), leaf="relu")
    p = pag(build, "pag3", p, build.conv_bn(x, 64, 1, leaf="compression3"))
    large = build.resize(build.conv_bn(x, 32, leaf="diff3"), d)
    d = build.op("add", d, large)
    x = build.op("relu", stage(build, "layer4", x, 256, 2, 3), leaf="relu")
    p = stage(build, "layer4_", build.op("relu", p, leaf="relu"), 64, 1, 2)
    d = basic_block(build, "layer4_d", build.op("relu", d, leaf="relu"), 64, 1)
    p = pag(build, "pag4", p, build.conv_bn(x, 64, 1, leaf="compression4"))
    large = build.resize(build.conv_bn(x, 64, leaf="diff4"), d)
    d = build.op("add", d, large)
    p = stage(build, "layer5_", build.op("relu", p, leaf="relu"), 128, 1, 1)
    d = stage(build, "layer5_d", build.op("relu", d, leaf="relu"), 128, 1, 1)
    x = stage(build, "layer5", x, 512, 2, 2)
    x = build.resize(pyramid(build, "spp", x), p)
    build.open("dfm", "LightBag")
    edge = build.op("sigmoid", d)
    rest = build.op("rsub", edge, title="1 − x")
    one = build.op("add", p, build.op("mul", rest, x))
    two = build.op("add", x, build.op("mul", edge, p))
    one = build.conv_bn(one, 128, 1, leaf="conv_p")
    two = build.conv_bn(two, 128, 1, leaf="conv_i")
    x = build.op("add", one, two)
    build.close()
    build.open("final_layer", "SegmentHead")
    x = build.op("relu", build.op("batch_norm", x, leaf="bn1"), leaf="relu")
    x = build.conv(x, 128, 3, leaf="conv1")
    x = build.op("relu", build.op("batch_norm", x, leaf="bn2"), leaf="relu")
    x = build.conv(x, 19, 1, leaf="conv2")
    build.close()
    build.result(x)
    return build.info("pidnet-s")


def wide(count: int, kinds: int = 1) -> GraphInfo:
    """Branches side by side in one module, of so many kinds by turns."""
    build = Builder()
    x = build.conv_bn(build.source("x", 1, 16, 32, 32), 32, leaf="stem")
    build.open("branches", "ModuleList")
    branches = []
    for number in range(count):
        build.open(str(number), "Branch")
        y = build.conv_bn(x, 16, 1, leaf="conv")
        for more in range(number % kinds):
            y = build.op("relu", y, leaf=f"act{more}")
        branches.append(y)
        build.close()
    build.close()
    build.result(build.op("cat", *branches))
    return build.info(f"wide-{count}")
