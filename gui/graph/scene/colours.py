"""The colours of the canvas, light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

ColourMode = Literal["family", "severity", "macs", "parameters", "activation", "heat"]
HEAT_MODES: frozenset[ColourMode] = frozenset(
    ("macs", "parameters", "activation", "heat")
)


@dataclass(frozen=True, slots=True)
class GraphColours:
    """Colours as #rrggbb; a severity is (strong, fill of a card, text on it)."""

    background: str
    card: str
    border: str
    ink: str
    dim: str
    edge: str
    line: str
    accent: str
    selection: str
    error: tuple[str, str, str]
    warning: tuple[str, str, str]
    advice: tuple[str, str, str]
    edited: str
    int32: str
    traced: str
    changes: Mapping[str, str]
    hit: str
    found: str
    overview: str
    families: Mapping[str, str]

    @classmethod
    def light(cls) -> GraphColours:
        """Dark ink on a white-grey ground."""
        return cls(
            background="#f6f7f9",
            card="#ffffff",
            border="#475467",
            ink="#1d2430",
            dim="#5d6880",
            edge="#98a2b3",
            line="#e3e6eb",
            accent="#2f6fed",
            selection="#e8effd",
            error=("#d92d20", "#fef3f2", "#b42318"),
            warning=("#b54708", "#fffaeb", "#93370d"),
            advice=("#0e7490", "#ecfdff", "#0e6580"),
            edited="#067647",
            int32="#6b3fb8",
            traced="#c11574",
            changes={
                "added": "#00795a",
                "removed": "#c2410c",
                "changed": "#7c3fb0",
            },
            hit="#ffe08a",
            found="#e08a00",
            overview="#c9d3e6",
            families={
                "convolution": "#3b6fd8",
                "normalization": "#8a94a6",
                "activation": "#c2762b",
                "elementwise": "#7a5af8",
                "reduction": "#b5459e",
                "pooling": "#2f8f9d",
                "resize": "#0f9d76",
                "shape": "#6b7a90",
                "quantization": "#0e7490",
                "matrix": "#4f46b5",
                "constant": "#98a2b3",
                "io": "#475467",
                "other": "#667085",
            },
        )

    @classmethod
    def dark(cls) -> GraphColours:
        """Light ink on a blue-black ground."""
        return cls(
            background="#14181f",
            card="#1e242e",
            border="#8b97a9",
            ink="#e6eaf1",
            dim="#9aa5b6",
            edge="#6b778a",
            line="#2d3542",
            accent="#6a9dff",
            selection="#24344f",
            error=("#f97066", "#3a1f20", "#fda29b"),
            warning=("#f79009", "#38290f", "#fec84b"),
            advice=("#22b8d6", "#10303a", "#7ddff2"),
            edited="#47cd89",
            int32="#dcc9ff",
            traced="#ff7ab8",
            changes={
                "added": "#3ccf9a",
                "removed": "#ff8f5e",
                "changed": "#c79bf2",
            },
            hit="#6b5518",
            found="#ffc24d",
            overview="#46536a",
            families={
                "convolution": "#6f9bf0",
                "normalization": "#8f9bb0",
                "activation": "#e0a05c",
                "elementwise": "#a18cff",
                "reduction": "#dd7fca",
                "pooling": "#5fbfcc",
                "resize": "#43c79f",
                "shape": "#8d9cb3",
                "quantization": "#3fb4cf",
                "matrix": "#8d87f0",
                "constant": "#7b8798",
                "io": "#b3bdcc",
                "other": "#9aa5b6",
            },
        )

    def severity(self, name: str) -> tuple[str, str, str]:
        """The three colours of a severity."""
        return {"error": self.error, "warning": self.warning}.get(name, self.advice)


@lru_cache(maxsize=1024)
def blend(one: str, other: str, share: float) -> str:
    """The colour between two, `share` of the way from the first."""
    channels = []
    for place in (1, 3, 5):
        first, second = (
            int(one[place : place + 2], 16),
            int(other[place : place + 2], 16),
        )
        channels.append(round(first + (second - first) * share))
    return "#{:02x}{:02x}{:02x}".format(*channels)
