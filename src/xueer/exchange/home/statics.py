"""The pages' style sheets and scripts, collected into the home where the server reads them."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

import xueer


def collect_static() -> bool:
    """Collects them when they are older than the program; returns whether it did."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _fingerprint()
    if mark.exists() and mark.read_text() == wanted:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, skip_checks=True)
    mark.write_text(wanted)
    return True


def _fingerprint() -> str:
    """Changes with the program's version and with any file's size or time."""
    hashed = hashlib.sha256(f"{xueer.__version__} {settings.STORAGES['staticfiles']['BACKEND']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            hashed.update(f"\n{name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return hashed.hexdigest()
