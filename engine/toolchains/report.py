"""The report of a compilation: one dictionary, as JSON and as a page."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from engine.opening.graph import digest
from engine.quantization.qtable import QTable
from engine.system import cpu_features
from engine.toolchains.latency import Latency
from engine.toolchains.onnx_inspection import Inspection
from engine.toolchains.report_style import STYLE
from engine.toolchains.runtime import needs_exact_products
from engine.toolchains.toolchain import CompileRequest, SelfCheck


@dataclass(frozen=True)
class Findings:
    """What was measured on the written files."""

    self_check: SelfCheck
    latency: Latency
    inspection: Inspection
    runtime_table: str


def compose(
    request: CompileRequest, table: QTable, findings: Findings
) -> dict[str, Any]:
    """Everything the report says, as plain values."""
    calibration, latency = request.calibration, findings.latency
    return {
        "name": request.name,
        "created": time.strftime("%Y-%m-%d %H:%M:%S"),
        "target": {
            "name": request.profile.name,
            "title": request.profile.title,
            "chip": request.profile.chip,
        },
        "digests": {
            "network": digest(request.model),
            "table": table.digest,
            "runtime_table": findings.runtime_table,
        },
        "versions": _versions(),
        "machine": cpu_features(),
        "calibration": {
            "images": calibration.images,
            "seconds": calibration.seconds,
            "method": request.method,
        },
        "table": {
            "tensors": len(table.tensors),
            "weights": len(table.weights),
            "by_grid": _count(entry.grid for entry in table.tensors.values()),
        },
        "tensors": [_tensor_row(name, table) for name in table.tensors],
        "precision": _asked_precision(request),
        "self_check": asdict(findings.self_check),
        "latency": {
            "median_ms": dict(latency.medians_ms),
            "rounds": latency.rounds,
            "intra_op_threads": latency.threads,
            "exact_products": needs_exact_products(),
        },
        "kernels": dict(findings.inspection.kernels),
        "not_integer": [
            {"node": node, "why": why} for node, why in findings.inspection.not_integer
        ],
    }


def to_json(report: Mapping[str, object]) -> str:
    """The report as JSON text."""
    return json.dumps(report, indent=1, ensure_ascii=False)


def to_html(report: Mapping[str, Any]) -> str:
    """The report as one page without outside resources, light or dark by itself."""
    target = report["target"]
    parts = [
        f"<header><h1>{escape(report['name'])}</h1>",
        f"<p>{escape(target['title'])} · {escape(report['created'])}</p></header>",
        _verdict(report),
        _cards(report),
        _section("Latency on this machine", _latency(report["latency"])),
        _section("Not in integers", _exceptions(report["not_integer"])),
        _section("Precision asked for", _precisions(report["precision"])),
        _section("Ranges", _ranges(report["tensors"])),
        _section("Kernels of ONNX Runtime", _pairs(report["kernels"])),
        _section("Made from", _pairs({**report["digests"], **report["versions"]})),
    ]
    title = escape(f"{report['name']} for {target['title']}")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _versions() -> dict[str, str]:
    packages = ("torch", "onnx", "onnxruntime")
    return {"python": platform.python_version()} | {p: _version(p) for p in packages}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _count(words: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def _tensor_row(name: str, table: QTable) -> dict[str, Any]:
    entry = table.tensors[name]
    return {
        "name": name,
        "grid": entry.grid,
        "scale": entry.scale,
        "zero_point": entry.zero_point,
        "minimum": entry.minimum,
        "maximum": entry.maximum,
        "how": entry.how,
    }


def _asked_precision(request: CompileRequest) -> dict[str, str]:
    nodes = request.model.graph.nodes
    return {n.name: n.meta["precision"] for n in nodes if n.meta.get("precision")}


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def _verdict(report: Mapping[str, Any]) -> str:
    check = report["self_check"]
    if not check["mismatches"]:
        return (
            '<p class="verdict ok"><b>✓ Self-check passed.</b> '
            f"{check['values']:,} output values of {check['images']} images are equal "
            "bit for bit between ONNX Runtime and the integer executor"
            f"{_rounded(check['rounded'])}.</p>"
        )
    return (
        '<p class="verdict bad"><b>✕ Self-check failed.</b> '
        f"{check['mismatches']:,} of {check['values']:,} values differ, first at "
        f"<code>{escape(check['first_difference'])}</code>.</p>"
    )


def _rounded(count: int) -> str:
    if not count:
        return ""
    return (
        f", once {count:,} values that float ops compute inside the network are taken "
        "on the next integer, as ONNX Runtime rounds them: the last digits of float "
        "numbers differ from one runtime to the next"
    )


def _cards(report: Mapping[str, Any]) -> str:
    latency = report["latency"]["median_ms"]
    faster = latency["float"] / latency["int8"]
    exceptions = len(report["not_integer"])
    cards = [
        ("Target", report["target"]["name"], report["target"]["chip"]),
        (
            "Calibrated on",
            f"{report['calibration']['images']} images",
            f"ranges by {report['calibration']['method']}",
        ),
        (
            "int8 latency",
            f"{latency['int8']:.1f} ms",
            f"{faster:.2f}× as fast as float",
        ),
        ("Ops in float", str(exceptions), "on this machine, listed below"),
    ]
    return (
        '<div class="cards">'
        + "".join(
            f"<div><small>{escape(a)}</small><b>{escape(b)}</b><span>{escape(c)}</span></div>"
            for a, b, c in cards
        )
        + "</div>"
    )


def _latency(latency: Mapping[str, Any]) -> str:
    medians = latency["median_ms"]
    longest = max(medians.values())
    rows = "".join(
        f'<div class="bar {escape(name)}"><span>{escape(name)}</span><i style="width:'
        f'{100 * value / longest:.1f}%"></i><b>{value:.2f} ms</b></div>'
        for name, value in medians.items()
    )
    note = (
        f"Medians of {latency['rounds']} runs in turns, "
        f"{latency['intra_op_threads']} intra-op thread(s)."
    )
    if latency["exact_products"]:
        note += " This CPU has no VNNI; the slower, exact int8 kernels were used."
    return f"{rows}<p class=note>{escape(note)}</p>"


def _exceptions(rows: Sequence[Mapping[str, str]]) -> str:
    if not rows:
        return "<p>Every op between the stubs runs in integers.</p>"
    return _table(("Node", "Why"), [(row["node"], row["why"]) for row in rows])


def _precisions(asked: Mapping[str, str]) -> str:
    if not asked:
        return "<p>int8 everywhere; nothing else was asked for.</p>"
    return _table(("Node", "Precision"), list(asked.items()))


def _ranges(rows: Sequence[Mapping[str, Any]]) -> str:
    widest = max((max(abs(r["minimum"]), abs(r["maximum"])) for r in rows), default=1.0)
    body = "".join(_range_row(row, widest or 1.0) for row in rows)
    head = "".join(
        f"<th>{word}</th>"
        for word in ("Tensor", "Grid", "Scale", "Zero", "Seen from", "to", "", "How")
    )
    return f"<div class=wide><table><thead><tr>{head}</tr></thead>{body}</table></div>"


def _range_row(row: Mapping[str, Any], widest: float) -> str:
    left = 50 + 50 * max(row["minimum"] / widest, -1)
    right = 50 + 50 * min(row["maximum"] / widest, 1)
    width = max(right - left, 0.5)
    place = f"left:{left:.1f}%;width:{width:.1f}%"
    span = f'<td class=span><i style="{place}"></i></td>'
    cells = [
        row["name"],
        row["grid"],
        f"{row['scale']:.6g}",
        str(row["zero_point"]),
        f"{row['minimum']:.4g}",
        f"{row['maximum']:.4g}",
    ]
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr>{shown}{span}<td>{escape(row['how'])}</td></tr>"


def _pairs(values: Mapping[str, object]) -> str:
    return _table(("", ""), [(key, str(value)) for key, value in values.items()])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    titles = "".join(f"<th>{escape(word)}</th>" for word in head)
    top = f"<thead><tr>{titles}</tr></thead>" if any(head) else ""
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<div class=wide><table>{top}<tbody>{body}</tbody></table></div>"
