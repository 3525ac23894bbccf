"""Run mypy over what must be typed: actions, queries, kinds and metrics of every stage that has them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TYPED = ("actions", "queries", "kinds", "catalog")


def targets() -> list[str]:
    stages = sorted((ROOT / "src" / "xueer").glob("*/"))
    places = [stage / name for stage in stages for one in TYPED for name in (f"{one}.py", one)]
    whole = ROOT / "src" / "xueer" / "metrics"
    places = [whole, *(place for place in places if whole not in place.parents)]
    return [str(place.relative_to(ROOT)) for place in places if place.exists()]


if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, "-m", "mypy", *targets()], cwd=ROOT).returncode)
