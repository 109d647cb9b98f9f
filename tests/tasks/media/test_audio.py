"""Recordings: where they are cut, what is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tasks.domain.media import audio
from tasks.domain.media.refusals import MediaRefused

Recording = Callable[..., io.BytesIO]


def refusal(file: io.BytesIO) -> str:
    with pytest.raises(MediaRefused) as caught:
        audio.cut(file, "recording")
    return caught.value.code


def test_a_recording_is_cut_in_its_pauses(recording: Recording) -> None:
    cut = audio.cut(recording(30, silences=((9, 10), (19, 20.4))), "talk.wav")

    ends = [segment.end for segment in cut.segments]
    assert len(ends) == 3
    assert ends[0] == pytest.approx(9.5, abs=0.15)
    assert ends[1] == pytest.approx(19.7, abs=0.15)
    assert ends[2] == 30.0


@pytest.mark.parametrize("seconds", [15.1, 16, 29, 47.3, 61])
def test_segments_tile_the_recording_and_last_from_five_to_fifteen_seconds(
    recording: Recording, seconds: float
) -> None:
    cut = audio.cut(recording(seconds, silences=((3, 4), (22, 22.5))), "talk.wav")

    starts, ends = [s.start for s in cut.segments], [s.end for s in cut.segments]
    assert starts == [0.0, *ends[:-1]]
    assert ends[-1] == pytest.approx(seconds, abs=0.001)
    lengths = [end - start for start, end in zip(starts, ends, strict=True)]
    assert [length for length in lengths if not 5 <= length <= 15] == []


def test_a_short_recording_is_one_segment(recording: Recording) -> None:
    cut = audio.cut(recording(2), "word.wav")

    assert [(s.start, s.end) for s in cut.segments] == [(0.0, 2.0)]


@pytest.mark.parametrize(
    ("format", "options"),
    [("WAV", {}), ("FLAC", {}), ("OGG", {"subtype": "VORBIS"}), ("MP3", {"subtype": "MPEG_LAYER_III"})],
)
def test_each_format_is_opened_and_its_clips_play(recording: Recording, format: str, options: dict[str, str]) -> None:
    cut = audio.cut(recording(17, rate=16_000, format=format, **options), "talk")

    assert len(cut.segments) == 2
    for segment in cut.segments:
        samples, rate = soundfile.read(io.BytesIO(segment.clip))
        assert segment.clip_type == "audio/mpeg"
        assert len(samples) / rate == pytest.approx(segment.end - segment.start, abs=0.2)


def test_peaks_are_the_greatest_swings_from_0_to_100() -> None:
    samples = np.zeros(1000, np.float32)
    samples[250] = -0.5
    samples[999] = 1.0

    assert audio.peaks(samples, 4) == [0, 50, 0, 100]


def test_a_wide_stereo_recording_becomes_one_narrow_channel(recording: Recording) -> None:
    cut = audio.cut(recording(6, rate=96_000, channels=2), "talk.wav")

    with soundfile.SoundFile(io.BytesIO(cut.segments[0].clip)) as clip:
        assert (clip.channels, clip.samplerate) == (1, 24_000)


def test_the_same_bytes_give_the_same_segments(recording: Recording) -> None:
    file = recording(40)

    first, second = audio.cut(file, "a"), audio.cut(file, "a")

    assert first == second


def test_a_wav_that_was_cut_off_is_refused(recording: Recording) -> None:
    whole = recording(4).getvalue()

    assert refusal(io.BytesIO(whole[: len(whole) // 2])) == "truncated"


def test_a_flac_that_was_cut_off_is_refused(recording: Recording) -> None:
    whole = recording(6, format="FLAC").getvalue()

    assert refusal(io.BytesIO(whole[: len(whole) // 2])) == "truncated"


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x24\x00\x00\x00WAVEfmt ", b"no recording at all" * 50])
def test_what_is_no_recording_is_refused(content: bytes) -> None:
    assert refusal(io.BytesIO(content)) in ("not_audio", "truncated")


def test_a_recording_without_a_sample_is_refused(recording: Recording) -> None:
    assert refusal(recording(0)) == "empty"


def test_a_recording_that_is_too_long_is_refused_by_what_it_claims(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio, "MOST_SECONDS", 5)

    assert refusal(recording(6)) == "audio_too_long"


def test_a_file_that_is_too_large_is_refused(recording: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "MOST_BYTES", 1000)

    assert refusal(recording(1)) == "too_large"


def test_samples_that_are_no_numbers_are_refused() -> None:
    file = io.BytesIO()
    soundfile.write(file, np.full(8000, np.nan, np.float32), 8000, format="WAV", subtype="FLOAT")
    file.seek(0)

    assert refusal(file) == "truncated"


def test_real_speech_is_cut_into_segments_that_cover_it(shared_files: Path) -> None:
    recordings = [path for path in (shared_files / "speech").rglob("*") if path.suffix in (".wav", ".flac", ".ogg")]
    clip = max(recordings, key=lambda path: path.stat().st_size)

    with clip.open("rb") as stream:
        cut = audio.cut(stream, clip.name)

    assert cut.segments[-1].end == pytest.approx(cut.duration)
    assert max(max(segment.peaks) for segment in cut.segments) > 5
