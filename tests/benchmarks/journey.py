"""Runs the bundled sample through the command line and prints its figures.

Run from the repository: `python -m tests.benchmarks.journey`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def _call(*words: str, folder: str) -> Any:
    code = "import sys; from gui.__main__ import main; sys.exit(main(sys.argv[1:]))"
    root = Path(__file__).resolve().parents[2]
    result = subprocess.run(
        [sys.executable, "-c", code, *words, "--json"],
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    if result.returncode > 1:
        sys.exit(result.stderr)
    return json.loads(result.stdout)


def main() -> None:
    """Print what the README quotes of the sample."""
    with tempfile.TemporaryDirectory() as folder:
        fixed = _call("fix", "sample:street", "--all", "-o", "p.json", folder=folder)
        measured = _call("calibrate", "p.json", folder=folder)
        judged = _call("compare", "p.json", folder=folder)
        written = _call(
            "compile", "p.json", "--toolchain", "onnx", "-o", "out", folder=folder
        )
    print(f"problems left           {len(fixed['remaining']):6}")
    print(f"largest difference      {fixed['max_abs_difference']:6.2g}")
    ratio = measured["seconds"] / measured["float_seconds"]
    print(f"calibration             {measured['seconds']:6.1f} s, {ratio:.2f}x float")
    for view in ("float", "calibrated", "quantized"):
        print(f"mIoU {view:18} {judged[view]['miou']:6.4f}")
    share = judged["quantized"]["miou"] / judged["float"]["miou"]
    print(f"quantized / float mIoU  {share:6.4f}")
    print(f"pixel agreement         {judged['agreement']['quantized']:6.4f}")
    print(f"logits SQNR             {judged['sqnr_db']['quantized']:6.1f} dB")
    check = written["self_check"]
    print(
        f"self-check              {check['mismatches']:6} of {check['values']} values "
        f"differ over {check['images']} images"
    )
    latency = written["latency_ms"]
    share = latency["int8"] / latency["float"]
    print(
        f"latency                 float {latency['float']:.1f} ms, int8 "
        f"{latency['int8']:.1f} ms, ratio {share:.2f}"
    )


if __name__ == "__main__":
    main()
