"""``govmedia-rules generate`` writes a made-up portfolio, and says what it did."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
from conftest import Invoke  # type: ignore[import-not-found]  # beside this file

from govmedia_rules.moments import moment
from govmedia_rules.synthetic import SyntheticRequest, generate_portfolio, records_of
