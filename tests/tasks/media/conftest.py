"""Files made in code, for the tests of media intake."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile


@pytest.fixture
def shared_files() -> Path:
    """Real photographs and recordings, where there are any; else the test is skipped."""
    root = Path(__file__).resolve().parents[3]
    folder = Path(os.environ.get("SHARED_DATA", root.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("no folder of real files (set SHARED_DATA)")
    return folder


@pytest.fixture
def recording() -> Callable[..., io.BytesIO]:
    """Noise of `seconds`, silent in each of `silences` (from, to), as a file of `format`."""

    def make(
        seconds: float,
        silences: tuple[tuple[float, float], ...] = (),
        rate: int = 8000,
        format: str = "WAV",
        channels: int = 1,
        **options: str,
    ) -> io.BytesIO:
        samples = np.random.default_rng(3).uniform(-0.5, 0.5, (round(seconds * rate), channels))
        for begin, end in silences:
            samples[round(begin * rate) : round(end * rate)] = 0
        file = io.BytesIO()
        with soundfile.SoundFile(file, "w", rate, channels, format=format, **options) as sound:
            for start in range(0, len(samples), rate):
                sound.write(samples[start : start + rate])
        file.seek(0)
        return file

    return make
