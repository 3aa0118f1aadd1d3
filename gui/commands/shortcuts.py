"""Every shortcut of the window, in one table: menus, canvas, lists and F1 read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

Context = Literal[
    "window",
    "graph page",
    "canvas",
    "stages",
    "search",
    "crumbs",
    "problems",
    "source",
    "history",
    "strip",
    "difference",
    "images",
    "recent",
    "targets",
    "steps",
    "legend",
    "links",
]
CONTEXTS: tuple[Context, ...] = get_args(Context)
Press = tuple[int, Qt.KeyboardModifier]
KEYPAD = Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True, slots=True)
class Shortcut:
    """The keys of one action in one context, in the portable words of `QKeySequence`.

    A context is where the focus has to be. `shown` is how people write the keys, where
    that is not how Qt does.
    """

    context: Context
    key: str
    keys: tuple[str, ...]
    shown: str = ""

    @property
    def text(self) -> str:
        """How the keys are written on this system."""
        native = QKeySequence.SequenceFormat.NativeText
        return self.shown or ", ".join(
            QKeySequence(keys).toString(native) for keys in self.keys
        )

    @property
    def presses(self) -> tuple[Press, ...]:
        """The keys as a `QKeyEvent` tells them."""
        return tuple(map(_press, self.keys))


def shortcut(context: Context, key: str) -> Shortcut | None:
    """The shortcut of an action in a context, if it has one."""
    return _BY_KEY.get((context, key))


def keys_of(context: Context, key: str) -> tuple[str, ...]:
    """The keys of an action in a context; empty if it has none."""
    found = shortcut(context, key)
    return found.keys if found else ()


def pressed(event: QKeyEvent, context: Context) -> str:
    """The action that a key press asks for in a context; empty for none."""
    return _BY_PRESS.get((context, event.key(), event.modifiers() & ~KEYPAD), "")


def _press(keys: str) -> Press:
    combination = QKeySequence(keys)[0]  # type: ignore[index]  # missing in the stubs
    return combination.key().value, combination.keyboardModifiers()


def _rows(context: Context, text: str) -> tuple[Shortcut, ...]:
    """Read lines of a key, its keys, and after a bar how they are written."""
    rows = []
    for line in text.strip().splitlines():
        words, _, shown = line.partition(" | ")
        key, *keys = words.split()
        rows.append(Shortcut(context, key, tuple(keys), shown.strip()))
    return tuple(rows)


def _numbered(modifiers: str) -> tuple[str, ...]:
    return tuple(f"{modifiers}+{number}" for number in range(1, 10))


ALL: tuple[Shortcut, ...] = (
    *_rows(
        "window",
        """
        open_model Ctrl+O
        open_project Ctrl+Shift+O
        open_again Ctrl+Alt+O
        save Ctrl+S
        save_as Ctrl+Shift+S
        export_image Ctrl+Alt+E
        quit Ctrl+Q
        preferences Ctrl+,
        undo Ctrl+Z
        redo Ctrl+Y Ctrl+Shift+Z
        fix_all Ctrl+Shift+F
        cancel Shift+F5
        previous_stage Alt+Up | Alt+↑
        next_stage Alt+Down | Alt+↓
        compare_previous Ctrl+D
        compare_opened Ctrl+Shift+D
        source Ctrl+U
        sides Ctrl+B
        log Ctrl+L
        wheel_zooms Ctrl+M
        flows_right Ctrl+Alt+R
        wraps Ctrl+Alt+W
        find Ctrl+F
        go_to_node Ctrl+G
        next_problem F8
        previous_problem Shift+F8
        stage_open Ctrl+1
        stage_inspect Ctrl+2
        stage_fix Ctrl+3
        stage_calibrate Ctrl+4
        stage_compare Ctrl+5
        stage_compile Ctrl+6
        run_calibrate F5
        run_compare F6
        run_compile F7
        palette Ctrl+K Ctrl+Shift+P
        keys F1
        escape Esc
        """,
    ),
    *_rows(
        "graph page",
        """
        suggested Ctrl+Return | Ctrl+Enter
        insert Ins
        arguments F4
        rewire Shift+F4
        rename F2
        bypass Del
        delete_branch Shift+Del
        auto Ctrl+7
        int8 Ctrl+8
        int16 Ctrl+9
        int32 Ctrl+Shift+I
        float Ctrl+0
        range Ctrl+Shift+R
        cut Ctrl+X
        keep Ctrl+Shift+K
        add_output Ctrl+Shift+Return | Ctrl+Shift+Enter
        remove_output Ctrl+Shift+Backspace | Ctrl+Shift+Backspace
        argmax Ctrl+Alt+A
        tail Ctrl+T
        remove_tail Ctrl+Shift+T
        predictions Ctrl+Alt+P
        quantize Ctrl+Alt+Q
        dequantize Ctrl+Alt+D
        insert_stubs Ctrl+Alt+S
        remove_stubs Ctrl+Alt+Shift+S
        fold_constants Ctrl+Alt+F
        fold_batch_norms Ctrl+Alt+B
        reparameterize Ctrl+Alt+M
        copy_name Ctrl+C
        copy_code Ctrl+Shift+C
        copy_png Ctrl+Alt+C
        isolate Ctrl+I
        fold_alike Ctrl+J
        values Ctrl+R
        source F12
        why Shift+F12
        """,
    ),
    *_rows(
        "canvas",
        """
        up Up | ↑
        down Down | ↓
        left Left | ←
        right Right | →
        first Home | Home
        last End | End
        enter Return Enter | Enter
        space Space | Space
        alike Shift+Space | Shift+Space
        expand Ctrl+E
        collapse Ctrl+Shift+E
        depth E | 0…9  E
        fit_selection F
        fit_all Shift+F
        full_size 1
        zoom_in + Shift++ = Shift+= | +
        zoom_out - | −
        producers I
        consumers O
        more_producers Shift+I
        more_consumers Shift+O
        same A
        path P
        back Alt+Left Backspace | Alt+←  Backspace
        forward Alt+Right | Alt+→
        leave Esc
        """,
    ),
    Shortcut("canvas", "mark", _numbered("Ctrl+Alt"), "Ctrl+Alt+1…9"),
    Shortcut("canvas", "recall", _numbered("Alt"), "Alt+1…9"),
    *_rows("stages", "before B\n after N\n history H"),
    *_rows(
        "search",
        """
        next Return Enter Down | Enter  ↓
        previous Shift+Return Shift+Enter Up | Shift+Enter  ↑
        ways Alt+Return Alt+Enter | Alt+Enter
        leave Esc
        """,
    ),
    *_rows("crumbs", "siblings Down | ↓\n left Left | ←\n right Right | →"),
    *_rows("problems", "preview Return Enter | Enter\n fix F"),
    *_rows("source", "nodes Return Enter | Enter\n next N\n previous P"),
    *_rows(
        "history",
        "go Return Enter | Enter\n compare Ctrl+Return Ctrl+Enter | Ctrl+Enter",
    ),
    *_rows("strip", "go Return Enter | Enter\n pin Space | Space"),
    *_rows("difference", "close Esc\n way M"),
    *_rows(
        "images",
        """
        next PgDown Right | PgDn  →
        previous PgUp Left | PgUp  ←
        zoom_in + Shift++ = Shift+= | +
        zoom_out - | −
        fit 0
        """,
    ),
    *_rows("recent", "open Return Enter | Enter"),
    *_rows("targets", "take Return Enter | Enter"),
    *_rows("steps", "go Return Enter | Enter\n left Left | ←\n right Right | →"),
    *_rows("links", "next Right Down | →  ↓\n previous Left Up | ←  ↑"),
    *_rows(
        "legend", "less Left Down | ←  ↓\n more Right Up | →  ↑\n fold Space | Space"
    ),
)
_BY_KEY = {(each.context, each.key): each for each in ALL}
_BY_PRESS = {(each.context, *press): each.key for each in ALL for press in each.presses}
