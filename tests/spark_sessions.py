"""The one session of PySpark that tests share, and why there may be none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["NO_SPARK", "as_spark", "local_session"]


def _lacking() -> str | None:
    if find_spec("pyspark") is None:
        return "PySpark is not installed; it comes with the extra spark"
    home = os.environ.get("JAVA_HOME")
    if home is None and shutil.which("java") is None:
        return (
            "PySpark needs Java 17 or newer, and there is no java;"
            " on Debian: apt-get install openjdk-17-jre-headless"
        )
    if home is not None and not Path(home, "bin", "java").exists():
        return f"JAVA_HOME is {home}, where there is no bin/java"
    return None


NO_SPARK: Final = _lacking()
"""Why Spark can't run here, or None where it can."""

_SETTINGS: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    # Not the zone that Hypothesis or Polars think in, so that nothing depends on it.
    "spark.sql.session.timeZone": "Asia/Shanghai",
}


@contextmanager
def local_session(**settings: str) -> Iterator[SparkSession]:
    """
    Yield a session in local mode with two threads, stopped in the end.

    Parameters:
        settings: further settings, with ``__`` for the dots in their names.
    """
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- PySpark is not there on every machine

    builder = SparkSession.builder.master("local[2]").appName("govmedia-rules")
    more = {name.replace("__", "."): value for name, value in settings.items()}
    for name, value in {**_SETTINGS, **more}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def as_spark(session: SparkSession, frame: pl.DataFrame) -> DataFrame:
    """Return a frame of Polars as one of Spark."""
    return session.createDataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest()))
