"""The labour statement in every archive: its shape, its sums, what it keeps back, and who may see it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator

from accounts.models import User
from ledger.models import Transfer
from tasks.domain import claiming, exports, releasing, submitting
from tasks.domain.media import storage
from tasks.models import Export, Job
from tests.fixtures import CAT, NOON, make_worker
from tests.tasks.answering import approve, reject
from tests.tasks.archives import asked
from transparency.domain.demographics import answers, consents, erasing
from transparency.domain.sealing.blocks import seal_log
from transparency.domain.statement import people, shape
from transparency.domain.statement.writing import statement_files
from transparency.models.demographics import Consent
from web.domain.formatting import plain_micros

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "platform" / "transparency" / "schemas" / "labour-statement-1.0.0.schema.json"
STATEMENT = "labour-statement.jsonld"
LATER = NOON + timedelta(hours=2)


def crowd(job: Job, count: int, *, seconds: int = 30) -> list[User]:
    """So many workers who each answer one micro-task in so many seconds; all is approved."""
    workers = [make_worker(100 + number) for number in range(count)]
    given = []
    for place, worker in enumerate(workers):
        start = NOON + timedelta(minutes=place)
        assignment = claiming.claim_next(job=job, worker=worker, at=start)
        end = start + timedelta(seconds=seconds)
        submitting.submit(assignment=assignment, worker=worker, answer=CAT, key=str(assignment.pk), at=end)
        given.append(assignment)
    approve(job, given, at=NOON + timedelta(hours=1))
    return workers


def archive(job: Job) -> tuple[Export, zipfile.ZipFile]:
    export = asked(job)
    exports.write_export(export_id=export.pk, statement=statement_files, at=LATER)
    export.refresh_from_db()
    with storage.open(export.key) as file:
        return export, zipfile.ZipFile(io.BytesIO(file.read()))


def statement_in(found: zipfile.ZipFile) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(found.read(STATEMENT))
    return told


@pytest.fixture
def big_job(open_job: Callable[..., Job]) -> Job:
    return open_job(micro_tasks=24, price_micros=100_000)


@pytest.mark.usefixtures("wage_floors")
def test_a_statement_has_the_shape_of_its_schema_and_the_figures_of_the_work(big_job: Job) -> None:
    crowd(big_job, 24)

    told = statement_in(archive(big_job)[1])

    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(told)
    assert (told["lab:annotations"], told["lab:payTotal"], told["lab:rejectedWorkIncluded"]) == (24, "2.40", False)
    assert abs(told["lab:workers"]["lab:count"] - 24) < 5
    # 24 answers of 30 s, at 0.10 each: 12 an hour for everybody.
    assert told["lab:hoursPaid"]["lab:total"]["lab:value"] == "0.2000"
    assert told["lab:hourly"]["lab:allTasks"]["lab:value"] == "12.00"
    assert told["lab:hourly"]["lab:allTasksMedian"]["lab:value"] == "12.00"
    assert told["lab:taskSeconds"]["lab:p50"]["lab:value"] == "30.0"


def test_the_schema_in_the_repository_is_the_one_of_the_code() -> None:
    assert SCHEMA.read_text() == shape.schema_text()


def test_the_sums_of_a_statement_are_those_of_the_books(big_job: Job) -> None:
    crowd(big_job, 3)
    booked = Counter[str]()
    for transfer in Transfer.objects.filter(debit__job_number=big_job.pk):
        booked[transfer.reason] += transfer.amount_micros

    told = statement_in(archive(big_job)[1])

    assert told["lab:payTotal"] == plain_micros(booked["pay"])
    assert told["lab:feeTotal"] == plain_micros(booked["fee"])
    assert told["lab:topUpTotal"] == plain_micros(booked["floor_pay"])


def test_of_fewer_than_eleven_no_figure_of_time_is_told_and_each_is_listed(big_job: Job) -> None:
    crowd(big_job, 10)

    told = statement_in(archive(big_job)[1])

    assert told["lab:workers"] == {"lab:count": None, "lab:rounded": True, "lab:fewerThan": 11}
    assert not [measure for measure in measures(told) if measure["lab:unit"] != "1" and measure["lab:value"]]
    kept = {one["lab:path"]: one["lab:reason"] for one in told["lab:suppressed"]}
    assert kept["hourly"] == kept["hoursPaid"] == kept["workers/count"] == "k"


def measures(told: Any) -> list[dict[str, Any]]:
    if isinstance(told, list):
        return [one for each in told for one in measures(each)]
    if not isinstance(told, dict):
        return []
    own = [told] if "lab:metric" in told else []
    return own + [one for each in told.values() for one in measures(each)]


def test_one_person_who_did_nearly_all_is_not_told_of_by_the_sum(open_job: Callable[..., Job]) -> None:
    job = open_job(micro_tasks=60, price_micros=1000)
    crowd(job, 11, seconds=1)
    busy = make_worker(1)
    for place in range(40):
        start = NOON + timedelta(hours=1, minutes=place)
        assignment = claiming.claim_next(job=job, worker=busy, at=start)
        submitting.submit(
            assignment=assignment, worker=busy, answer=CAT, key=str(place), at=start + timedelta(seconds=50)
        )
        approve(job, [assignment], at=start + timedelta(seconds=55))

    kept = {one["lab:path"]: one["lab:reason"] for one in statement_in(archive(job)[1])["lab:suppressed"]}

    assert kept["hoursPaid"] == kept["hourly"] == "dominance"


def test_rejected_work_is_counted_and_is_not_in_the_data(big_job: Job, worker: User) -> None:
    assignment = claiming.claim_next(job=big_job, worker=worker, at=NOON)
    submitting.submit(assignment=assignment, worker=worker, answer=CAT, key="k", at=NOON)
    reject(assignment)
    crowd(big_job, 2)

    _export, found = archive(big_job)

    told = statement_in(found)["lab:rejections"]
    assert (told["lab:rejected"], told["lab:decided"], told["lab:unpaidValue"]) == (1, 3, "0.10")
    assert len(found.read("answers.csv").splitlines()) == 3


@pytest.mark.filterwarnings("ignore")
def test_mlcroissant_reads_the_description_and_both_spellings_of_the_two_traps(big_job: Job, tmp_path: Path) -> None:
    crowd(big_job, 3)
    _export, found = archive(big_job)
    found.extractall(tmp_path)

    read = mlcroissant.Dataset(jsonld=tmp_path / "croissant.json")

    assert not read.metadata.ctx.issues.errors
    assert read.metadata.data_collection_timeframe
    assert read.metadata.data_manipulation_protocol
    assert len(list(read.records("answers"))) == 3
    described = json.loads((tmp_path / "croissant.json").read_text())
    assert described["rai:dataCollectionTimeframe"] == described["rai:dataCollectionTimeFrame"]
    for one in described["distribution"]:
        assert sha256((tmp_path / one["name"]).read_bytes()).hexdigest() == one["sha256"]


def test_a_statement_is_signed_and_the_checker_in_its_archive_finds_one_changed_byte(
    big_job: Job, tmp_path: Path
) -> None:
    crowd(big_job, 2)
    seal_log(at=LATER)
    _export, found = archive(big_job)
    found.extractall(tmp_path)

    def is_right() -> tuple[int, str]:
        command = [sys.executable, "verify.py", "statement", STATEMENT]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return ran.returncode, ran.stdout + ran.stderr

    code, words = is_right()
    assert (code, "the statement is as it was signed" in words, "Right: block 0" in words) == (0, True, True), words
    text = (tmp_path / STATEMENT).read_text()
    (tmp_path / STATEMENT).write_text(text.replace('"lab:payTotal": "0.20"', '"lab:payTotal": "0.30"'))
    assert is_right()[0] != 0


def test_people_read_the_same_figures_in_both_languages(big_job: Job) -> None:
    crowd(big_job, 24)
    _export, found = archive(big_job)

    text, told = found.read("LABOUR.md").decode(), statement_in(found)

    assert text.count(f"{told['lab:hourly']['lab:allTasks']['lab:value']} EUR/h") >= 2
    english, french = text.split("# Le travail dans ce jeu de données")
    assert english.startswith("# The labour inside this data set")
    names = [re.findall(r"^\| ([^|]+) \|", part, re.MULTILINE) for part in (english, french)]
    assert len(names[0]) == len(names[1]) > 20
    assert not {name for name in names[0] if name != "h"} & set(names[1])
    assert "annotations_creators:\n- crowdsourced" in found.read("README.md").decode()


def say(workers: list[User], question: str, codes: list[str]) -> None:
    for worker, code in zip(workers, codes, strict=True):
        consents.grant(worker_number=worker.pk, purposes=[Consent.Purpose.STATEMENT], at=NOON - timedelta(days=1))
        answers.keep(worker_number=worker.pk, answers={question: [code]}, at=NOON - timedelta(days=1))


def test_what_workers_say_is_told_of_eleven_and_a_consent_less_changes_those_lines_alone(big_job: Job) -> None:
    workers = crowd(big_job, 24)
    say(workers, "Q1", ["woman"] * 12 + ["man"] * 12)
    before = statement_in(archive(big_job)[1])

    erasing.withdraw(worker_number=workers[0].pk, purpose=Consent.Purpose.STATEMENT, at=LATER)
    Export.objects.update(state="failed", key="")
    after = statement_in(archive(big_job)[1])

    lines = {line["lab:code"] for line in before["lab:annotatorDemographics"]}
    assert lines == {"woman", "man"}
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "@id", "signature", "lab:annotatorDemographics", "lab:demographicsAnswerRate", "lab:suppressed",
        "lab:auditRoot",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("found", "whole", "parts"),
    [
        ({"woman": 12, "man": 12}, 24, {"woman": 12, "man": 12}),
        ({"woman": 12, "man": 13}, 36, {"woman": 12, "man": 13, "other_or_not_said": 11}),
        ({"woman": 20, "man": 12, "non_binary": 2}, 34, {"woman": 20, "other_or_not_said": 14}),
        ({"woman": 24}, 24, {}),
        ({"woman": 3}, 40, {}),
    ],
)
def test_no_part_of_an_answer_and_no_rest_is_of_fewer_than_eleven(
    found: dict[str, int], whole: int, parts: dict[str, int]
) -> None:
    assert people.parts_of(Counter(found), whole) == parts


def test_a_requester_shows_a_statement_to_everybody_and_takes_it_back(big_job: Job, client: Client) -> None:
    crowd(big_job, 24)
    export, found = archive(big_job)
    page = reverse("transparency:dataset", args=[export.public_id])
    assert client.get(page).status_code == 404

    assert releasing.release_statement(export=export, at=LATER)
    assert releasing.release_statement(export=export, at=LATER)

    assert "€2.40" in client.get(page).content.decode()
    assert client.get(f"{page}{STATEMENT}").content == found.read(STATEMENT)
    assert "12.00 EUR/h" in client.get(f"{page}badge.svg").content.decode()
    releasing.withdraw_statement(export=export, at=LATER)
    assert (client.get(page).status_code, client.get(f"{page}badge.svg").status_code) == (410, 404)


def test_the_words_of_a_statement_have_a_page_and_a_schema(client: Client) -> None:
    assert "lab:hoursUnpaid" in client.get("/ns/labour/1.0").content.decode()
    assert client.get("/ns/labour/1.0/schema.json").content.decode() == SCHEMA.read_text()
