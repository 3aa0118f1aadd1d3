"""Problems in the terminal: each named with its module, equal ones once."""

import io

from rich.console import Console

from engine.problem_lines import print_problems, problem_lines


def row(title, module="", node="sum_1", message="It does.", source=""):
    words = {"severity": "error", "title": title, "message": message}
    return words | {"module": module, "node": node, "source": source}


def printed(*rows):
    console = Console(file=io.StringIO(), width=400)
    print_problems(console, rows)
    return [" ".join(line.split()) for line in console.file.getvalue().splitlines()]


def test_a_problem_names_its_module_once():
    assert printed(
        row("sum drops a dimension", "pag3", source="net.py:3"),
        row("1 − x in pag3", "pag3"),
        row("pag3.a can output int32", "pag3.a"),
        row("No quant/dequant stubs", node=""),
    ) == [
        "error sum drops a dimension in pag3 It does. net.py:3",
        "error 1 − x in pag3 It does.",
        "error pag3.a can output int32 It does.",
        "error No quant/dequant stubs It does.",
    ]


def test_equal_problems_are_one_line_with_their_places():
    rows = [row(f"SiLU in m.{n}", f"m.{n}", source=f"net.py:{n}") for n in range(9)]
    apart = row("SiLU in n", "n", message="It does other.")
    assert printed(*rows, apart) == [
        "error SiLU (×9) in m.0, m.1, m.2, m.3, m.4, m.5 and 3 more It does.",
        "error SiLU in n It does other.",
    ]
    twice = [row("sum drops", "pag3", node=name, source="a:1") for name in ("a", "b")]
    assert printed(*twice) == ["error sum drops (×2) in pag3 It does. a:1"]
    assert [len(line.places) for line in problem_lines([*rows, *twice])] == [9, 2]


def test_without_problems_there_is_a_line_too():
    assert printed() == ["No problems."]
