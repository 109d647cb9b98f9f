"""The head of a page marks the one link that the page belongs to."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import resolve

from accounts.models import User
from web.context_processors import navigation

EVERYTHING = User(is_worker=True, is_requester=True, is_auditor=True)


def current_links(path: str, person: User) -> list[str]:
    request = RequestFactory().get(path)
    request.user, request.resolver_match = person, resolve(path)
    return [link.words for link in navigation(request) if link.current]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/work/", "Find work"),
        ("/work/desk/abc/", "Find work"),
        ("/work/mine/", "My work"),
        ("/work/payouts/", "My work"),
        ("/work/payouts/account/", "My work"),
        ("/work/statements/2026-11/", "My work"),
        ("/work/assignments/abc/appeal/", "My work"),
        ("/work/suspension/", "My work"),
        ("/work/time/", "My work"),
        ("/work/data/looks/", "My work"),
        ("/work/log/", "My work"),
        ("/jobs/abc/answers/", "Jobs"),
        ("/jobs/money/", "Jobs"),
        ("/jobs/new/", "New job"),
        ("/audit/bank/", "Audit"),
    ],
)
def test_each_page_belongs_to_one_link(path, words):
    assert current_links(path, EVERYTHING) == [words]


def test_a_page_outside_belongs_to_none():
    assert current_links("/account/", EVERYTHING) == []


def test_the_links_are_those_of_the_persons_roles():
    request = RequestFactory().get("/work/payouts/")
    request.user = User(is_worker=True)

    assert [(link.words, link.current) for link in navigation(request)] == [("Find work", False), ("My work", True)]
