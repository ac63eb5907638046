"""The JSON Schemas of reports, as they are shipped: one for every version that was written."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.serialization.reporting import REPORT_SCHEMA_VERSION, REPORT_SCHEMA_VERSIONS

__all__ = ["report_schema"]


def report_schema(version: int = REPORT_SCHEMA_VERSION) -> dict[str, Any]:
    """
    Return the JSON Schema (draft 2020-12) of reports in JSON.

    Parameters:
        version: the schema version that the reports carry; the present one unless given.

    Raises:
        UnknownNameError: when no report has that version.
    """
    if version not in REPORT_SCHEMA_VERSIONS:
        known = map(str, REPORT_SCHEMA_VERSIONS)
        raise UnknownNameError("version of the report's schema", str(version), known)
    name = f"report-{version}.schema.json"
    text = files("govmedia_rules.serialization").joinpath("schemas", name).read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
