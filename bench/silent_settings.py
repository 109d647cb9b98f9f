"""The settings of the measurements, for a server that tells the labour log nothing (bench/silent_urls.py)."""

from bench.settings import *  # noqa: F403

ROOT_URLCONF = "bench.silent_urls"
