"""The project's settings with one address more (bench/urls.py). Nothing else is made lighter."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
