"""The documentation names every setting, command, way of counting and notice; nothing points outside the repository."""

import ast
import re

from tests.architecture.tree import PACKAGE, ROOT, docs, kept_files, name_of, parsed, python_files, text
from xueer.exchange.command import COMMANDS
from xueer.rules.kinds.registry import KINDS

SETTING = re.compile(r"XUEER_[A-Z_]+|DATABASE_URL")
# Read by recipes and tests, not by the program; docs/testing.md explains them.
OF_TESTS = {"XUEER_NO_SKIPS", "XUEER_CHROMIUM"}
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
# Written apart so that this file does not hold what it forbids.
FORBIDDEN = ["/" + "work/", "../" + "shared", "py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "/" + "opt/py"]


def settings_read() -> set[str]:
    """Names of environment variables that the program reads: string constants of that form."""
    return {
        node.value
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.fullmatch(node.value)
    }


def test_docs_name_every_setting_and_no_other():
    described = set(re.findall(r"^\| `(XUEER_[A-Z_]+|DATABASE_URL)` \|", docs(), re.MULTILINE))
    assert described - OF_TESTS == settings_read()


def test_docs_name_every_command():
    assert {name for name in COMMANDS if f"`xueer {name}" not in docs()} == set()


def test_every_command_has_a_program_behind_it():
    programs = {path.stem for path in PACKAGE.glob("exchange/management/commands/[a-z]*.py")}
    assert {program for program, _does in COMMANDS.values()} == programs


def test_docs_name_every_way_of_counting():
    slugs = [kind.__name__.rpartition(".")[2] for kind in KINDS]
    assert [slug for slug in slugs if f"`{slug}`" not in docs()] == []


def test_docs_link_to_files_that_exist():
    documents = [path for path in kept_files() if path.suffix == ".md"]
    broken = [
        f"{name_of(path)} → {target}"
        for path in documents
        for target in LINK.findall(text(path))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(len(numbers)))


def test_nothing_points_outside_the_repository():
    found = []
    for path in kept_files():
        try:
            content = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name_of(path)}: {word}" for word in FORBIDDEN if word in content]
    assert found == []
