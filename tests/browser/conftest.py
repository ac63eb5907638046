"""Tests in a browser are collected where there is a driver for one."""

from __future__ import annotations

from importlib.util import find_spec

# The group `browser` brings playwright; without it there is nothing to collect here, and
# `pytest -m browser` ends with the status for that.
collect_ignore_glob = [] if find_spec("playwright") else ["test_*.py"]
