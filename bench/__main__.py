"""`python -m bench [NAME …]`: every engine in a process of its own, then one table."""

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from bench import report
from bench.measure import Row

FOLDER = Path(__file__).resolve().parent


def measured(engine: str, names: list[str], quick: bool) -> list[tuple[str, Row]]:
    """The rows of one engine, from a process that has loaded its settings."""
    with tempfile.TemporaryDirectory(prefix="xueer-bench-") as home:
        outcome = Path(home) / "rows.pickle"
        environment = os.environ | {"XUEER_HOME": home, "DJANGO_SETTINGS_MODULE": "xueer.config.settings"}
        if engine == "SQLite":
            environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "bench.engine", engine, str(outcome), "1" if quick else "0", *names]
        subprocess.run(command, cwd=FOLDER.parent, env=environment, check=True)
        return [(engine, row) for row in pickle.loads(outcome.read_bytes())]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="How quick it is, as ratios.")
    parser.add_argument("names", nargs="*", help="benches to run; all of them by default")
    parser.add_argument("--quick", action="store_true", help="at 1/16 of the size only, without writing latest.md")
    options = parser.parse_args()
    engines = ["SQLite", *(["PostgreSQL"] if os.environ.get("DATABASE_URL") else [])]
    results = [line for engine in engines for line in measured(engine, options.names, options.quick)]
    partial = options.quick or bool(options.names)
    path = Path(tempfile.gettempdir()) / "xueer-bench.md" if partial else FOLDER / "latest.md"
    print(report.write(path, results, at=datetime.now()))
    return 0 if all(row.kept for _engine, row in results) else 1


if __name__ == "__main__":
    sys.exit(main())
