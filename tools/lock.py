"""Resolve the dependencies of pyproject.toml into the two hashed lock files, which do not say where they come from.

requirements.lock holds what the program needs and what sets up a checkout; requirements-dev.lock holds the same
versions and what tests and checks need. Both hold for every platform and every Python from the floor up.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMON = ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
SILENT = ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]


def resolve(uv: str, output: str, *more: str) -> None:
    command = [uv, "pip", "compile", "pyproject.toml", "--extra", "setup", *more, *COMMON, *SILENT, "-o", output]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> int:
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        print("Install uv first, for example: .venv/bin/pip install uv", file=sys.stderr)
        return 1
    upgrade = sys.argv[1:]
    resolve(uv, "requirements.lock", *upgrade)
    resolve(uv, "requirements-dev.lock", "--extra", "dev", "--constraint", "requirements.lock", *upgrade)
    return 0


if __name__ == "__main__":
    sys.exit(main())
