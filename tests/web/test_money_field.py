"""The field that asks for an amount of money."""

import pytest
from django.utils.translation import override

from web.forms import MoneyField


@pytest.mark.parametrize(("language", "shown"), [("en", "0.0004"), ("fr", "0,0004")])
def test_a_saved_amount_stands_as_the_reader_writes_it_and_is_read_back(language: str, shown: str) -> None:
    with override(language):
        field = MoneyField()

        assert field.prepare_value(400) == shown
        assert field.clean(shown) == 400
        assert not field.has_changed(400, shown)
