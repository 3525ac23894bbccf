"""The order of the stages is written in three places and means the same in each; the import contract holds."""

import re

import grimp
import pytest
from django.conf import settings
from importlinter.cli import lint_imports

from tests.architecture.tree import PACKAGE, ROOT, contract, contract_layers, text

# Files of a stage that others may import; `common` is the ground and open altogether.
DOORS = {"models", "queries", "actions", "choices", "errors", "events", "registry", "permissions", "scope", "sources"}
# Further files that others may import, each with its reason.
SIDE_DOORS = {
    "xueer.audit.downloads": "a download leaves its line in the trail",
    "xueer.audit.once": "a form sent twice is carried out once, whichever stage it belongs to",
    "xueer.rules.presets": "requirements ready to be chosen, for the first steps of an empty home",
    "xueer.org.structure": "people by age and education on a day, as tables and pages show it",
    "xueer.org.timelines": "who belonged where on which days, in memory, for judging many people at once",
    "xueer.records.shipped": "the names of the shipped activity types",
    "xueer.access.roles": "the roles and what each may do, for lists and for the sheet of roles",
    "xueer.audit.triggers": "the SQL that makes a table append-only, shared by trail and ledger",
    "xueer.audit.kept": "what was read is kept until something is written, for the desk",
    "xueer.rules.binding": "who is bound on which days, in memory, for the export",
    "xueer.rules.make_ups": "how absence is made up, read once for the rolls of a whole import",
    "xueer.rules.conditions": "reading a condition, for checking cells and for the export",
    "xueer.rules.intervals": "sets of days, for the export",
    "xueer.rules.explain": "standings in words, for the desk and a person's file",
    "xueer.rules.words": "standings, measures and days in words, for pages and reports",
    "xueer.rules.roster": "everybody who may be bound, in memory, for the export",
    "xueer.records.tables": "the list of records that every figure opens to",
    "xueer.records.drafts": "the shape in which a source hands its records over",
}


def stages_of_the_docs_index() -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", text(ROOT / "docs" / "README.md"), re.MULTILINE)


def test_every_stage_folder_is_in_the_contract():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert set(contract_layers()) == folders


def test_settings_list_the_stages_in_the_order_of_the_contract():
    ground_to_top = [stage for stage in reversed(contract_layers()) if stage != "config"]
    assert list(settings.STAGES) == ground_to_top
    assert [app for app in settings.INSTALLED_APPS if app.startswith("xueer.")] == [f"xueer.{s}" for s in ground_to_top]


def test_docs_index_lists_the_stages_in_the_order_of_the_contract():
    assert stages_of_the_docs_index() == list(reversed(contract_layers()))


def test_every_stage_obeys_the_order_of_files():
    bound = [*contract("files")["containers"], *contract("judging")["containers"]]
    assert sorted(bound) == sorted(f"xueer.{stage}" for stage in contract_layers() if stage not in ("config", "common"))


def test_import_contract_is_kept(capsys: pytest.CaptureFixture):
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert status == 0, capsys.readouterr().out


def test_other_stages_are_entered_by_their_doors():
    graph = grimp.build_graph("xueer", cache_dir=None)
    found = {
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if enters_a_stage(importer.split("."), imported.split("."))
    }
    assert {(one, other) for one, other in found if other not in SIDE_DOORS} == set(), "not a door of that stage"
    assert set(SIDE_DOORS) - {other for _one, other in found} == set(), "a side door that nobody uses"


def enters_a_stage(importer: list[str], imported: list[str]) -> bool:
    """Does one stage reach past the doors of another? The ground is open to all; `config` mounts the addresses."""
    if len(importer) < 2 or len(imported) < 3 or importer[1] == imported[1]:
        return False
    return importer[1] != "config" and imported[1] != "common" and imported[2] not in DOORS
