"""The questionnaire's pages: short, left and taken up, and read by nobody but their worker."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from ledger.models import Transfer
from tests.fixtures import earnings_micros
from transparency.domain.demographics import answers, consents, erasing
from transparency.domain.demographics.consents import Purpose

YOU = reverse("work:questionnaire-step", args=["you"])


@pytest.fixture
def page(worker) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def said_by(worker) -> dict[str, tuple[str, ...]]:
    return {one.question: one.codes for one in answers.own_answers(worker_number=worker.pk).values()}


def shown(client: Client, address: str) -> str:
    return re.search(r'name="shown" value="([^"]+)"', client.get(address).content.decode())[1]


def test_no_box_is_ticked_beforehand(page):
    html = page.get(reverse("work:questionnaire")).content.decode()

    assert len(re.findall(r'type="checkbox"', html)) == 4
    assert "checked" not in html


def test_only_what_was_ticked_is_agreed_to(page, worker):
    response = page.post(reverse("work:questionnaire"), {"research": "on"})

    assert response.headers["Location"] == YOU
    assert consents.of(worker_number=worker.pk) == {Purpose.RESEARCH}


def test_a_page_is_saved_paid_and_followed_by_the_next(page, worker):
    word = shown(page, YOU)

    response = page.post(YOU, {"Q2": "25-34", "Q1": ["woman", "non_binary"], "shown": word})

    assert response.headers["Location"] == reverse("work:questionnaire-step", args=["learning"])
    assert said_by(worker) == {"Q1": ("woman", "non_binary"), "Q2": ("25-34",)}
    assert earnings_micros(worker) == sum(Transfer.objects.values_list("amount_micros", flat=True))


def test_a_page_is_shown_again_with_a_sentence_where_an_answer_contradicts_itself(page, worker):
    response = page.post(YOU, {"Q1": ["woman", "PNS"], "Q2": "25-34"})

    assert response.status_code == 200
    assert "One of your choices excludes the others" in response.content.decode()
    assert said_by(worker) == {}


def test_a_page_can_be_skipped_whatever_stands_in_it(page, worker):
    response = page.post(YOU, {"Q1": ["woman", "PNS"], "do": "skip"})

    assert response.headers["Location"] == reverse("work:questionnaire-step", args=["learning"])
    assert said_by(worker) == {}


def test_what_is_left_out_keeps_what_was_said_before(page, worker):
    page.post(YOU, {"Q2": "25-34"})
    page.post(YOU, {"Q3": "FR"})

    assert said_by(worker) == {"Q2": ("25-34",), "Q3": ("FR",)}


def test_own_words_stand_for_their_box(page, worker):
    page.post(YOU, {"own_words": "fluid"})

    assert answers.own_answers(worker_number=worker.pk)["Q1"].labels == ["fluid"]


def test_a_forged_moment_is_paid_nothing(page, worker, other_worker):
    stranger = Client()
    stranger.force_login(other_worker)

    for word in ("", "x", shown(stranger, YOU), shown(page, reverse("work:questionnaire"))):
        page.post(YOU, {"shown": word})

    assert earnings_micros(worker) == 0


def test_accessibility_is_not_found_before_it_is_agreed_to(page, worker):
    address = reverse("work:questionnaire-step", args=["access"])

    before = page.get(address).status_code
    page.post(reverse("work:grant", args=["special"]))

    assert (before, page.get(address).status_code) == (404, 200)


def test_the_last_page_leads_to_the_answers(page, worker):
    address = YOU
    for _ in range(20):
        address = page.post(address, {"do": "skip"}).headers["Location"]
        if address == reverse("work:answers"):
            break

    assert address == reverse("work:answers")


def test_an_answer_is_changed_from_a_day_on_or_corrected(page, worker):
    answers.keep(worker_number=worker.pk, answers={"Q10": ["student"]}, at=now() - timedelta(days=90))
    address = reverse("work:change-answer", args=["Q10"])

    page.post(address, {"Q10": "employed", "how": "changed"})
    page.post(address, {"Q10": "self_employed", "how": "corrected"})
    history = answers.own_history(worker_number=worker.pk)

    assert [(one.codes[0], one.superseded_on is None) for one in history] == [
        ("self_employed", True),
        ("student", True),
        ("employed", False),
    ]


def test_a_change_before_the_answer_it_changes_is_refused_with_a_sentence(page, worker):
    answers.keep(worker_number=worker.pk, answers={"Q10": ["student"]}, at=now())

    html = page.post(
        reverse("work:change-answer", args=["Q10"]), {"Q10": "retired", "how": "changed", "since": "1999-01-01"}
    ).content.decode()

    assert "Choose a day from your earlier answer’s until today." in html
    assert said_by(worker) == {"Q10": ("student",)}


def test_taking_back_gives_a_receipt_that_can_be_saved(page, worker):
    consents.grant(worker_number=worker.pk, purposes=[Purpose.PUBLIC], at=now())
    answers.keep(worker_number=worker.pk, answers={"Q10": ["student"]}, at=now())

    response = page.post(reverse("work:withdraw", args=["public"]))
    saved = page.get(f"{response.headers['Location']}&file=1")

    assert "1 answer was deleted" in page.get(response.headers["Location"]).content.decode()
    assert erasing.is_ours(receipt=json.loads(saved.content))
    assert said_by(worker) == {}


def test_a_receipt_of_somebody_elses_making_is_not_shown(page):
    response = page.get(reverse("work:receipt"), {"of": "eyJhY3QiOiJlcmFzdXJlIn0:x:y"})

    assert response.headers["Location"] == reverse("work:answers")


def test_the_invitation_stands_on_my_work_until_it_is_closed(page):
    before = page.get(reverse("work:mine")).content.decode()
    page.post(reverse("work:put-off-questionnaire"))
    after = page.get(reverse("work:mine")).content.decode()

    assert reverse("work:put-off-questionnaire") in before
    assert reverse("work:put-off-questionnaire") not in after
    assert reverse("work:answers") in after


def test_a_site_without_a_key_says_that_it_cannot_ask(page, settings):
    settings.DEMOGRAPHICS_KEY = ""

    assert "This site asks nothing yet" in page.get(reverse("work:answers")).content.decode()
    assert "This site asks nothing yet" in page.post(YOU, {"Q2": "25-34"}).content.decode()
    assert page.get(reverse("work:mine")).status_code == 200


def test_the_tables_of_answers_begin_no_formula_in_a_spreadsheet(page, worker):
    words = "=HYPERLINK()"
    answers.keep(worker_number=worker.pk, answers={"Q1": ["self_describe"]}, own_words=words, at=now())

    assert "'=HYPERLINK()" in page.get(reverse("work:answers-csv")).content.decode()
    assert json.loads(page.get(reverse("work:answers-json")).content)["answers"][0]["answer"] == [words]


def test_no_page_is_kept_by_a_browser(page):
    for name in ("work:questionnaire", "work:answers", "work:answers-json"):
        assert "no-store" in page.get(reverse(name)).headers["Cache-Control"]


def test_the_page_of_answers_reads_as_often_for_many_as_for_one(page, worker, django_assert_max_num_queries):
    answers.keep(worker_number=worker.pk, answers={"Q2": ["25-34"], "Q10": ["student"], "Q3": ["FR"]}, at=now())

    with django_assert_max_num_queries(12):
        page.get(reverse("work:answers"))
