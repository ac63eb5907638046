"""
Gives a loader one input again, such as the one that ended the fuzzing, and lets all of it be seen.

    PYTHONPATH=tests python -m fuzzing.replay portfolio-json crash-…
"""

from __future__ import annotations

import sys
from pathlib import Path

from fuzzing.all_loaders import LOADERS

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in LOADERS:
        raise SystemExit(f"which loader, and which file? {', '.join(LOADERS)}")
    accepted = LOADERS[sys.argv[1]].accepts(Path(sys.argv[2]).read_bytes())
    print("accepted" if accepted else "refused")
