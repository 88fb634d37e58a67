"""The shape of the code: one direction, an import that does nothing, a surface that is whole and explained."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import outgrow

SRC = Path(__file__).parent.parent / "src"

#: A stage imports from stages to its left, and from itself.
STAGES = (
    {"errors", "months", "schema", "settings", "results", "engine", "cache", "memory"},
    {"reference"},
    {"careers"},
    {"titles"},
    {"tallies"},
    {"estimates"},
    {"disclosure"},
    {"person"},
    {"charts"},
    {"quality"},
    {"ask"},
    {"variation"},
    {"report"},
    {"web"},
    {"cli", "__main__"},
)

#: Imports that point right all the same, inside a function: module, stage it imports from, why.
ALLOWED = {
    (
        "outgrow.careers.read",
        "titles",
    ): "whether a new title in an employer's records is a new level is for titles to say",
    ("outgrow.results.reach", "charts"): "a result draws itself in a notebook: `.chart()`",
    ("outgrow.results.reach", "disclosure"): "what a result draws for others is released first",
    ("outgrow.results.answer", "disclosure"): "what a result shows in a notebook, `_repr_html_`, is released first",
}

LONGEST = 450
#: Modules longer than that, and why each is best read whole.
LONG: dict[str, str] = {
    "outgrow.titles.reading": "how the words of one title are put together, by rules that lean on each other",
    "outgrow.careers.simulated_process": "the simulated labour market's one loop over months",
}


class Import(NamedTuple):
    """One import: where it stands, what it names, and whether it runs with the module, in a function, or never."""

    module: str
    line: int
    target: str
    when: str  # "module", "function" or "types"


@cache
def sources():
    """Return {dotted name: (path, syntax tree)} of every module of the package."""
    found = {}
    for path in sorted((SRC / "outgrow").rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = (path, ast.parse(path.read_text(encoding="utf-8"), str(path)))
    return found


def imports_of(module, tree, *, package, known):
    """List the imports of outgrow's own modules in a syntax tree, texts that name a module (lazy imports) among them."""
    found = []

    def visit(node, when):
        if isinstance(node, ast.If) and ast.unparse(node.test).split(".")[-1] == "TYPE_CHECKING":
            for child in node.body:
                visit(child, "types")
            for child in node.orelse:
                visit(child, when)
            return
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and when == "module":
            when = "function"
        targets = []
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *filter(None, [node.module])])
            targets = [f"{base}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known - {"outgrow"}:
            targets = [node.value]
            when = "function" if when == "module" else when
        found.extend(
            Import(module, node.lineno, target, when) for target in targets if (target + ".").startswith("outgrow.")
        )
        for child in ast.iter_child_nodes(node):
            visit(child, when)

    visit(tree, "module")
    return found


@cache
def all_imports():
    known = set(sources())
    return [
        found
        for module, (path, tree) in sources().items()
        for found in imports_of(
            module, tree, package=module if path.name == "__init__.py" else module.rpartition(".")[0], known=known
        )
    ]


def stage_of(dotted):
    """Return the name of the stage that a module, or a name in it, belongs to; '' for the package itself."""
    return [*dotted.split("."), ""][1]


def place(stage):
    return next(number for number, names in enumerate(STAGES) if stage in names)


def pointing_right(imports):
    """Return those imports that point to a later stage, as texts to read."""
    return [
        f"{found.module}:{found.line} imports {found.target}"
        for found in imports
        if found.module != "outgrow"
        and found.when != "types"
        and place(stage_of(found.target)) > place(stage_of(found.module))
        and not (found.when == "function" and (found.module, stage_of(found.target)) in ALLOWED)
    ]


def test_every_stage_has_its_place():
    there = {stage_of(module) for module in sources()} - {""}
    assert there <= set().union(*STAGES), "give the new stage its place in STAGES"


def test_no_import_points_right():
    inside = [found for found in all_imports() if stage_of(found.target) in set().union(*STAGES)]
    assert len(inside) > 100
    assert pointing_right(inside) == []


def test_the_package_itself_is_for_those_who_use_it():
    """Modules name what they use where it is; only the version is asked of the package."""
    names = {
        (found.module, found.target)
        for found in all_imports()
        if found.module != "outgrow" and found.when != "types" and stage_of(found.target) not in set().union(*STAGES)
    }
    assert {target for _, target in names} <= {"outgrow.__version__"}, names


def test_exceptions_are_still_needed():
    used = {(found.module, stage_of(found.target)) for found in all_imports() if found.when == "function"}
    assert set(ALLOWED) <= used


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import outgrow.report.html", ["outgrow.report.html"]),
        ("from outgrow.report import html", ["outgrow.report.html"]),
        ("from ..report import html", ["outgrow.report.html"]),
        ("from .build import Tally", []),
        ("from outgrow.careers import Careers", []),
        ("def f():\n    from outgrow.cli import app", ["outgrow.cli.app"]),
        ("class A:\n    def f(self):\n        if x:\n            import outgrow.web", ["outgrow.web"]),
        ("if TYPE_CHECKING:\n    from outgrow.report import html", []),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    from outgrow.report import html", ["outgrow.report.html"]),
        ("HOMES = {'a': 'outgrow.report'}", ["outgrow.report"]),
        ("'''Next stage: outgrow.report.'''", []),
        ("import ibis", []),
    ],
)
def test_the_check_of_directions_sees_every_way_to_import(code, expected):
    tree = ast.parse(code)
    found = imports_of("outgrow.tallies.tally", tree, package="outgrow.tallies", known={"outgrow.report"})
    assert [text.split(" imports ")[1] for text in pointing_right(found)] == expected


