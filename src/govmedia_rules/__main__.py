"""The command ``govmedia-rules``, which is also ``python -m govmedia_rules``."""

from __future__ import annotations

import sys

from govmedia_rules.errors import MissingExtraError

try:
    from govmedia_rules.cli import run
except MissingExtraError as error:
    _SENTENCE = str(error)

    def run() -> int:
        """Say in one sentence which extra is missing."""
        print(_SENTENCE, file=sys.stderr)  # noqa: T201 -- click is what is missing
        return 2


__all__ = ["main"]


def main() -> int:
    """
    Run the command line on the arguments of the process.

    Returns:
        The exit status: 0 when nothing failed, 1 when something failed, 2 when it could
        not run, 130 when it was interrupted.
    """
    return run()


if __name__ == "__main__":
    sys.exit(main())
