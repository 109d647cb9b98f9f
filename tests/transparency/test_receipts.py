"""Receipts, the chain and statements, checked by verify.py as anybody runs it: a program of its own, and no server."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from datetime import timedelta
from importlib import util
from io import StringIO
from pathlib import Path

import pytest
import rfc8785
from django.core.management import call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transparency.domain import log
from transparency.domain.sealing import blocks, dump, receipts, statements
from transparency.domain.sealing.canonical import canonical
from transparency.models import WorkEvent
from transparency.views.seals import VERIFY

from .conftest import START

pytestmark = pytest.mark.django_db
NOW = START + timedelta(days=1)
_found = util.spec_from_file_location("verify", VERIFY)
verify = util.module_from_spec(_found)
_found.loader.exec_module(verify)


@pytest.fixture
def paid(past_job, work, worker) -> WorkEvent:
    """A line of pay of the worker, sealed among others in the second of two blocks."""
    job = past_job(1)
    work(job, seconds=30, micros=50_000, worker=worker.pk)
    blocks.seal_log(at=NOW)
    for number in range(5):
        work(job, seconds=60 + number, micros=100_000, worker=worker.pk)
    blocks.seal_log(at=NOW)
    return WorkEvent.objects.filter(type=log.Type.PAID).order_by("-pk")[1]


@pytest.fixture
def receipt(paid, worker) -> dict:
    return receipts.receipt_of(paid.pk, worker.pk)


def run(folder: Path, what: str, *files: tuple[str, object], more: tuple[str, ...] = ()) -> tuple[int, str]:
    """verify.py as a program: its exit code and its words."""
    for name, content in files:
        (folder / name).write_text(json.dumps(content))
    done = subprocess.run(
        [sys.executable, "-I", VERIFY, what, *[name for name, _ in files], *more],
        check=False, cwd=folder, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_a_receipt_is_right_for_anybody_who_has_the_program(receipt, paid, tmp_path):
    code, words = run(tmp_path, "receipt", ("r.json", receipt), more=("--key", receipt["public_key"]))

    assert code == 0, words
    assert f"row {paid.pk} (task.paid" in words
    assert receipt["payload"]["micros"] == 100_000


def test_a_receipt_under_another_key_than_the_trusted_one_is_wrong(receipt, tmp_path):
    code, words = run(tmp_path, "receipt", ("r.json", receipt), more=("--key", "ab" * 32))

    assert code == 1
    assert "is not among the keys" in words


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(picked=st.data())
def test_one_changed_byte_of_a_receipt_is_found(receipt, tmp_path, picked):
    text = json.dumps(receipt).encode()
    place = picked.draw(st.integers(0, len(text) - 1))
    changed = text[:place] + picked.draw(st.binary(min_size=1, max_size=1)) + text[place + 1 :]
    (tmp_path / "r.json").write_bytes(changed)

    code = verify.main(["receipt", str(tmp_path / "r.json")])

    try:
        is_same = json.loads(changed) == receipt
    except ValueError:
        is_same = False
    assert (code == 0) == is_same


@pytest.fixture
def chain(paid) -> dict:
    """The whole chain, with its leaves and what they hide, as `dump_log` writes it."""
    return {"keys": dump.public_keys(), "blocks": list(dump.whole_blocks())}


def test_a_whole_dump_is_right_and_so_are_headers_alone(chain, paid, tmp_path):
    call_command("dump_log", str(tmp_path / "dump.jsonl"), stdout=StringIO())
    latest = receipts.signed_block(blocks.latest()).as_json()
    (tmp_path / "latest.json").write_text(json.dumps(latest))
    bare = {"keys": chain["keys"], "blocks": dump.signed_headers(first=0, most=10)}

    whole, words = run(tmp_path, "chain", more=("dump.jsonl", "--latest", "latest.json"))
    headers, _ = run(tmp_path, "chain", ("headers.json", bare))

    assert (whole, headers) == (0, 0), words
    assert "Right: their 18 leaves are those that were sealed, without a gap in any stream." in words
    assert "Right: block 1 is still the one that was noted." in words


def test_a_chain_that_was_written_anew_does_not_fit_what_was_noted(chain, tmp_path):
    noted = copy.deepcopy(chain["blocks"][1])
    noted["header"]["root"] = "00" * 32
    (tmp_path / "latest.json").write_text(json.dumps(noted))

    code, words = run(tmp_path, "chain", ("c.json", chain), more=("--latest", "latest.json"))

    assert code == 1
    assert "Block 1 is not the one that was noted: the chain was written anew." in words


def leaves_of(value, path=()):
    """Every place of a JSON document that holds a text, a number or nothing."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        return [path]
    return [found for key, held in inner for found in leaves_of(held, (*path, key))]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(picked=st.data())
