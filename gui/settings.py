"""What the window remembers from one day to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_config_path
from PySide6.QtCore import QByteArray, QSettings

Scheme = Literal["system", "light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("system", "light", "dark")
Language = Literal["system", "en", "zh_CN"]
LANGUAGES: tuple[Language, ...] = ("system", "en", "zh_CN")
MOST_RECENT = 12
SYSTEM_EDITOR = "system"
MOST_TRUSTED = 500


class Settings:
    """An INI file; every value has a default and a damaged one counts as missing."""

    def __init__(self, path: Path | None = None) -> None:
        path = path or user_config_path("npu-studio") / "settings.ini"
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def recent(self) -> tuple[Path, ...]:
        """Project and model files opened lately, the latest first."""
        return tuple(Path(word) for word in self._words("recent"))

    def add_recent(self, path: Path) -> None:
        """Put `path` first among the recent ones."""
        others = [word for word in self._words("recent") if word != str(path)]
        self._store.setValue("recent", [str(path), *others][:MOST_RECENT])

    def is_trusted(self, digest: str) -> bool:
        """Whether the user agreed to run the file of that content."""
        return digest in self._words("trusted")

    def trust(self, digest: str) -> None:
        """Remember that the file of that content may be run."""
        words = [digest, *self._words("trusted")]
        self._store.setValue("trusted", words[:MOST_TRUSTED])

    @property
    def scheme(self) -> Scheme:
        """Light, dark, or as the system has it."""
        word = str(self._store.value("scheme", "system"))
        return next((each for each in SCHEMES if each == word), "system")

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._store.setValue("scheme", scheme)

    @property
    def language(self) -> Language:
        """The language of the window, or as the system has it."""
        word = str(self._store.value("language", "system"))
        return next((each for each in LANGUAGES if each == word), "system")

    @language.setter
    def language(self, language: Language) -> None:
        self._store.setValue("language", language)

    @property
    def wheel_zooms(self) -> bool:
        """Whether the plain wheel zooms the graph rather than scrolls it."""
        return self._is_on("wheel_zooms")

    @wheel_zooms.setter
    def wheel_zooms(self, zooms: bool) -> None:
        self._switch("wheel_zooms", is_on=zooms)

    @property
    def flows_right(self) -> bool:
        """Whether graphs are drawn from left to right rather than downwards."""
        return self._is_on("flows_right")

    @flows_right.setter
    def flows_right(self, flows_right: bool) -> None:
        self._switch("flows_right", is_on=flows_right)

    @property
    def wraps(self) -> bool:
        """Whether a graph that is long goes on in columns."""
        return self._is_on("wraps", usually=True)

    @wraps.setter
    def wraps(self, wraps: bool) -> None:
        self._switch("wraps", is_on=wraps)

    @property
    def shows_overview(self) -> bool:
        """Whether the whole graph is shown in a corner of the canvas."""
        return self._is_on("shows_overview", usually=True)

    @shows_overview.setter
    def shows_overview(self, shows: bool) -> None:
        self._switch("shows_overview", is_on=shows)

    @property
    def editor(self) -> str:
        """The command that opens a source line, as `gui.source_opening` takes it."""
        return str(self._store.value("editor", ""))

    @editor.setter
    def editor(self, editor: str) -> None:
        self._store.setValue("editor", editor)

    @property
    def commands(self) -> tuple[str, ...]:
        """Keys of what was chosen in the command palette, the latest first."""
        return tuple(self._words("commands"))

    def add_command(self, key: str) -> None:
        """Put `key` first among the commands chosen lately."""
        others = [word for word in self._words("commands") if word != key]
        self._store.setValue("commands", [key, *others][:MOST_RECENT])

    def folder(self, purpose: str) -> str:
        """The folder last used for `purpose`; empty at first."""
        return str(self._store.value(f"folder/{purpose}", ""))

    def set_folder(self, purpose: str, folder: str) -> None:
        """Remember the folder used for `purpose`."""
        self._store.setValue(f"folder/{purpose}", folder)

    def choice(self, name: str) -> str:
        """A word kept under `name`; empty at first."""
        return str(self._store.value(f"choice/{name}", ""))

    def set_choice(self, name: str, word: str) -> None:
        """Keep a word under `name`."""
        self._store.setValue(f"choice/{name}", word)

    def layout(self, name: str) -> QByteArray | None:
        """Geometry or splitter sizes saved under `name`."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else None

    def set_layout(self, name: str, value: QByteArray) -> None:
        """Save geometry or splitter sizes under `name`."""
        self._store.setValue(f"layout/{name}", value)

    def sync(self) -> None:
        """Write everything to disk now."""
        self._store.sync()

    def _is_on(self, key: str, *, usually: bool = False) -> bool:
        return str(self._store.value(key, "true" if usually else "false")) == "true"

    def _switch(self, key: str, *, is_on: bool) -> None:
        self._store.setValue(key, "true" if is_on else "false")

    def _words(self, key: str) -> list[str]:
        value = self._store.value(key, [])
        if isinstance(value, str):
            return [value] if value else []
        return [str(word) for word in value] if isinstance(value, list) else []
