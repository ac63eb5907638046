"""Reports in files and texts: canonical JSON that reads back as an equal report."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
from cattrs import Converter
from cattrs.errors import ClassValidationError
from cattrs.gen import make_dict_structure_fn, override
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError, nearest
from govmedia_rules.findings import EvidenceValue, Outcome, Range, Report
from govmedia_rules.law import Severity
from govmedia_rules.moments import MomentError, Window, day, moment, shifted
from govmedia_rules.serialization.decoding import (
    MAX_BYTES,
    MISREAD,
    Decoder,
    file_name,
    read_document,
    text_of,
)
from govmedia_rules.serialization.documents import is_known_version
from govmedia_rules.serialization.problems import ABSENT, Fault, Place, ProblemLog
from govmedia_rules.serialization.structuring import (
    REFUSALS,
    Refusal,
    StructureHook,
    faults_of,
    is_tuple_of_one_kind,
    only_from_objects,
    tuple_hook,
)

__all__ = [
    "REPORT_SCHEMA_VERSION",
    "dump_report",
    "dumps_report",
    "load_report",
    "loads_report",
    "report_from_plain",
    "report_to_plain",
]