def test_one_changed_value_of_a_whole_dump_is_found(chain, tmp_path, picked):
    *way, last = picked.draw(st.sampled_from(leaves_of(chain["blocks"])))
    changed = copy.deepcopy(chain)
    holder = changed["blocks"]
    for step in way:
        holder = holder[step]
    holder[last] = holder[last] + 1 if isinstance(holder[last], int) else "0" + str(holder[last])[1:] + "1"
    (tmp_path / "c.json").write_text(json.dumps(changed))

    assert verify.main(["chain", str(tmp_path / "c.json")]) != 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(picked=st.data())
def test_a_leaf_that_is_removed_from_a_dump_is_found(chain, tmp_path, picked):
    changed = copy.deepcopy(chain)
    block = picked.draw(st.sampled_from(changed["blocks"]))
    block["leaves"].pop(picked.draw(st.integers(0, len(block["leaves"]) - 1)))
    (tmp_path / "c.json").write_text(json.dumps(changed))

    assert verify.main(["chain", str(tmp_path / "c.json")]) == 1


def test_a_block_that_is_missing_is_named(chain, tmp_path, past_job, work):
    work(past_job(2), seconds=60)
    blocks.seal_log(at=NOW)
    headers = dump.signed_headers(first=0, most=10)

    code, words = run(tmp_path, "chain", ("c.json", {"keys": chain["keys"], "blocks": [headers[0], headers[2]]}))

    assert code == 1
    assert "Block 1 is missing: block 2 stands in its place." in words


def test_a_statement_is_checked_with_the_block_that_it_names(paid, chain, tmp_path):
    said = {"lab:workers": {"count": 12}, "lab:payTotal": "1.500000", "lab:auditRoot": statements.audit_root()}
    signed = statements.with_signature(said)

    right, words = run(tmp_path, "statement", ("s.json", signed), more=())
    wrong, why = run(tmp_path, "statement", ("s.json", {**signed, "lab:payTotal": "1.600000"}))

    assert (right, wrong) == (0, 1), words
    assert "Right: block 1 of the log" in words
    assert "WRONG: The signature of the statement" in why


def test_what_is_no_receipt_is_refused_with_words(tmp_path):
    code, words = run(tmp_path, "receipt", ("r.json", ["nothing"]))

    assert code != 0
    assert "Traceback" not in words


plain_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="ascii")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(plain_json)
def test_both_ways_of_writing_are_those_of_rfc_8785(value):
    assert canonical(value) == verify.canonical(value) == rfc8785.dumps(value)


def test_a_fraction_is_never_written():
    with pytest.raises(TypeError):
        canonical({"micros": 0.1})


def test_a_worker_downloads_their_receipt_and_nobody_elses(client, worker, other_worker, paid):
    address = reverse("work:event-receipt", args=[paid.pk])
    client.force_login(worker)
    own = client.get(address)
    client.force_login(other_worker)
    other = client.get(address)

    assert own.headers["Content-Disposition"] == f'attachment; filename="receipt-{paid.pk}.json"'
    assert own.json() == receipts.receipt_of(paid.pk, worker.pk)
    assert other.status_code == 404


def test_a_receipt_comes_with_the_next_block(client, worker, past_job, work):
    work(past_job(1), seconds=30, micros=50_000, worker=worker.pk)
    event = WorkEvent.objects.get(type=log.Type.PAID)
    client.force_login(worker)

    early = client.get(reverse("work:event-receipt", args=[event.pk]))
    blocks.seal_log(at=NOW)

    assert "within a minute" in early.content.decode()
    assert client.get(reverse("work:event-receipt", args=[event.pk])).status_code == 200


def test_the_public_pages_show_the_chain_and_give_the_program(client, paid, chain):
    page = client.get(reverse("transparency:log")).content.decode()
    newest = client.get(reverse("transparency:latest-block")).json()
    program = b"".join(client.get(reverse("transparency:verify")).streaming_content)

    assert blocks.header_hash(blocks.latest()).hex() in page
    assert newest == client.get(reverse("transparency:block", args=[1])).json()
    assert client.get(reverse("transparency:chain"), {"from": "1"}).json()["blocks"] == [
        {"header": newest["header"], "signature": newest["signature"]}
    ]
    assert client.get(reverse("transparency:keys")).json() == {"keys": chain["keys"]}
    assert program == VERIFY.read_bytes()


def test_before_the_first_block_the_pages_say_so(client):
    assert "Nothing is sealed yet" in client.get(reverse("transparency:log")).content.decode()
    assert client.get(reverse("transparency:latest-block")).status_code == 404


def test_the_page_of_the_log_asks_the_same_however_long_the_chain_is(client, paid, django_assert_num_queries):
    client.get(reverse("transparency:log"))

    with django_assert_num_queries(8):
        client.get(reverse("transparency:log"))
