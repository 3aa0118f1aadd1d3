import pytest

from engine.info import Diagnostic, Fix, GraphInfo, NodeInfo, SourceLine
from engine.recipe import ApplyRule, InsertStubs, SetPrecision

MODULES = (
    ("conv1", "Sequential", 270_000_000),
    ("layer1", "Sequential", 4_900_000_000),
    ("layer2", "Sequential", 3_600_000_000),
    ("pag3.f_x", "Sequential", 70_000_000),
    ("pag3.f_y", "Sequential", 70_000_000),
    ("pag3", "PagFM", 0),
    ("compression3", "Sequential", 12_000_000),
    ("spp", "PAPPM", 0),
    ("dfm", "Light_Bag", 0),
    ("final_layer", "segmenthead", 2_500_000_000),
)
CODE = "\n".join(
    ["class PagFM(nn.Module):", ""] * 59
    + [
        "    def forward(self, x, y):",
        "        x_k = self.f_x(x)",
        "        sim_map = torch.sigmoid(torch.sum(x_k * y_k, dim=1).unsqueeze(1))",
        "        y = F.interpolate(y, size=[input_size[2], input_size[3]])",
        "        x = (1-sim_map)*x + sim_map*y",
        "        return x",
        "",
        "class Bag(nn.Module):",
    ]
)


def make_graph() -> GraphInfo:
    nodes = [
        NodeInfo(
            name=f"{path.replace('.', '_')}_conv",
            kind="op",
            op="aten.conv2d.default",
            title="conv 3×3",
            family="convolution",
            shape=(1, 64, 128, 256),
            module=path,
            module_type=kind,
            macs=macs,
            parameters=36_864,
        )
        for path, kind, macs in MODULES
    ]
    nodes[5] = make_node()
    nodes.insert(
        5,
        NodeInfo(
            "sum_1",
            "op",
            "aten.sum.dim_IntList",
            "sum",
            "reduction",
            (1, 128, 256),
            module="pag3",
            users=("rsub",),
        ),
    )
    kinds = tuple((path, kind) for path, kind, _ in MODULES)
    return GraphInfo("pidnet-s", "d", tuple(nodes), 7_600_000, 47_200_000_000, kinds)


def make_node() -> NodeInfo:
    return NodeInfo(
        name="rsub",
        kind="op",
        op="aten.rsub.Scalar",
        title="1 − x",
        family="elementwise",
        shape=(1, 1, 128, 256),
        module="pag3",
        module_type="PagFM",
        inputs=("sigmoid",),
        users=("mul_2", "mul_3"),
        arguments=(("other", "1"), ("alpha", "1")),
        source=SourceLine(
            "/home/me/PIDNet/models/model_utils.py",
            123,
            "x = (1-sim_map)*x + sim_map*y",
            "forward",
        ),
    )


def make_fixes() -> tuple[Fix, ...]:
    return (
        Fix(
            ApplyRule("one_minus_as_add", "rsub"),
            "Write c − x as (x + (−c)) · (−1)",
            True,
            "c − x = (x + (−c)) · (−1)",
        ),
        Fix(
            ApplyRule("fold_rsub", "rsub"),
            "Fold into the next multiplication",
            True,
            "(1 − s)·x = x − s·x",
            "sim_map has two consumers",
        ),
    )


def make_diagnostics() -> tuple[Diagnostic, ...]:
    file = "/home/me/PIDNet/models/model_utils.py"
    fixes = make_fixes()
    blocked = (Fix(ApplyRule("x", "dfm_conv"), "Write it otherwise", reason="slope 2"),)
    return (
        Diagnostic(
            "error",
            "rsub",
            "aten.rsub.Scalar",
            "supported",
            "1 − x",
            "The chip subtracts tensors, not a tensor from a number.",
            SourceLine(file, 123),
            fixes,
        ),
        Diagnostic(
            "error",
            "sum_1",
            "aten.sum.dim_IntList",
            "dimensions",
            "sum drops a dimension",
            "Values must keep 4 dimensions; this one has 3.",
            SourceLine(file, 121),
            (Fix(ApplyRule("sum_keepdim", "sum_1"), "Keep the dimension"),),
        ),
        Diagnostic(
            "error",
            "dfm_conv",
            "aten.rsub.Scalar",
            "supported",
            "1 − x",
            "The chip subtracts tensors, not a tensor from a number.",
            SourceLine(file, 268),
            blocked,
        ),
        Diagnostic(
            "warning",
            "",
            "",
            "stubs",
            "No quant/dequant stubs",
            "1 input without a quant stub, 1 output without a dequant stub",
            None,
            (Fix(InsertStubs(), "Insert stubs"),),
        ),
        Diagnostic(
            "advice",
            "final_layer_conv",
            "aten.conv2d.default",
            "int32",
            "final_layer.conv2 can output int32",
            "Its value reaches only the output.",
            None,
            (Fix(SetPrecision("final_layer_conv", "int32"), "Output int32"),),
        ),
    )


@pytest.fixture
def graph() -> GraphInfo:
    return make_graph()


@pytest.fixture
def node() -> NodeInfo:
    return make_node()


@pytest.fixture
def diagnostics() -> tuple[Diagnostic, ...]:
    return make_diagnostics()


@pytest.fixture
def code() -> str:
    return CODE
