"""Export the networks anew: `python -m tests.gui.graph.recorded`."""

from __future__ import annotations

from engine.opening.opener import open_model
from engine.opening.source import ModelSource
from engine.opening.summary import summarize
from engine.progress import run
from tests.gui.graph.recorded import NETWORKS, record

for name in NETWORKS:
    record(summarize(run(open_model(ModelSource("zoo", name))).model, name))
