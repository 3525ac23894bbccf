"""The program's files, read once: what the guards walk over."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "xueer"
OURS = ("src", "tests", "tools", "bench")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


@cache
def python_files(folder: Path = PACKAGE) -> tuple[Path, ...]:
    """Python files without migrations, which are written by Django."""
    return tuple(sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts))


@cache
def all_python_files() -> tuple[Path, ...]:
    return tuple(path for folder in OURS if (ROOT / folder).exists() for path in python_files(ROOT / folder))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.glob("*/templates/**/*.html")))


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that belongs to the repository, also one that is new and not committed yet."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        paths = (ROOT / line for line in listed.stdout.splitlines())
    else:  # an archive without its history
        paths = (path for folder in (*OURS, "docs") for path in (ROOT / folder).rglob("*"))
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def docs() -> str:
    """All documentation as one text."""
    return "\n".join(text(path) for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])


def stage_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@cache
def contract(identity: str) -> dict:
    """One contract of the import linter."""
    contracts = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    return next(one for one in contracts if one["id"] == identity)


@cache
def contract_layers() -> tuple[str, ...]:
    """The stages of the import contract, from the top to the ground."""
    return tuple(name.strip(" ()") for line in contract("stages")["layers"] for name in line.split("|"))


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def classes(module: ast.Module) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.ClassDef))
