"""Every text of the interface is in the catalogue of its stage and has a Chinese translation that fits."""

import ast
import re

from django.conf import settings

from tests.architecture.tree import PACKAGE, name_of, parsed, python_files, templates, text
from tools import messages

TRANSLATED = re.compile(r"{% translate \"[^\"]*\"|{% blocktranslate.*?{% endblocktranslate %}|{#.*?#}", re.DOTALL)
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Stages whose matter is Chinese: the workbook and the example, text and names, documents.
STAGES = ("exchange", "common", "reports")
# Files that hold Chinese words of the workbook and the command line as data.
FILES = {
    "src/xueer/access/roles.py": "the words of the sheet of roles",
    "src/xueer/activities/minutes.py": "the headed parts of minutes and the types of sessions that need them",
    "src/xueer/activities/papers/attendance.py": "a document: the signs of the attendance ledger and its fonts",
    "src/xueer/activities/queries/minutes.py": "the part of minutes in which later use is written down",
    "src/xueer/activities/queries/roll.py": "roles in a group, as the workbook has them, by which people are ordered",
    "src/xueer/activities/queries/leave.py": "the place in a group that decides on its leave",
    "src/xueer/metrics/queries.py": "the names of figures that the command line prints",
    "src/xueer/plans/choices.py": "the workbook's words for an item that is a draft, dropped or carried over",
    "src/xueer/records/shipped.py": "the names of the shipped activity types",
    "src/xueer/rules/articles.py": "how a regulation numbers its chapters and articles",
    "src/xueer/rules/binding.py": "the columns that a condition may name",
    "src/xueer/rules/conditions.py": "the columns that a condition may name",
    "src/xueer/rules/explain.py": "the format of a month",
    "src/xueer/rules/forms/days.py": "a day as people type it",
    "src/xueer/rules/offered.py": "the columns that a condition may name",
    "src/xueer/web/forms.py": "kinds of units and groups that an empty home is offered; presets name them",
    "src/xueer/rules/roster.py": "the columns that a condition may name",
}


def test_every_text_is_translated():
    assert messages.run(write=False).sentences() == []


def test_every_catalogue_is_loaded():
    homes = {path.parents[2] for path in PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")}
    loaded = {PACKAGE / stage / "locale" for stage in settings.STAGES} | set(settings.LOCALE_PATHS)
    assert {path for path in homes if path not in loaded} == set()


def test_pages_hold_no_chinese_of_their_own():
    """Only what stands inside a text to translate: the sheets of the workbook have Chinese names in every language."""
    bare = {path: TRANSLATED.sub("", text(path)) for path in templates()}
    assert [name_of(path) for path, rest in bare.items() if CHINESE.search(rest)] == []


def test_code_is_english():
    """Chinese words in code are data; they live where the workbook and the documents are read and written."""
    found = {
        name_of(path)
        for path in python_files()
        if path.relative_to(PACKAGE).parts[0] not in STAGES and chinese_constants(parsed(path))
    }
    assert found - set(FILES) == set()
    assert set(FILES) - found == set(), "an exception that nobody needs"


def chinese_constants(module: ast.Module) -> list[ast.Constant]:
    holders = (node for node in ast.walk(module) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    docstrings = {id(node.body[0].value) for node in holders if node.body and isinstance(node.body[0], ast.Expr)}
    constants = (node for node in ast.walk(module) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return [node for node in constants if isinstance(node.value, str) and CHINESE.search(node.value)]
