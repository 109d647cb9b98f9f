"""What a worker says beside the work: the dialogs of the desk, which are pages too."""

from django.urls import reverse
from django.utils.timezone import now

from tasks.domain import questions
from tasks.models import Question, Report
from tests.fixtures import states
from tests.workers.conftest import HTMX, address, held
from tests.workers.test_find import text_of


def test_a_report_leads_back_to_the_job_and_says_that_it_costs_nothing(browser, worker, open_job):
    job = open_job(micro_tasks=1)

    response = browser.post(address("report", held(job, worker)), {"reason": "harmful"}, follow=True)

    assert response.redirect_chain == [(address("desk", job), 303)]
    assert "Reported. It costs you nothing, and you won’t get this one again." in text_of(response)
    assert states(job) == ["open", "returned"]


def test_in_the_dialog_the_form_alone_comes_and_a_report_leads_on(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    mine = held(job, worker)

    part = browser.get(address("report", mine), **HTMX)
    sent = browser.post(address("report", mine), {"reason": "media", "words": "Black."}, **HTMX)

    assert part.templates[0].name == "workers/_report.html"
    assert sent.headers["HX-Redirect"] == address("desk", job)
    assert Report.objects.get().words == "Black."


def test_a_report_without_a_reason_or_its_words_says_what_lacks(browser, worker, open_job):
    mine = held(open_job(micro_tasks=1), worker)

    nothing = text_of(browser.post(address("report", mine), {}))
    wordless = text_of(browser.post(address("report", mine), {"reason": "other"}))

    assert "Choose what is wrong." in nothing
    assert "Say in a few words what it is." in wordless
    assert not Report.objects.exists()


def test_the_desk_offers_to_report_and_the_reporter_sees_it_as_given_back(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    mine = held(job, worker)

    desk = browser.get(address("desk", job)).content.decode()
    browser.post(address("report", mine), {"reason": "media"})

    assert f'href="{address("report", mine)}"' in desk
    assert "Given back" in text_of(browser.get(reverse("work:mine")))


def test_asking_sends_the_question_and_leaves_the_work_in_hand(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    mine = held(job, worker)

    form = browser.get(address("ask", mine), **HTMX)
    sent = browser.post(address("ask", mine), {"words": "Do kittens count?"}, **HTMX)

    assert "Don’t write anything private." in text_of(form)
    assert "Your question is sent." in text_of(sent)
    assert states(job) == ["claimed"]
    assert "Do kittens count?" in text_of(browser.get(reverse("work:mine")))


def test_a_private_or_empty_question_is_refused_with_what_was_written(browser, worker, open_job):
    mine = held(open_job(micro_tasks=1), worker)

    private = browser.post(address("ask", mine), {"words": "Call 06 12 34 56 78"}).content.decode()
    empty = text_of(browser.post(address("ask", mine), {"words": " "}))

    assert "This seems to hold an e-mail address or a telephone number" in private
    assert "Call 06 12 34 56 78</textarea>" in private
    assert "Write your question." in empty


def test_answers_stand_beside_the_work_as_new_until_they_are_opened(browser, worker, other_worker, open_job):
    job = open_job(micro_tasks=2)
    theirs = held(job, other_worker)
    question = questions.ask(assignment=theirs, worker=other_worker, words="Do kittens count?", at=now())
    questions.answer(question=question, words="They do.", at=now())
    held(job, worker)

    fresh = text_of(browser.get(address("desk", job)))
    seen = browser.post(address("seen", job))
    after = text_of(browser.get(address("desk", job)))

    assert seen.status_code == 204
    assert ("They do." in fresh, "1 new" in fresh) == (True, True)
    assert ("They do." in after, "1 new" in after) == (True, False)
    assert other_worker.email not in fresh


def test_every_question_that_was_asked_can_be_found(browser, worker, open_job):
    job = open_job(micro_tasks=1)
    mine = held(job, worker)
    Question.objects.bulk_create(
        [
            Question(
                job=job, micro_task=mine.micro_task, assignment=mine, asker=worker, words=f"Question {number}?",
                asked_at=now(), answer="Yes.", answered_at=now(),
            )
            for number in range(51)
        ]
    )  # fmt: skip
    all_of_job = reverse("work:questions", args=[job.public_id])

    assert all_of_job in browser.get(address("desk", job)).content.decode()
    assert "Question 0?" in text_of(browser.get(all_of_job, {"page": "2"}))
    assert "Question 0?" in text_of(browser.get(reverse("work:mine"), {"asked": "3"}))
