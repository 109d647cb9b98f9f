"""Result files of Mechanical Turk, in both layouts, come to what is known of them."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from transparency.domain.replay import replaying, result_files
from transparency.models import Replay, ReplayedBatch

ROOT = Path(__file__).parents[2]
CROWD = ROOT.parent / "shared" / "data" / "crowd-time"
AT = datetime(2026, 11, 24, tzinfo=UTC)
# Two people; w1 holds two assignments at once: 60 s and 90 s, together 120 s. a4 was rejected.
WORK = [
    ("a1", "w1", "Approved", "10:00:00", "10:01:00"),
    ("a2", "w1", "Approved", "10:00:30", "10:02:00"),
    ("a3", "w2", "Submitted", "10:00:00", "10:04:00"),
    ("a4", "w2", "Rejected", "10:10:00", "10:11:00"),
]


def command_line_file(path: Path, zone: str = "CEST") -> Path:
    header = ["hitid", "reward", "assignmentid", "workerid", "assignmentstatus", "assignmentaccepttime"]
    lines = [[*header, "assignmentsubmittime", "Answer.words"]]
    lines += [
        ["h1", "$0.10", a, w, status, f"Fri Apr 07 {start} {zone} 2017", f"Fri Apr 07 {end} {zone} 2017", "two\nlines"]
        for a, w, status, start, end in WORK
    ]
    lines.append(["h2", "$0.10", "", "", "", "", "", ""])
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter="\t", quoting=csv.QUOTE_ALL).writerows(lines)
    return path


def web_page_file(path: Path, zone: str = "PDT") -> Path:
    header = ["HITId", "Reward", "AssignmentId", "WorkerId", "AssignmentStatus", "AcceptTime", "SubmitTime"]
    lines = [[*header, "WorkTimeInSeconds"]]
    lines += [
        ["h1", "$0.10", a, w, status, f"Fri Apr 07 {start} {zone} 2017", f"Fri Apr 07 {end} {zone} 2017", "0"]
        for a, w, status, start, end in WORK
    ]
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(lines)
    return path


def told(*paths: Path) -> dict[str, object]:
    printed = StringIO()
    call_command("replay_mturk", *map(str, paths), stdout=printed)
    return json.loads(printed.getvalue())


@pytest.mark.django_db
@pytest.mark.parametrize("make", [command_line_file, web_page_file])
def test_both_layouts_come_to_the_same(make, tmp_path):
    found = told(make(tmp_path / "batch.csv"))

    assert (found["assignments"], found["rejected"], found["workers"], found["total_cents"]) == (4, 1, 2, 40)
    assert (found["sum_seconds"], found["union_seconds"], found["median_seconds"]) == (450, 420, 75)
    # 40 cents in 450 s, and in 420 s; w1 made 20 cents in 120 s, w2 in 300 s.
    assert (found["pooled_usd_h_sum"], found["pooled_usd_h_union"]) == ("3.2000", "3.4286")
    assert (found["median_worker_usd_h_union"], found["share_workers_at_floor_union"]) == ("4.2000", "0.0000")


@pytest.mark.parametrize(
    ("zone", "hour"), [("CET", 9), ("CEST", 8), ("PST", 18), ("PDT", 17), ("UTC", 10)], ids=lambda value: str(value)
)
def test_each_time_zone_stands_for_its_own_moment(zone, hour, tmp_path):
    first, *_ = result_files.read(command_line_file(tmp_path / "batch.tsv", zone))

    assert first.accepted_at == datetime(2017, 4, 7, hour, tzinfo=UTC)


@pytest.mark.django_db
def test_an_assignment_in_two_files_counts_once_and_the_same_files_again_are_one_row(tmp_path):
    one, same = command_line_file(tmp_path / "one.tsv"), web_page_file(tmp_path / "two.csv")

    first, again = told(one, same), told(one, same)

    assert first == again
    assert (first["assignments"], first["repeated_assignments"]) == (4, 4)
    assert (Replay.objects.count(), ReplayedBatch.objects.count()) == (1, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("CEST", "MARS", "line 3: assignmentaccepttime says"),
        ("$0.10", "free", "which is no amount"),
        ("Apr 07 10:01:00", "Feb 30 10:01:00", "which is no moment"),
        ("assignmentsubmittime", "other", "lacks the column assignmentsubmittime"),
        ("workerid", "who", "is no result file of Mechanical Turk"),
        ("10:01:00", "09:01:00", "lies before"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_kept(wrong, right, words, tmp_path):
    path = command_line_file(tmp_path / "batch.tsv")
    path.write_text(path.read_text().replace(wrong, right))

    with pytest.raises(CommandError, match=words):
        told(path)
    assert not Replay.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_cut_off_or_missing_is_refused_in_words(tmp_path):
    packed = gzip.compress(command_line_file(tmp_path / "whole.tsv").read_bytes())
    (tmp_path / "cut.tsv.gz").write_bytes(packed[: len(packed) // 2])

    for name, words in (("cut.tsv.gz", "cut off"), ("none.tsv", "can't be read")):
        with pytest.raises(CommandError, match=words):
            told(tmp_path / name)


@pytest.mark.django_db
@pytest.mark.skipif(not CROWD.exists(), reason="the batches of a real crowd are not beside this checkout")
def test_the_genuine_result_files_come_to_exactly_what_is_known_of_them(client, auditor):
    found = told(*sorted((CROWD / "ukp-arc").glob("*.results.tsv.gz")))

    with (CROWD / "expected-wages.csv").open(encoding="utf-8", newline="") as file:
        expected = [row for row in csv.DictReader(file) if row.pop("source")]
    lines = {line["batch"]: line for line in [{"batch": "(all)", **found}, *found["batches"]]}
    assert len(lines) == len(expected) == 30
    for known in expected:
        line = lines[known.pop("batch")]
        known["share_workers_at_floor_union"] = known.pop("share_workers_ge_7_25_union")
        assert float(known.pop("median_seconds")) == line["median_seconds"]
        assert known == {name: str(line[name]) for name in known}

    client.force_login(auditor)
    page = client.get(reverse("audit:replay", args=[Replay.objects.get().pk])).content.decode()
    for figure in ("$3.7674", "$4.2875", "6.7%", "158,766", "1,517,102", "1,333,078", "758"):
        assert figure in page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.django_db
def test_the_auditor_sees_what_was_replayed_and_nobody_else_does(client, auditor, requester, tmp_path):
    replaying.replay(paths=[command_line_file(tmp_path / "batch.tsv")], at=AT)

    client.force_login(auditor)
    assert b"batch" in client.get(reverse("audit:replay", args=[Replay.objects.get().pk])).content
    assert client.get(reverse("audit:replays")).status_code == 200
    client.force_login(requester)
    assert client.get(reverse("audit:replays")).status_code == 403
