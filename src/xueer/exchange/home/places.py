"""Where things lie in the home."""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# Everything the program itself puts into a home; anything else there belongs to somebody else.
OWN_FOLDERS = {"keys", "static", "media", "backups", "example", "uploads", "jobs"}
OWN_NAMES = OWN_FOLDERS | {"lock", "serving", "running", "xueer.sqlite3"}


def home() -> Path:
    return Path(settings.HOME)


def make_folders() -> None:
    """Makes the home and its folders, readable only by their owner."""
    for folder in (home(), home() / "keys", home() / "backups", Path(settings.MEDIA_ROOT)):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def new_backup(why: str, at: datetime) -> Path:
    """A name for a backup in the home that does not exist yet, e.g. `before-upgrade-20261121-143000.zip`."""
    stem = f"{why}-{timezone.localtime(at):%Y%m%d-%H%M%S}"
    folder, number = home() / "backups", 1
    while (path := folder / f"{stem}{f'-{number}' if number > 1 else ''}.zip").exists():
        number += 1
    return path


def strange_files() -> list[str]:
    """What lies in the home and is not of the program: a home that holds some is nobody's to rebuild."""
    if not home().exists():
        return []
    names = (path.name for path in home().iterdir() if not path.name.startswith("."))
    return sorted(name for name in names if name.removesuffix("-wal").removesuffix("-shm") not in OWN_NAMES)


def has_media() -> bool:
    return any(files for _, _, files in os.walk(settings.MEDIA_ROOT))
