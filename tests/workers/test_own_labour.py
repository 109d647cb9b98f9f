"""A worker's own time and pay: the figures of a small known life, reckoned by hand, and for their eyes alone."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.fixtures import NOON, make_worker
from tests.workers.test_find import text_of
from transparency.domain import own_words
from transparency.models import WorkEvent
from workers.domain import own_labour, spans
from workers.domain.spans import Unit, span_of

TIME = reverse("work:time")
THE_DAY = {"span": "day", "on": "2026-03-02"}
LATER = NOON + timedelta(hours=2)
# The golden vector of the definitions (Hara et al. 2018): start, end, outcome, cents.
LIFE = (
    (0, 60, "paid", 10),
    (90, 150, "paid", 10),
    (120, 200, "paid", 12),
    (400, 520, "returned", 0),
    (530, 650, "rejected", 0),
    (1400, 1460, "paid", 10),
)


def live(worker, life=LIFE, *, at=NOON):
    """Write a life into the log as the work itself would."""
    for number, (start, end, outcome, cents) in enumerate(life, 1):
        about = {"worker_number": worker.pk, "requester_number": 1, "job_number": 7, "assignment_number": number}
        first, last = at + timedelta(seconds=start), at + timedelta(seconds=end)
        ended = "task.returned" if outcome == "returned" else "task.submitted"
        WorkEvent.objects.create(at=last, type=ended, started_at=first, ended_at=last, **about)
        if outcome == "paid":
            WorkEvent.objects.create(at=last, type="task.approved", **about)
            WorkEvent.objects.create(at=last, type="task.paid", micros=cents * 10_000, **about)
        if outcome == "rejected":
            WorkEvent.objects.create(at=last, type="task.rejected", **about)


def test_the_golden_life_is_shown_as_it_is_reckoned_by_hand(browser, worker):
    live(worker)

    page = browser.get(TIME, THE_DAY)

    rates = {rate.metric: rate for rate in page.context["rates"]}
    assert [round(rate.hourly_micros, -4) for rate in rates.values()] == [6_570_000, 3_220_000, 3_220_000, 2_130_000]
    assert round(rates["M13d"].short_hourly_micros, -4) == 2_960_000
    assert [rate.seconds for rate in rates.values()] == [230, 470, 470, 710]
    said = text_of(page)
    for words in ("€0.42", "€6.57", "€3.22", "€2.13", "€2.96", "n = 5 decided answers", "63 min for each paid hour"):
        assert words in said, words


def test_unpaid_time_is_told_by_kind_with_what_each_is(browser, worker):
    live(worker)

    page = browser.get(TIME, THE_DAY)

    told = {one.kind.value: (one.seconds, round(one.share, 2)) for one, _words in page.context["unpaid"]}
    assert told == {"returned": (120, 0.5), "rejected": (120, 0.5)}
    assert "You worked on tasks and gave them back." in text_of(page)
    assert "None of:" in text_of(page)


def test_hours_of_the_week_are_told_by_day_and_hour(worker):
    live(worker)

    own = own_labour.own_labour(worker=worker, span=span_of(unit=Unit.WEEK, day=date(2026, 3, 2)), at=LATER)

    # Noon in UTC is one o'clock in Paris, on a Monday.
    assert own.hours[0][13] == 470
    assert sum(map(sum, own.hours)) == 470


def test_another_day_and_another_worker_have_nothing_of_it(browser, browser_of, worker):
    live(worker)
    other = browser_of(make_worker(7)).get(TIME, THE_DAY)

    before = browser.get(TIME, {"span": "day", "on": "2026-03-01"})

    for page in (before, other):
        assert page.context["labour"].earned_micros == 0
        assert "You were not at work then." in text_of(page)


def test_time_that_the_worker_adds_or_takes_off_changes_a_figure_of_its_own(browser, worker):
    live(worker)
    started = NOON + timedelta(minutes=30)
    own_words.also_worked(
        worker_number=worker.pk, started_at=started, ended_at=started + timedelta(seconds=470), words="", at=LATER
    )

    page = browser.get(TIME, THE_DAY)

    assert page.context["own"].stated_hourly_micros == 1_608_511
    assert page.context["labour"].presence_hourly_micros == 3_217_021
    assert "With the time as you said it was" in text_of(page)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({"span": "month", "on": "2026-02-10"}, date(2026, 2, 1), date(2026, 2, 28)),
        ({"span": "week", "on": "2026-03-01"}, date(2026, 2, 23), date(2026, 3, 1)),
        ({"span": "day", "on": "2026-03-01"}, date(2026, 3, 1), date(2026, 3, 1)),
        ({"span": "?", "on": "never"}, date(2026, 3, 2), date(2026, 3, 8)),
        ({"span": "day", "on": "2030-01-01"}, date(2026, 3, 4), date(2026, 3, 4)),
        ({"span": "day", "on": "0001-01-01"}, spans.EARLIEST, spans.EARLIEST),
    ],
)
def test_an_address_names_days_and_none_that_lie_ahead(asked, first, last):
    span = spans.read(unit=asked["span"], on=asked["on"], today=date(2026, 3, 4))

    assert (span.first, span.last) == (first, last)


def test_spans_follow_each_other_without_a_gap():
    for unit in Unit:
        span = span_of(unit=unit, day=date(2026, 3, 31))
        assert span.previous.next == span
        assert span.previous.last + timedelta(days=1) == span.first
    assert span_of(unit=Unit.MONTH, day=spans.EARLIEST).previous is None


def test_the_page_takes_few_queries_however_much_was_done(browser, worker, django_assert_max_num_queries):
    for day in range(20):
        live(worker, at=NOON - timedelta(days=day))
    browser.get(TIME, {"span": "month", "on": "2026-03-02"})

    with django_assert_max_num_queries(20):
        browser.get(TIME, {"span": "month", "on": "2026-03-02"})
