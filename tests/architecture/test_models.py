"""Models and migrations say the same, and migrations have names that a person gave."""

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.architecture.tree import PACKAGE, name_of


@pytest.mark.django_db
def test_no_migration_is_pending():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrations_are_named_by_hand():
    migrations = PACKAGE.glob("*/migrations/[0-9]*.py")
    assert [name_of(path) for path in migrations if "auto_" in path.stem] == []


def test_every_model_has_a_docstring():
    silent = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("xueer.") and not model._meta.auto_created
        if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}(")
    ]
    assert silent == []
