"""The command line ``govmedia-rules``; needs the extra ``cli``."""

from govmedia_rules.errors import MissingExtraError

_OF_THE_EXTRA = frozenset({"click", "rich"})

try:
    from govmedia_rules.cli.app import cli, run
except ImportError as error:
    if (error.name or "").partition(".")[0] not in _OF_THE_EXTRA:
        raise
    raise MissingExtraError("cli", "the command govmedia-rules") from error

__all__ = ["cli", "run"]
