"""Compiles the translations whenever the package is built or installed: machines need no gettext, the repository no
compiled files."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> None:
    for path in sorted(root.glob("src/xueer/*/locale/*/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3])
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


class CompileTranslations(BuildHookInterface):
    def initialize(self, version: str, build_data: dict) -> None:  # noqa: ARG002 - the interface gives them
        compile_catalogues(Path(self.root))
