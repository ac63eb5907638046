"""Rule sets and screeners that other packages bring, found through entry points."""

from govmedia_rules.plugins.finding import (
    RULESETS_GROUP,
    SCREENERS_GROUP,
    BrokenPlugin,
    PluginError,
    ruleset_ids,
    ruleset_plugin,
    ruleset_plugins,
    screener_ids,
    screener_plugin,
    screener_plugins,
)

__all__ = [
    "RULESETS_GROUP",
    "SCREENERS_GROUP",
    "BrokenPlugin",
    "PluginError",
    "ruleset_ids",
    "ruleset_plugin",
    "ruleset_plugins",
    "screener_ids",
    "screener_plugin",
    "screener_plugins",
]
