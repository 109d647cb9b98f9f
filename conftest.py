"""Fixtures that every folder of tests shares."""

pytest_plugins = ["tests.browsers", "tests.demonstration", "tests.fixtures"]
