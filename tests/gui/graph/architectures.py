"""Networks of kinds that are drawn differently, built by hand with their modules."""

from __future__ import annotations

from engine.info import GraphInfo
from tests.gui.graph.networks import Builder, pidnet, stage


def dilated() -> GraphInfo:
    """A backbone, dilated branches side by side, and a skip from early on."""
    build = Builder()
    x = build.source("image", 1, 3, 512, 512)
    build.open("backbone", "ResNet")
    x = build.op("relu", build.conv_bn(x, 64, 7, 2, "conv1"), leaf="relu")
    early = x = stage(build, "layer1", x, 64, 1, 2)
    for number, channels in enumerate((128, 256, 512)):
        x = stage(build, f"layer{number + 2}", x, channels, 2, 2)
    build.close()
    build.open("aspp", "ASPP")
    branches = []
    for number, kernel in enumerate((1, 3, 3, 3)):
        build.open(f"branch{number}", "Sequential")
        y = build.conv_bn(x, 256, kernel)
        branches.append(build.op("relu", y, leaf="2"))
        build.close()
    pooled = build.op("avg_pool2d", x, shape=(1, 512, 1, 1), leaf="pool")
    branches.append(build.resize(build.conv_bn(pooled, 256, 1, leaf="pool_conv"), x))
    x = build.op("cat", *branches, shape=(1, 1280, 16, 16))
    x = build.conv_bn(x, 256, 1, leaf="project")
    build.close()
    build.open("decoder", "Decoder")
    low = build.conv_bn(early, 48, 1, leaf="low")
    x = build.op("cat", build.resize(x, low), low, shape=(1, 304, 128, 128))
    x = build.conv(build.conv_bn(x, 256), 21, 1, leaf="classifier")
    build.close()
    build.result(build.resize(x, "image"))
    return build.info("dilated")


def _cross_stage(build: Builder, name: str, x: str, channels: int, count: int) -> str:
    """Two halves of which one goes through bottlenecks."""
    build.open(name, "CSPLayer")
    left = build.op("silu", build.conv_bn(x, channels, 1, leaf="main"))
    right = build.op("silu", build.conv_bn(x, channels, 1, leaf="short"))
    for number in range(count):
        build.open(f"blocks.{number}", "Bottleneck")
        y = build.op("silu", build.conv_bn(left, channels, 1, leaf="conv1"))
        y = build.op("silu", build.conv_bn(y, channels, 3, leaf="conv2"))
        left = build.op("add", y, left)
        build.close()
    _, _, rows, columns = build.nodes[left].shape
    x = build.op("cat", left, right, shape=(1, 2 * channels, rows, columns))
    x = build.conv_bn(x, channels, 1, leaf="final")
    build.close()
    return x


def detector() -> GraphInfo:
    """A feature pyramid up and down again, with three heads."""
    build = Builder()
    x = build.source("image", 1, 3, 640, 640)
    levels = []
    for number, channels in enumerate((32, 64, 128, 256)):
        x = build.conv_bn(x, channels, 3, 2, f"dark{number}")
        x = _cross_stage(build, f"stage{number}", x, channels, 1 + number % 2)
        levels.append(x)
    one, two, three = levels[1:]
    two = _joined(build, "up1", build.resize(three, two), two, 128)
    one = _joined(build, "up2", build.resize(two, one), one, 64)
    low = build.conv_bn(one, 64, 3, 2, "down1")
    two = _joined(build, "pan1", low, two, 128)
    low = build.conv_bn(two, 128, 3, 2, "down2")
    three = _joined(build, "pan2", low, three, 256)
    outs = []
    for number, level in enumerate((one, two, three)):
        build.open(f"heads.{number}", "DecoupledHead")
        stem = build.op("silu", build.conv_bn(level, 64, 1, leaf="stem"))
        classes = build.conv(build.conv_bn(stem, 64, leaf="c"), 80, 1, leaf="cls")
        region = build.conv_bn(stem, 64, leaf="r")
        parts = [classes, build.conv(region, 4, 1, leaf="reg")]
        parts.append(build.conv(region, 1, 1, leaf="obj"))
        rows, columns = build.nodes[stem].shape[2:]
        outs.append(build.op("cat", *parts, shape=(1, 85, rows, columns)))
        build.close()
    build.result(*outs)
    return build.info("detector")


def _joined(build: Builder, name: str, x: str, other: str, channels: int) -> str:
    _, first, rows, columns = build.nodes[x].shape
    width = first + build.nodes[other].shape[1]
    x = build.op("cat", x, other, shape=(1, width, rows, columns))
    return _cross_stage(build, name, x, channels, 1)


def dense() -> GraphInfo:
    """Every layer of a block reads all layers before it."""
    build = Builder()
    x = build.conv_bn(build.source("image", 1, 3, 224, 224), 64, 7, 2, "conv0")
    for block in range(3):
        build.open(f"denseblock{block}", "DenseBlock")
        found = [x]
        for number in range(5):
            build.open(f"denselayer{number}", "DenseLayer")
            shape = build.nodes[x].shape
            shape = (1, 64 + 32 * number, *shape[2:])
            y = build.op("cat", *found, shape=shape) if number else x
            y = build.op("relu", build.op("batch_norm", y, leaf="norm1"), leaf="relu1")
            found.append(build.conv(y, 32, leaf="conv1"))
            build.close()
        build.close()
        x = build.op("cat", *found, shape=(1, 256, *build.nodes[x].shape[2:]))
        build.open(f"transition{block}", "Transition")
        x = build.op("relu", build.op("batch_norm", x, leaf="norm"), leaf="relu")
        x = build.op("avg_pool2d", build.conv(x, 128, 1), leaf="pool")
        build.close()
    build.result(build.conv(x, 1000, 1, leaf="classifier"))
    return build.info("dense")


def hourglass() -> GraphInfo:
    """Down and up again with a skip at every size."""
    build = Builder()
    x = build.source("image", 1, 3, 572, 572)
    skips = []
    for number, channels in enumerate((64, 128, 256, 512, 1024)):
        build.open(f"down{number}", "DoubleConv")
        for leaf in ("0", "3"):
            x = build.op("relu", build.conv_bn(x, channels, leaf=leaf), leaf=f"{leaf}r")
        build.close()
        if number < 4:
            skips.append(x)
            rows, columns = build.nodes[x].shape[2:]
            half = (1, channels, rows // 2, columns // 2)
            x = build.op("max_pool2d", x, shape=half, title="max pool 2×2 s2")
    for number, skip in enumerate(skips[::-1]):
        build.open(f"up{number}", "Up")
        x = build.resize(x, skip)
        _, channels, rows, columns = build.nodes[skip].shape
        x = build.op("cat", skip, x, shape=(1, 3 * channels, rows, columns))
        for leaf in ("0", "3"):
            x = build.op("relu", build.conv_bn(x, channels, leaf=leaf), leaf=f"{leaf}r")
        build.close()
    build.result(build.conv(x, 2, 1, leaf="outc"))
    return build.info("hourglass")


ARCHITECTURES = {
    "pidnet": pidnet,
    "dilated": dilated,
    "detector": detector,
    "dense": dense,
    "hourglass": hourglass,
}
