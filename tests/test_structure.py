"""Imports run downwards only, names say something, and the engine knows nothing of the screen.

Files are read, never imported. The house is LAYERS below; everything else is how it is kept.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# From the bottom up. A module belongs to the longest name that fits it. It may import its own
# package, and the face of a package in a row below its own: what its `__init__` lists in `__all__`.
# Packages that share a row do not know each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("engine.calendar", "engine.progress"),
    ("engine.text", "engine.written"),
    (
        *("engine.yaml_files", "engine.json_files", "engine.data_folder"),
        *("engine.sheets", "engine.jobs"),
    ),
    ("engine.formula",),
    ("engine.vectors",),
    ("engine.statutory",),
    ("engine.plan",),
    ("engine.facts", "engine.drafting", "engine.wording"),
    ("engine.evaluation", "engine.tables"),
    ("engine.payroll",),
    ("engine.explain", "engine.workforce", "engine.analysis", "engine.importing"),
    ("engine.scenario", "engine.large_runs"),
    ("engine.companies",),
    ("engine.health",),
    ("engine.projection", "engine.comparison"),
    ("engine.backtesting", "engine.solving"),
    ("engine.reports",),
    ("engine.papers",),
    ("engine.workspace",),
    ("engine",),
    ("engine.cli",),
    ("engine.__main__",),
    ("pages.ui.kit",),
    ("pages.ui.session",),
    ("pages.ui.parameters", "pages.ui.charts"),
    (
        *("pages.ui.scenario", "pages.ui.notices", "pages.ui.documents", "pages.ui.statement"),
        "pages.ui.payroll",
    ),
    ("pages.ui.solving",),
    (
        "pages.ui.what_if",
        "pages.ui.back_test",
        "pages.ui.compare",
        "pages.ui.editor",
        "pages.ui.health",
        "pages.ui.library",
        "pages.ui.projection",
        "pages.ui.saved",
        "pages.ui.workforce",
    ),
    ("pages.ui.server",),
    ("pages",),
    ("app",),
)
# A script of its own each: they share a folder, not each other.
SCRIPTS = frozenset({"pages"})
# A file directly under these must be given a place; it does not slip in as part of something else.
NO_LOOSE_FILES = frozenset({"engine", "pages.ui"})
# What is drawn with knows nothing of pay: all it may take from the engine.
KIT, KIT_MAY_USE = (
    "pages.ui.kit",
    frozenset({"engine.text", "engine.progress", "engine.data_folder"}),
)
# Files of one name mean one thing: a function and its explainer, or how models are loaded.
ONE_MEANING = frozenset({"load"})
FUNCTIONS, EXPLAINERS = "engine/formula/functions", "engine/explain/explainers"
NOT_IN_THE_ENGINE = frozenset({"streamlit", "app", "pages"})
RUN_TIME_IMPORT = "importlib.import_module"
VAGUE = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "stuff"})
NOT_OURS = frozenset({"build", "dist", "node_modules", "__pycache__"})

LEVEL = {unit: level for level, units in enumerate(LAYERS) for unit in units}


def test_the_house_is_in_order() -> None:
    found = list(problems(ROOT))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("engine/plan/a.py", "import engine.facts", "engine.plan imports engine.facts, which lies"),
        (
            "engine/plan/a.py",
            "from ..facts import arrays",
            "engine.facts.arrays, which lies above",
        ),
        ("engine/facts/a.py", "def f():\n    from engine import evaluate", "lies above it"),
        ("engine/reports/a.py", "import streamlit as st", "the engine imports streamlit"),
        ("engine/reports/a.py", "from pages.ui import words", "the engine imports pages.ui"),
        ("engine/facts/a.py", "from importlib import import_module as f", "made at run time"),
        (
            "engine/facts/a.py",
            "import importlib\nimportlib.import_module('app')",
            "made at run time",
        ),
        ("engine/health/a.py", "from engine.analysis import curve", "reaches inside"),
        ("engine/health/a.py", "from engine.analysis.curve import Curve", "reaches inside"),
        ("engine/workforce/a.py", "from engine.analysis import Curve", "shares its row"),
        ("engine/facts/b.py", "from engine.facts import c", "in a circle"),
        ("engine/facts/__init__.py", "", "a package says what it offers in __all__"),
        ("engine/plan/a.py", "import engine.facts.no_such_module", "lies above it"),
        ("engine/novel.py", "", "engine.novel has no place"),
        ("scripts/a.py", "", "scripts.a has no place"),
        ("pages/ui/a.py", "", "pages.ui.a has no place"),
        ("pages/ui/saved/a.py", "from pages.ui import health", "shares its row"),
        ("pages/one.py", "import pages.two", "one page imports another"),
        (
            "pages/ui/kit/a.py",
            "import pages.two",
            "pages.ui.kit imports pages.two, which lies above",
        ),
        ("pages/ui/kit/a.py", "from engine import facts", "knows nothing of pay"),
        ("engine/plan/curve.py", "", "one name for two files"),
        ("pages/ui/saved/arrays.py", "", "one name for two files"),
        ("engine/plan/utils.py", "", "the name 'utils' says nothing"),
        ("tests/common/test_a.py", "", "the name 'common' says nothing"),
    ],
)
def test_disorder_is_found(tmp_path: Path, file: str, text: str, complaint: str) -> None:
    _house(tmp_path, {file: text})
    assert complaint in "\n".join(problems(tmp_path))


def test_what_is_allowed_raises_no_complaint(tmp_path: Path) -> None:
    _house(
        tmp_path,
        {
            "engine/formula/a.py": "from . import b\nfrom engine.text import say",
            "engine/facts/e.py": "from engine.plan import Plan\nimport numpy",
            "engine/workforce/d.py": "from engine.facts import Facts, arrays",
            "engine/__init__.py": "from engine.analysis import compare\n__all__ = ['compare']",
            "engine/cli.py": "import engine",
            "pages/one.py": "import streamlit\nfrom pages.ui import health\nimport engine",
            ".venv/lib/utils.py": "import streamlit",
            "tests/test_a.py": "from engine.plan import a\nimport app",
        },
    )
    assert not list(problems(tmp_path))


def _house(root: Path, files: dict[str, str]) -> None:
    standing = {
        "app.py": "",
        "engine/facts/__init__.py": "from engine.facts import arrays\n__all__ = ['arrays']",
        "engine/facts/arrays.py": "",
        "engine/facts/c.py": "from engine.facts import b",
        "engine/evaluation/evaluate.py": "",
        "engine/analysis/__init__.py": "__all__ = ['compare']",
        "engine/analysis/curve.py": "",
        "pages/two.py": "",
        "pages/ui/__init__.py": "",
        "pages/ui/health/__init__.py": "__all__ = ['findings']",
    }
    for file, text in (standing | files).items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, "utf-8")


def problems(root: Path) -> Iterator[str]:
    """What is out of order in the tree under `root`, a sentence each."""
    files = sorted(_python_files(root))
    yield from _vague_names(files)
    yield from _names_with_two_meanings(files)
    modules = {_module(file): root / file for file in files if file.parts[0] != "tests"}
    known = {name for name in modules if _unit(name)}
    for name in sorted(modules.keys() - known):
        yield f"{name} has no place: add it to LAYERS in tests/test_structure.py"
    yield from _packages_without_a_face(modules, root)
    imported: dict[str, set[str]] = {}
    for name in sorted(known):
        for line, target in _imports(name, modules):
            complaint = _complaint(name, target, modules)
            if complaint:
                yield f"{modules[name].relative_to(root)}:{line}: {complaint}"
            elif target in modules:
                imported.setdefault(name, set()).add(target)
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as circle:
        yield f"files import each other in a circle: {' → '.join(circle.args[1])}"


def _python_files(root: Path) -> Iterator[Path]:
    for path in root.rglob("*.py"):
        file = path.relative_to(root)
        if not any(part.startswith(".") or part in NOT_OURS for part in file.parts):
            yield file


def _vague_names(files: list[Path]) -> Iterator[str]:
    for file in files:
        for part in (*file.parts[:-1], file.stem):
            if part in VAGUE:
                yield f"{file}: the name {part!r} says nothing about what lives there"


def _names_with_two_meanings(files: list[Path]) -> Iterator[str]:
    places: dict[str, list[Path]] = {}
    for file in files:
        is_script = file.parts[0] == "pages" and len(file.parts) == 2
        if file.parts[0] in {"engine", "pages"} and not is_script and file.stem[:2] != "__":
            places.setdefault(file.stem, []).append(file)
    for name, found in places.items():
        folders = sorted(file.parent.as_posix() for file in found)
        if len(found) > 1 and name not in ONE_MEANING and folders != [EXPLAINERS, FUNCTIONS]:
            yield f"{found[0]} and {found[1]}: one name for two files; say what each is about"


def _module(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _unit(module: str) -> str:
    """The entry of LAYERS that `module` belongs to, or "" for a module that has no place."""
    while module not in LEVEL:
        module, _, last = module.rpartition(".")
        if not module or (module in NO_LOOSE_FILES and last):
            return ""
    return module


def _imports(name: str, modules: dict[str, Path]) -> Iterator[tuple[int, str]]:
    """Line and module of everything that `name` imports, at the top or inside a function."""
    path = modules[name]
    package = name if path.stem == "__init__" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield node.lineno, alias.name
            case ast.ImportFrom(module=module, names=names, level=level):
                base = ".".join(filter(None, [_parent(package, level), module]))
                for alias in names:
                    if f"{base}.{alias.name}" == RUN_TIME_IMPORT:
                        yield node.lineno, RUN_TIME_IMPORT
                    inside = f"{base}.{alias.name}"
                    is_module = inside in modules and not _binds(
                        base, modules.get(base), alias.name
                    )
                    yield node.lineno, inside if is_module else base
            case ast.Name(id="__import__") | ast.Attribute(attr="import_module"):
                yield node.lineno, RUN_TIME_IMPORT


def _parent(package: str, level: int) -> str:
    """The package that `level` dots mean; "" where there are none or they leave the tree."""
    return ".".join(package.split(".")[: max(0, len(package.split(".")) - level + 1)]) * (level > 0)


def _packages_without_a_face(modules: dict[str, Path], root: Path) -> Iterator[str]:
    known = LEVEL.keys() - SCRIPTS
    for name, path in sorted(modules.items()):
        if path.stem == "__init__" and name in known and not _face(path):
            yield f"{path.relative_to(root)}: a package says what it offers in __all__"


def _face(package: Path) -> frozenset[str]:
    """What the `__init__` of a package lists in `__all__`."""
    for node in ast.parse(package.read_text("utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                return frozenset(ast.literal_eval(value))
    return frozenset()


def _binds(package: str, path: Path | None, name: str) -> bool:
    """Whether the face of a package gives `name` a meaning of its own beside the submodule."""
    if path is None or path.stem != "__init__":
        return False
    for node in ast.parse(path.read_text("utf-8")).body:
        match node:
            case ast.FunctionDef(name=bound) | ast.ClassDef(name=bound) if bound == name:
                return True
            case ast.ImportFrom(module=module, names=names) if module != package:
                if any((alias.asname or alias.name) == name for alias in names):
                    return True
    return False


def _complaint(name: str, target: str, modules: dict[str, Path]) -> str:
    """What is wrong with `name` importing `target`, or nothing."""
    if target == RUN_TIME_IMPORT:
        return "imports by a name made at run time, which nobody can follow; use import"
    if name.split(".")[0] == "engine" and target.split(".")[0] in NOT_IN_THE_ENGINE:
        return f"the engine imports {target}"
    here, there = _unit(name), _unit(target)
    if target.split(".")[0] not in {"engine", "pages", "app"}:
        return ""
    if not there:
        return f"{target} has no place: add it to LAYERS in tests/test_structure.py"
    if here == there and here in SCRIPTS:
        return f"one page imports another, {target}; what they share belongs to pages/ui"
    if here == KIT and there.startswith("engine") and there not in KIT_MAY_USE:
        return f"{here} imports {target}; what pages are drawn with knows nothing of pay"
    if LEVEL[there] > LEVEL[here]:
        return f"{here} imports {target}, which lies above it"
    if here == there:
        return ""
    if LEVEL[here] == LEVEL[there]:
        return f"{here} imports {target}, which shares its row"
    if target == there:
        return ""
    inside = target.removeprefix(f"{there}.")
    if modules[there].stem != "__init__" or inside not in _face(modules[there]):
        return f"{here} reaches inside {there}: {target}; use what its face offers"
    return ""
