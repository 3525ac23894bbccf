"""Only actions write, and only `records.actions` writes the ledger."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import name_of, parsed, python_files, stage_of

WRITES = {
    "save", "create", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update",
    "asave", "acreate", "adelete", "aupdate", "abulk_create", "abulk_update", "cursor", "execute", "executemany",
}  # fmt: skip
# (file, call as written): why it is no write of a stage's rows.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("src/xueer/audit/triggers.py", "connection.cursor"): "puts the guards in place",
    ("src/xueer/audit/triggers.py", "cursor.execute"): "puts the guards in place",
    ("src/xueer/exchange/command.py", "command.execute"): "runs a command",
    ("src/xueer/exchange/soundness.py", "connection.cursor"): "asks the database whether it is sound",
    ("src/xueer/exchange/soundness.py", "cursor.execute"): "asks the database whether it is sound",
}
# What writes files, not rows.
FILES = {"document", "word", "book", "workbook", "drawing"}
LEDGER = re.compile(r"\b[Rr]ecords?\b(?!\.actions)|\bHeadingSet\b|\bheading_set\b|\bCategorySet\b|\bcategory_set\b")


def is_action(path: Path) -> bool:
    return path.name == "actions.py" or "actions" in path.parts


def writes(path: Path) -> Iterator[tuple[str, str]]:
    """Calls that may write rows, as (receiver, method)."""
    for node in ast.walk(parsed(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        # A queryset is updated by keywords only; `update(other)` belongs to a dictionary, a set or a digest.
        if node.func.attr == "update" and (node.args or not node.keywords):
            continue
        receiver = ast.unparse(node.func.value)
        # `xueer.common` and Python's own sqlite3 know no models; `super().save()` is where a model ends.
        if receiver not in FILES and receiver != "super()":
            yield receiver, node.func.attr


def test_only_actions_write():
    found = {
        (name_of(path), f"{receiver}.{method}")
        for path in python_files()
        if not is_action(path) and stage_of(path) != "common"
        for receiver, method in writes(path)
    }
    assert found - set(EXCEPTIONS) == set(), "a write outside actions"
    assert set(EXCEPTIONS) - found == set(), "an exception that nobody needs"


def test_only_the_actions_of_records_write_the_ledger():
    found = {
        (name_of(path), f"{receiver}.{method}")
        for path in python_files()
        if stage_of(path) != "records" or not is_action(path)
        for receiver, method in writes(path)
        if LEDGER.search(receiver)
    }
    assert found - set(EXCEPTIONS) == set(), "the ledger is written by records.actions only"


def test_the_scan_sees_a_write(tmp_path: Path):
    file = tmp_path / "views.py"
    file.write_text("Record.objects.filter(a=1).update(b=2)\nwords.update(other)\nunit.save()\n")
    assert list(writes(file)) == [("Record.objects.filter(a=1)", "update"), ("unit", "save")]
    assert LEDGER.search("Record.objects.filter(a=1)")
