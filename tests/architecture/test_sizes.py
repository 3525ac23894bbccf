"""Functions, files and templates stay small, store-rooms have no door."""

import ast

from tests.architecture.tree import PACKAGE, all_python_files, classes, functions, name_of, parsed, templates, text

FUNCTION, FILE, TEMPLATE, COMMON_FILE, BASES = 60, 500, 200, 150, 2
STORE_ROOMS = {"utils", "util", "helpers", "helper", "services", "service", "misc", "common", "shared", "base"}


def lines(path) -> int:
    return text(path).count("\n")


def test_functions_are_short():
    long = [
        f"{name_of(path)}:{function.lineno} {function.name} {function.end_lineno - function.lineno + 1}"
        for path in all_python_files()
        for function in functions(parsed(path))
        if function.end_lineno - function.lineno + 1 > FUNCTION
    ]
    assert long == []


def test_files_are_short():
    assert [f"{name_of(path)} {lines(path)}" for path in all_python_files() if lines(path) > FILE] == []


def test_files_of_common_are_shorter():
    places = PACKAGE / "common"
    long = [name_of(path) for path in all_python_files() if places in path.parents and lines(path) > COMMON_FILE]
    assert long == []


def test_templates_are_short():
    assert [f"{name_of(path)} {lines(path)}" for path in templates() if lines(path) > TEMPLATE] == []


def test_no_store_rooms():
    inside = (path for path in PACKAGE.rglob("*") if path.parent != PACKAGE)
    assert [name_of(path) for path in inside if path.stem in STORE_ROOMS and path.suffix in ("", ".py")] == []


def test_classes_have_few_bases():
    many = [
        f"{name_of(path)}:{one.lineno} {one.name}"
        for path in all_python_files()
        for one in classes(parsed(path))
        if len(one.bases) > BASES
    ]
    assert many == []


def test_actions_take_keywords_only():
    """One act, read aloud: `hold_activity(activity=…, by=…, at=…)`."""
    loose = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in all_python_files()
        if PACKAGE in path.parents and (path.name == "actions.py" or path.parent.name == "actions")
        for function in parsed(path).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if {"by", "at"} & {argument.arg for argument in function.args.args}
    ]
    assert loose == []
