"""The shape of the project: floors, budgets, and what may not stand in a file."""

from __future__ import annotations

import ast
import functools
import graphlib
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
CODE = sorted(path for root in ("bot", "handlers") for path in (ROOT / root).rglob("*.py"))
MODULES = [*CODE, *sorted((ROOT / "benchmarks").glob("*.py"))]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def functions() -> list[tuple[str, Function]]:
    return [
        (f"{name(path)}:{node.lineno} {node.name}", node)
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, Function)
    ]


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def public(body: list[ast.stmt], where: str) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Classes, functions and methods without an underscore, also those inside such classes."""
    for node in body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield f"{where} {node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{where} {node.name}")


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / file for file in listing.stdout.decode().split("\0") if file and (ROOT / file).is_file()]


def test_imports_keep_to_the_floors() -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("bot", "handlers", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    graphlib.TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle


def test_no_function_is_longer_than_fifty_lines() -> None:
    assert [f"{where}: {lines(node)}" for where, node in functions() if lines(node) > 50] == []


def test_functions_are_short_as_a_rule() -> None:
    sizes = [lines(node) for _, node in functions()]
    assert statistics.median(sizes) <= 7
    assert statistics.quantiles(sizes, n=20)[-1] <= 30


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    sizes = {name(path): path.read_text(encoding="utf-8").count("\n") for path in CODE}
    assert {path: size for path, size in sizes.items() if size > 300} == {}


def test_every_parameter_and_result_has_a_type() -> None:
    untyped = []
    for where, node in functions():
        spec = node.args
        named = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *filter(None, (spec.vararg, spec.kwarg))]
        bare = [arg.arg for arg in named if arg.annotation is None and arg.arg not in {"self", "cls"}]
        untyped += [f"{where}: {arg}" for arg in bare]
        untyped += [] if node.returns else [f"{where}: its result"]
    assert untyped == []


def test_every_module_says_what_it_knows() -> None:
    silent = [name(path) for path in MODULES if path.read_text(encoding="utf-8") and not ast.get_docstring(tree(path))]
    assert silent == []


def test_every_public_name_is_documented() -> None:
    named = (found for path in CODE for found in public(tree(path).body, name(path)))
    silent = [
        where
        for where, node in named
        if not ast.get_docstring(node) and not any(ast.unparse(mark) == "property" for mark in node.decorator_list)
    ]
    assert silent == []


def test_tests_use_fakes_not_patches() -> None:
    imported = {
        f"{name(path)} {module}"
        for path in (ROOT / "tests").rglob("*.py")
        if "mock" in path.read_text(encoding="utf-8")  # to read the tree of every test takes a second
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in [getattr(node, "module", None), *(alias.name for alias in node.names)]
        if module and "mock" in module.split(".")
    }
    assert imported == set()


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    # Written so that this file does not find itself.
    forbidden = re.compile(
        r"python[h]osted|p[y]pi\.org|registry[.]npm|deb[.]debian|(^|[^\w.-])/(ro[o]t|ho[m]e|Us[e]rs|wo[r]k|o[p]t)/",
        re.MULTILINE,
    )
    found = [
        f"{name(path)}: {match[0].strip()}"
        for path in tracked()
        if (match := forbidden.search(path.read_bytes().decode("utf-8", "replace")))
    ]
    assert found == []
