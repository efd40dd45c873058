"""Settings shared by all tests."""

import os

from hypothesis import HealthCheck, settings

# No deadline anywhere: a shared machine's hiccup is not a fault of the property. In CI the same
# examples are drawn at every run, so that a red run is red again when it is looked into.
settings.register_profile("local", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") else "local")
