"""Settings for the whole suite."""

from __future__ import annotations

import os

from hypothesis import Phase, settings

# No example has a time limit: a slow machine must not fail a law.
settings.register_profile("brief", max_examples=5, deadline=None)
settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=1_000, deadline=None)
# For mutation testing: the same few examples each time, and no search for a smaller one.
settings.register_profile(
    "mutation",
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
