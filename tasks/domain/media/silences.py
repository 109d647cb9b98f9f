"""Where to cut a recording: in its longest pause within reach, or else where it is quietest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FRAME_SECONDS = 0.02
# Loudness is looked at over so many frames together, so that the gap inside a word is no pause.
SMOOTH_FRAMES = 9
# A pause lies below this part of the way from the quietest to the loud frames of the recording, in decibels.
PAUSE_PART = 0.35
QUIETEST_DECIBELS = -80.0

Loudness = NDArray[np.float64]


def loudness(samples: NDArray[np.float32], hop: int) -> Loudness:
    """The mean square of each frame of `hop` samples; the last frame may be short."""
    begins = np.arange(0, len(samples), hop)
    squares = np.add.reduceat(np.square(samples, dtype=np.float64), begins)
    lengths = np.minimum(hop, len(samples) - begins)
    power: Loudness = squares / lengths
    return power


def cuts(power: Loudness, *, hop: int, total: int, shortest: int, longest: int) -> list[int]:
    """The ends of the segments of a recording of `total` samples, in samples; the last is `total`.

    `power` is its loudness in frames of `hop` samples. Each segment has from `shortest` to `longest` samples,
    and `longest` must be twice `shortest` and a frame at least. A recording no longer than `longest` is one
    segment.
    """
    if shortest < 1 or longest < 2 * shortest + hop:
        raise ValueError("the longest segment must be twice the shortest and a frame, at least")
    quiet = _decibels(power)
    floor, loud = np.percentile(quiet, (5, 95))
    is_pause = quiet <= floor + PAUSE_PART * (loud - floor)
    ends, start = [], 0
    while total - start > longest:
        # Never so late that the rest would be too short: no tail has to be joined afterwards.
        earliest, latest = start + shortest, min(start + longest, total - shortest)
        first, last = -(-earliest // hop), latest // hop
        start = hop * (first + _best(quiet[first : last + 1], is_pause[first : last + 1]))
        ends.append(start)
    return [*ends, total]


def _decibels(power: Loudness) -> Loudness:
    """Smoothed loudness, with a floor: below it all is silence alike."""
    width = min(SMOOTH_FRAMES, len(power))
    padded = np.pad(power, (width // 2, width - 1 - width // 2), mode="edge")
    smooth = np.convolve(padded, np.full(width, 1 / width), mode="valid")
    decibels: Loudness = np.maximum(10 * np.log10(np.maximum(smooth, 1e-12)), QUIETEST_DECIBELS)
    return decibels


def _best(quiet: Loudness, is_pause: NDArray[np.bool_]) -> int:
    """The middle of the longest pause, the earliest of several; without a pause, the quietest frame."""
    if not is_pause.any():
        return int(np.argmin(quiet))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_pause, [False])).astype(np.int8)))
    begins, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - begins))
    return int((begins[longest] + ends[longest]) // 2)
