"""Recordings cut at silences into short segments, each with its exact times, its peaks and a clip to play."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import soundfile
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from tasks.domain.media import clips, silences
from tasks.domain.media.refusals import MediaRefused

FORMATS = ("WAV", "WAVEX", "FLAC", "OGG", "MP3")
MOST_SECONDS = 4 * 3600
MOST_BYTES = 500 * 1000**2
STREAMED_BYTES = 0x7FFF_0000
MOST_CHANNELS = 8
SAMPLE_RATES = range(4_000, 384_001)
BLOCK_SECONDS = 5
PEAKS = 100

_NOT_AUDIO = _("This file is not a recording that we can open. Upload WAV, FLAC, OGG or MP3.")
_DAMAGED = _("This recording is damaged or incomplete. Check that it plays on your computer, and upload it again.")
_EMPTY = _("This recording holds no sound at all: its length is zero.")
_TOO_LONG = _("This recording is longer than %(hours)s hours. Cut it, and upload the parts.")
_TOO_LARGE = _("This recording has more than %(most)s megabytes. Cut it or save it as FLAC, OGG or MP3.")
_UNSUPPORTED = _("This recording has an unusual number of channels or samples a second. Save it anew as WAV or MP3.")

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class AudioSegment:
    """One piece of a recording, from `start` to `end` in seconds. `peaks`: 0 to 100, evenly over it."""

    number: int
    start: float
    end: float
    peaks: list[int]
    clip: bytes
    clip_type: str


@dataclass(frozen=True, slots=True)
class CutAudio:
    """A recording of `duration` seconds and the segments that tile it: each begins where the last ends."""

    duration: float
    sample_rate: int
    segments: tuple[AudioSegment, ...]


def cut(stream: BinaryIO, name: str, *, shortest_seconds: float = 5.0, longest_seconds: float = 15.0) -> CutAudio:
    """Cut a recording at its silences. Deterministic: the same bytes give the same segments.

    All segments are between `shortest_seconds` and `longest_seconds` long, which must be twice as much at
    least; a recording that is shorter than the shortest is one segment. It is decoded twice, in blocks, never
    whole.
    Raises MediaRefused: not_audio, truncated, empty, audio_too_long, too_large, unsupported.
    """
    loudness, total, rate, hop = _listen(stream)
    ends = silences.cuts(
        loudness,
        hop=hop,
        total=total,
        shortest=round(shortest_seconds * rate),
        longest=round(longest_seconds * rate),
    )
    segments: list[AudioSegment] = []
    start = 0
    for number, (end, samples) in enumerate(zip(ends, _pieces(stream, ends), strict=True)):
        clip, clip_type = clips.encoded(samples, rate)
        segments.append(AudioSegment(number, start / rate, end / rate, peaks(samples), clip, clip_type))
        start = end
    return CutAudio(total / rate, rate, tuple(segments))


def peaks(samples: Samples, count: int = PEAKS) -> list[int]:
    """The greatest swing in each of up to `count` equal parts of `samples`, 0 to 100 of full scale."""
    count = min(count, len(samples))
    begins = np.arange(count) * len(samples) // count
    swings = np.maximum.reduceat(np.abs(samples), begins)
    return [int(swing) for swing in np.minimum(np.rint(swings * 100), 100)]


def _listen(stream: BinaryIO) -> tuple[NDArray[np.float64], int, int, int]:
    """Decode all of it once: loudness of each frame, samples in all, samples a second, samples a frame."""
    with _opened(stream) as sound:
        rate = sound.samplerate
        hop = max(1, round(rate * silences.FRAME_SECONDS))
        loudness, total = [], 0
        for block in _blocks(sound, hop * max(1, round(BLOCK_SECONDS * rate / hop))):
            total += len(block)
            if total > MOST_SECONDS * rate:
                raise MediaRefused("audio_too_long", _TOO_LONG, hours=MOST_SECONDS // 3600)
            loudness.append(silences.loudness(block, hop))
        # An MP3 may only guess its length beforehand; the others know it.
        is_short = sound.format != "MP3" and total < sound.frames
    if not total:
        raise MediaRefused("empty", _EMPTY)
    if is_short:
        raise MediaRefused("truncated", _DAMAGED)
    return np.concatenate(loudness), total, rate, hop


def _opened(stream: BinaryIO) -> soundfile.SoundFile:
    size = stream.seek(0, 2)
    if size > MOST_BYTES:
        raise MediaRefused("too_large", _TOO_LARGE, most=MOST_BYTES // 1000**2)
    if _is_cut_off(stream, size):
        raise MediaRefused("truncated", _DAMAGED)
    stream.seek(0)
    try:
        sound = soundfile.SoundFile(stream)
    except (soundfile.SoundFileError, RuntimeError, TypeError, ValueError) as trouble:
        raise MediaRefused("not_audio", _NOT_AUDIO) from trouble
    if sound.format not in FORMATS:
        raise MediaRefused("not_audio", _NOT_AUDIO)
    if sound.samplerate not in SAMPLE_RATES or not 1 <= sound.channels <= MOST_CHANNELS:
        raise MediaRefused("unsupported", _UNSUPPORTED)
    if sound.frames > MOST_SECONDS * sound.samplerate:
        raise MediaRefused("audio_too_long", _TOO_LONG, hours=MOST_SECONDS // 3600)
    return sound


def _is_cut_off(stream: BinaryIO, size: int) -> bool:
    """Whether a WAV of `size` bytes should be longer: the decoder would take what is there for the whole.

    A program that wrote to a pipe couldn't know the length, and wrote one of about 2 or 4 gigabytes.
    """
    stream.seek(0)
    head = stream.read(8)
    claimed = int.from_bytes(head[4:], "little") + len(head)
    return head.startswith(b"RIFF") and size < claimed < STREAMED_BYTES


def _blocks(sound: soundfile.SoundFile, size: int) -> Iterator[Samples]:
    """The recording from its present place on, its channels mixed to one, in blocks of `size` samples."""
    while len(block := _read(sound, size)):
        yield block


def _read(sound: soundfile.SoundFile, size: int) -> Samples:
    try:
        block: Samples = sound.read(size, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, RuntimeError) as trouble:
        raise MediaRefused("truncated", _DAMAGED) from trouble
    channels = block.shape[1]
    mixed: Samples = block[:, 0] if channels == 1 else block @ np.full(channels, 1 / channels, np.float32)
    if not np.isfinite(mixed).all():
        raise MediaRefused("truncated", _DAMAGED)
    return mixed


def _pieces(stream: BinaryIO, ends: list[int]) -> Iterator[Samples]:
    """Decode it once more: the samples up to each of `ends`, one segment in memory at a time."""
    with _opened(stream) as sound:
        start = 0
        for end in ends:
            piece = _read(sound, end - start)
            if len(piece) != end - start:
                raise MediaRefused("truncated", _DAMAGED)
            yield piece
            start = end
