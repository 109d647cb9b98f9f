"""The sound of one segment, as browsers play it: MP3, one channel, speech at its full width."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import numpy as np
import soundfile
from numpy.typing import NDArray

# Speech has nothing above 12 kHz that anybody needs to type it; half the samples are half the waiting.
MOST_RATE = 24_000
MP3_RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000)
# On the encoder's scale from 0 (largest) to 1 (smallest): about 24 kbit/s for speech at 16,000 Hz.
COMPRESSION = 0.7
TAPS_A_STEP = 16

Samples = NDArray[np.float32]


def encoded(samples: Samples, rate: int) -> tuple[bytes, str]:
    """The bytes of a clip and their media type: MP3, or WAV for a rate that MP3 doesn't know."""
    step = -(-rate // MOST_RATE)
    if step > 1:
        samples, rate = _thinned(samples, step), round(rate / step)
    output = BytesIO()
    if rate not in MP3_RATES:
        soundfile.write(output, samples, rate, format="WAV", subtype="PCM_16")
        return output.getvalue(), "audio/wav"
    soundfile.write(output, samples, rate, format="MP3", subtype="MPEG_LAYER_III", compression_level=COMPRESSION)
    return output.getvalue(), "audio/mpeg"


def _thinned(samples: Samples, step: int) -> Samples:
    """Each `step`-th sample, after what is too high for the new rate was filtered out (a windowed sinc)."""
    taps = _taps(step)
    reach = len(taps) // 2
    count = -(-len(samples) // step)
    padded = np.pad(samples, (reach, reach + step))
    thinned = np.zeros(count, np.float32)
    for place, tap in enumerate(taps):
        thinned += tap * padded[place : place + count * step : step]
    return np.clip(thinned, -1, 1)


@lru_cache(maxsize=8)
def _taps(step: int) -> Samples:
    reach = TAPS_A_STEP * step // 2
    places = np.arange(-reach, reach + 1)
    taps = np.sinc(0.92 * places / step) * np.hamming(len(places))
    scaled: Samples = (taps / taps.sum()).astype(np.float32)
    return scaled
