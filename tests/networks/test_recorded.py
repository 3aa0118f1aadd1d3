"""The recorded graphs are those that an export gives."""

from engine.opening.opener import open_model
from engine.opening.source import ModelSource
from engine.opening.summary import summarize
from engine.progress import run
from tests.gui.graph.recorded import as_recorded, recorded


def test_a_recorded_graph_is_what_exporting_the_network_gives():
    opened = run(open_model(ModelSource("zoo", "repvgg-a0")))
    assert as_recorded(summarize(opened.model, "repvgg-a0")) == recorded("repvgg-a0")
