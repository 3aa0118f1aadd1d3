"""What users call commands besides their titles, and which are likely to be wanted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

LIKELY: tuple[str, ...] = (
    "find",
    "go_to_node",
    "next_problem",
    "fix_all",
    "undo",
    "fit",
    "collapse",
    "expand",
    "graph_back",
    "run_calibrate",
    "run_compare",
    "run_compile",
    "save",
    "export_image",
    "compare_previous",
    "open_model",
    "open_project",
    "start",
    "keys",
)
"""Keys of the commands that an empty palette offers first, in this order."""


def other_words() -> dict[str, str]:
    """Words of other programs and of the field, by the key of the command."""
    return _of_the_graph() | _of_details() | _of_the_work()


def _of_the_graph() -> dict[str, str]:
    return {
        "find": _tr("search filter query look for"),
        "open_hits": _tr("expand search results reveal found"),
        "go_to_node": _tr("jump to module by name search"),
        "fit": _tr("zoom out all whole overview reset view centre home"),
        "graph_fit_selection": _tr("zoom to selection focus centre"),
        "expand": _tr("expand unfold everything"),
        "collapse": _tr("collapse fold everything"),
        "graph_expand": _tr("expand unfold group"),
        "graph_collapse": _tr("collapse fold group parent"),
        "graph_producers": _tr("trace upstream inputs ancestors predecessors"),
        "graph_consumers": _tr("trace downstream outputs descendants successors"),
        "graph_path": _tr("trace route way between"),
        "graph_back": _tr("view history previous place"),
        "graph_forward": _tr("view history next place"),
        "flows_right": _tr("layout direction orientation horizontal vertical"),
        "wraps": _tr("layout wrap columns serpentine page compact long"),
        "shows_overview": _tr("minimap hide map corner"),
        "sides": _tr("sidebar side panels hide full width only the graph zen"),
        "wheel_zooms": _tr("mouse scroll"),
        "next_problem": _tr("next error warning issue unsupported"),
        "previous_problem": _tr("previous error warning issue unsupported"),
        "node_isolate": _tr("isolate neighbourhood hide others focus"),
        "node_fold_alike": _tr("lens fold collapse op type"),
        "node_alike": _tr("same op type similar"),
        "node_block": _tr("repeated blocks similar identical"),
    }


def _of_details() -> dict[str, str]:
    colours, heat = _tr("overlay colouring legend"), _tr("heat map scale")
    lens = _tr("lens hide simplify details")
    return {
        "colour_severity": f"{colours} {_tr('problems errors')}",
        "colour_family": colours,
        "colour_macs": f"{colours} {heat} {_tr('compute flops operations')}",
        "colour_parameters": f"{colours} {heat} {_tr('weights size')}",
        "colour_activation": f"{colours} {heat} {_tr('memory feature map')}",
        "sensitivity": f"{colours} {heat} {_tr('quantization error sqnr per layer')}",
        "lens_quantization": f"{lens} {_tr('qdq fake quant')}",
        "lens_normalization": f"{lens} {_tr('bn fuse')}",
        "lens_constants": f"{lens} {_tr('weights initializers')}",
        "lens_chains": f"{lens} {_tr('activations relu add')}",
    }


def _of_the_work() -> dict[str, str]:
    return {
        "open_model": _tr("load import network checkpoint pytorch onnx"),
        "save": _tr("store write recipe"),
        "export_image": _tr("svg png pdf html picture image drawing print"),
        "copy_view": _tr("screenshot clipboard picture png"),
        "copy_whole": _tr("screenshot clipboard picture png"),
        "copy_selection": _tr("screenshot clipboard picture png"),
        "undo": _tr("revert step back"),
        "fix_all": _tr("repair convert rewrite every problem"),
        "cancel": _tr("stop abort interrupt"),
        "node_history": _tr("edits changes provenance versions"),
        "compare_previous": _tr("diff difference changes before after"),
        "compare_opened": _tr("diff difference changes original"),
        "compare_project": _tr("diff difference versions"),
        "compare_model": _tr("diff difference versions"),
        "preferences": _tr("settings options editor"),
        "scheme_dark": _tr("theme night mode"),
        "scheme_light": _tr("theme day mode"),
        "scheme_system": _tr("theme mode"),
        "node_insert": _tr("add new op layer"),
        "node_bypass": _tr("delete remove skip"),
        "node_delete_branch": _tr("remove cut prune"),
        "node_arguments": _tr("edit attributes parameters kernel stride padding"),
        "node_rewire": _tr("reconnect edge input source"),
        "node_cut": _tr("split truncate subgraph"),
        "node_keep": _tr("split truncate extract subgraph"),
        "run_calibrate": _tr("start quantize ranges observers ptq"),
        "run_compare": _tr("start accuracy quantized float sqnr"),
        "run_compile": _tr("start build deploy hbm bin toolchain"),
        "keys": _tr("hotkeys help key bindings"),
        "weights": _tr("state dict missing unexpected parameters load"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("OtherWords", text)
