"""The command line ``govmedia-rules``; needs the extra ``cli``."""

from govmedia_rules.cli.app import cli, run

__all__ = ["cli", "run"]
