"""Settings from the environment: what is accepted, and the sentence for what is not."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import reading


@pytest.fixture
def given(monkeypatch):
    def give(value, name="THING"):
        monkeypatch.setenv(name, value)

    return give


def test_what_is_not_given_or_empty_is_the_default(given):
    assert reading.whole("THING", 7) == 7
    given("  ")

    assert (reading.text("THING", "as always"), reading.listed("THING", ["a"])) == ("as always", ["a"])
    assert reading.switch("THING", default=True) is True


@pytest.mark.parametrize(("word", "meant"), [("True", True), ("on", True), ("1", True), ("no", False), ("0", False)])
def test_a_switch_knows_the_usual_words(given, word, meant):
    given(word)

    assert reading.switch("THING", default=not meant) is meant


def test_a_mistyped_switch_is_refused_and_never_taken_for_off(given):
    given("ture")

    with pytest.raises(ImproperlyConfigured, match="THING=ture is neither on nor off: write true or false"):
        reading.switch("THING", default=True)


@pytest.mark.parametrize("value", ["abc", "1.5", "-1", "1001", "9" * 30])
def test_a_number_out_of_its_bounds_is_refused(given, value):
    given(value)

    with pytest.raises(ImproperlyConfigured, match="must be a whole number from 0 to 1000"):
        reading.whole("THING", 100, most=1000)


def test_an_unknown_word_is_refused_with_those_that_are_known(given):
    given("LOUD")

    with pytest.raises(ImproperlyConfigured, match="THING=LOUD is unknown: choose among INFO, DEBUG"):
        reading.text("THING", among=["INFO", "DEBUG"])


def test_a_text_of_another_form_is_refused_without_showing_it(given):
    given("redis//:pa55word@host")

    with pytest.raises(ImproperlyConfigured, match="for example redis://host") as refusal:
        reading.text("THING", like=r"redis://\S+", for_example="redis://host")

    assert "pa55word" not in str(refusal.value)


@pytest.mark.parametrize("address", ["sqlite:////tmp/x", "postgres://u:pa55word@host:port/x", "mysql://u:pa55word@h/x"])
def test_another_database_than_postgresql_is_refused_without_showing_its_password(given, address):
    given(address)

    with pytest.raises(ImproperlyConfigured, match="must name a PostgreSQL database") as refusal:
        reading.database("THING", "postgres://u@h/x")

    assert "pa55word" not in str(refusal.value)


def test_a_secret_comes_from_a_file_without_its_last_line_break(given, tmp_path):
    file = tmp_path / "key"
    file.write_text("long and random\n")
    given("short", name="THING")
    given(str(file), name="THING_FILE")

    assert reading.text("THING") == "long and random"


def test_a_file_that_is_not_there_is_refused(given, tmp_path):
    given(str(tmp_path / "nowhere"), name="THING_FILE")

    with pytest.raises(ImproperlyConfigured, match=r"THING_FILE=.*nowhere can’t be read as text"):
        reading.text("THING")


def test_a_signing_key_of_another_length_is_refused_without_showing_it(given):
    given("c2hvcnQ=")

    with pytest.raises(ImproperlyConfigured, match="32 random bytes in base64") as refusal:
        reading.signing_key("THING", "")

    assert "c2hvcnQ=" not in str(refusal.value)


def test_a_signing_key_is_derived_in_development_only():
    first, again = reading.signing_key("THING", "secret"), reading.signing_key("THING", "secret")

    assert first.private_bytes_raw() == again.private_bytes_raw()
    assert reading.signing_key("THING", "") is None
