"""Sphinx's configuration: MyST Markdown, furo, and pages whose facts come from the code."""

from __future__ import annotations

import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

sys.path.insert(0, str(Path(__file__).parent))

from pages_from_code import filled_in, home_of

project = "govmedia-rules"
author = "The govmedia-rules maintainers"
copyright = author  # noqa: A001 -- the name that Sphinx reads
release = version_of("govmedia-rules")
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "examples"]

html_theme = "furo"
html_title = f"govmedia-rules {release}"
html_theme_options = {"navigation_with_keys": True}

add_module_names = False
autodoc_class_signature = "mixed"
autodoc_default_options = {"members": True, "imported-members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
napoleon_numpy_docstring = False

nitpicky = True
nitpick_ignore_regex: Final = [
    # Other projects' pages cannot be asked: the build has no network, so no inventories.
    (
        r"py:.*",
        r"(attrs?|cattrs|pendulum|polars|pyarrow|datetime|collections|pathlib|enum|os|functools|decimal|fractions|hypothesis)\..*",
    ),
    # The parts of a compiled program: for those who read its source, no part of the face.
    (r"py:class", r"govmedia_rules\.evaluation\.(compiler|expressions|fusing)\.\w+"),
]


def fill_in(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put what the code says where a page asks for it."""
    del app
    source[0] = filled_in(source[0], docname)


def resolve_public_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contents: nodes.Element
) -> nodes.reference | None:
    """
    Lead a reference to a name in its module to the subpackage that documents it.

    Signatures name ``models.accounts.Account``; the documentation, ``models.Account``.
    """
    home = home_of(node.get("reftarget", ""))
    if node.get("refdomain") != "py" or home is None:
        return None
    python = env.domains.python_domain
    found = python.resolve_xref(
        env, node["refdoc"], app.builder, node["reftype"], home, node, contents
    )
    return found if isinstance(found, nodes.reference) else None


def setup(app: Sphinx) -> None:
    """Connect the two functions above."""
    app.connect("source-read", fill_in)
    app.connect("missing-reference", resolve_public_name)
