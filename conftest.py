"""Loads what every test can use: a cache of its own, engines and a browser where this machine has them."""

pytest_plugins = [
    "tests.plugins.cache",
    "tests.plugins.capabilities",
    "tests.plugins.collecting",
    "tests.plugins.engines",
    "tests.plugins.pages",
    "tests.plugins.validator",
]
