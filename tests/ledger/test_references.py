"""References on bank transfers: checked, and found in whatever people type around them."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from ledger.domain.references import new_reference, printed, references_in


def test_a_new_reference_is_valid_and_of_its_own():
    made = {new_reference() for _ in range(200)}

    assert len(made) == 200
    assert all(iso11649.is_valid(each) and len(each) == 16 for each in made)


def test_a_reference_is_found_in_spaces_small_letters_and_other_words():
    reference = new_reference()

    assert references_in(f"Invoice 7, {printed(reference).lower()} - thanks") == [reference]
    assert references_in(f"{reference}{reference}") == [reference]


@given(place=st.integers(0, 15))
def test_one_mistyped_character_is_never_taken_for_a_reference(place):
    reference = new_reference()

    for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        typed = reference[:place] + letter + reference[place + 1 :]
        assert references_in(typed) == ([reference] if typed == reference else [])