WATCH = """
import sys

before, events, own = set(sys.modules), [], {own!r}

def note(event, args):
    if event == "open":
        path = args[0]
        if isinstance(path, (str, bytes)):
            path = path.decode() if isinstance(path, bytes) else path
            if not path.endswith((".py", ".pyc", ".so", ".pyd")):
                events.append(["open", path])
    elif event.startswith(own):
        events.append([event, repr(args)])

sys.addaudithook(note)
import outgrow

dir(outgrow)
watched = list(events)
import json
loaded = sorted({{name.partition(".")[0] for name in set(sys.modules) - before}} - sys.stdlib_module_names)
print(json.dumps([watched, loaded]))
"""
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "urllib.",
    "sqlite3.",
    "tempfile.",
)


def test_importing_outgrow_reads_nothing_connects_to_nothing_and_loads_nothing_else():
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCH.format(own=FORBIDDEN)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    events, loaded = json.loads(done.stdout)
    assert events == []
    assert loaded == ["outgrow"]


@pytest.mark.parametrize("name", [name for name, (path, _) in sources().items() if path.name != "__main__.py"])
def test_what_a_module_offers_is_there_and_in_order(name):
    module = importlib.import_module(name)
    offered = getattr(module, "__all__", None)
    if offered is None:
        own = [
            node.name
            for node in sources()[name][1].body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        assert own == [], f"{name} has no __all__"
        return
    assert [missing for missing in offered if not hasattr(module, missing)] == []
    assert list(offered) == sorted(set(offered), key=in_order)


def in_order(name):
    """Constants, classes, the rest; by name: ruff's RUF022."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2, name)


def test_only_the_command_line_prints():
    prints = [
        f"{name}:{node.lineno}"
        for name, (_, tree) in sources().items()
        if stage_of(name) != "cli"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print")
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr"})
    ]
    assert prints == []


def test_no_module_is_longer_than_one_sitting():
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, (path, _) in sources().items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST and name not in LONG} == {}
    assert set(LONG) <= set(lengths), "a module that is gone needs no exception"


def sections(docstring):
    """Return {heading: text} of a docstring in NumPy's style."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}$", docstring, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def explained(found):
    """Return the names that stand under Parameters."""
    lines = re.findall(r"^\*{0,2}\w+(?:, \*{0,2}\w+)*(?= :|$)", found.get("Parameters", ""), flags=re.MULTILINE)
    return {part.strip("* ") for line in lines for part in line.split(",")}


def own_parameters(thing):
    """Return the names of the parameters that a caller of a function, or of a class with a signature of its own, gives."""
    if inspect.isclass(thing):
        if "__init__" not in vars(thing) and not dataclasses.is_dataclass(thing):
            return []
        # what a dataclass has from another is explained there
        theirs = {
            field.name
            for base in thing.__mro__[1:]
            if dataclasses.is_dataclass(base)
            for field in dataclasses.fields(base)
        }
    else:
        theirs = set()
    names = list(inspect.signature(thing.__init__ if inspect.isclass(thing) else thing).parameters)
    return [name for name in names if name != "self" and not name.startswith("_") and name not in theirs]


@pytest.mark.parametrize("name", outgrow.__all__)
def test_everything_public_is_explained(name):
    thing = getattr(outgrow, name)
    assert thing.__doc__, f"{name} has no docstring"
    found = sections(inspect.cleandoc(thing.__doc__))
    assert set(own_parameters(thing)) <= explained(found)
    if inspect.isfunction(thing):
        assert thing.__annotations__.get("return", "None") == "None" or "Returns" in found
    else:
        unexplained = [
            member
            for member, value in vars(thing).items()
            if not member.startswith("_")
            and (inspect.isfunction(value) or isinstance(value, property | classmethod | staticmethod))
            and not inspect.getdoc(value)
        ]
        assert unexplained == []


def test_the_check_of_docstrings_reads_numpy_s_style():
    text = """One line.

    Parameters
    ----------
    a, b : int
        Two.
    **settings
        More : of them.

    Returns
    -------
    c : int
    """
    found = sections(inspect.cleandoc(text))
    assert list(found) == ["Parameters", "Returns"]
    assert explained(found) == {"a", "b", "settings"}
