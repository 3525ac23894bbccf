from pathlib import Path

import pytest

from tools import build_hook, messages

TEMPLATE = '{% translate "Rulebooks" %} {% blocktranslate with n=count %}{{ n }} clauses{% endblocktranslate %}'


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "src" / "xueer"
    stage = package / "rules"
    (stage / "templates" / "rules").mkdir(parents=True)
    (stage / "__init__.py").touch()
    (stage / "templates" / "rules" / "rulebooks.html").write_text(TEMPLATE)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", package)
    return stage


def translate(stage: Path, text: str, translation: str) -> None:
    path = messages.catalogue_path(stage)
    path.write_text(path.read_text().replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translation}"'))


def test_texts_of_code_and_pages_are_collected(stage):
    (stage / "views.py").write_text(
        'A = gettext("One")\nB = ngettext("%(n)s day", "%(n)s days", 2)\nC = msgid("Two")\n'
    )
    found = {messages.source_text(message) for message in messages.texts(messages.collect(stage))}
    assert found == {"One", "%(n)s day", "Two", "Rulebooks", "%(n)s clauses"}


def test_translations_are_kept_and_texts_that_left_are_dropped(stage):
    messages.run(write=True)
    translate(stage, "Rulebooks", "制度")
    (stage / "templates" / "rules" / "rulebooks.html").write_text('{% translate "Rulebooks" %}')
    assert messages.run(write=True).sentences() == []
    assert "制度" in messages.catalogue_path(stage).read_text()
    assert "clauses" not in messages.catalogue_path(stage).read_text()


def test_a_text_without_translation_and_an_old_catalogue_are_named(stage):
    findings = messages.run(write=False)
    assert findings.changed == ["rules: the catalogue is not up to date; run `make messages`"]
    assert sorted(findings.untranslated) == [
        "rules: no translation of '%(n)s clauses'",
        "rules: no translation of 'Rulebooks'",
    ]


def test_a_translation_that_loses_a_value_is_broken(stage):
    messages.run(write=True)
    translate(stage, "Rulebooks", "制度")
    translate(stage, "%(n)s clauses", "条款")
    assert messages.run(write=False).broken == ["rules: the translation of '%(n)s clauses' leaves out a value"]


def test_a_translation_is_taken_over_from_another_stage_but_may_not_differ(stage):
    messages.run(write=True)
    translate(stage, "Rulebooks", "制度")
    translate(stage, "%(n)s clauses", "%(n)s 条")
    other = stage.parent / "web"
    other.mkdir()
    (other / "__init__.py").write_text('gettext("Rulebooks")')
    assert messages.run(write=True).sentences() == []
    path = messages.catalogue_path(other)
    path.write_text(path.read_text().replace("制度", "规章"))
    assert messages.run(write=False).conflicting == ["web and rules translate 'Rulebooks' differently"]


def test_catalogues_are_compiled(stage, tmp_path):
    messages.run(write=True)
    build_hook.compile_catalogues(tmp_path)
    assert messages.catalogue_path(stage).with_suffix(".mo").read_bytes()[:4] == b"\xde\x12\x04\x95"
