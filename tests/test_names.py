"""Names as tags of words, and that one name is of one type in all of an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import REACH, agreed, spans

TAGS = st.lists(st.sampled_from(["O", "B-PER", "B-LOC", "I-PER", "I-LOC"]), min_size=1, max_size=6)
WORDS = ["Wang", "Yi", "said"]


@given(st.lists(TAGS, max_size=8), st.data())
def test_agreeing_changes_types_alone(tags: list[list[str]], data: st.DataObject) -> None:
    words = [[data.draw(st.sampled_from(WORDS)) for _ in row] for row in tags]
    found = agreed(words, tags)
    assert [{(a, b) for a, b, _ in spans(row)} for row in found] == [{(a, b) for a, b, _ in spans(row)} for row in tags]


def test_a_name_of_several_words_gets_the_type_of_most() -> None:
    words = [["Yeni", "Zelanda"], ["Yeni", "Zelanda"], ["Zelanda"], ["Yeni", "Zelanda"]]
    found = agreed(words, [["B-LOC", "I-LOC"], ["B-ORG", "I-ORG"], ["B-ORG"], ["B-LOC", "I-LOC"]])
    assert found == [["B-LOC", "I-LOC"], ["B-LOC", "I-LOC"], ["B-ORG"], ["B-LOC", "I-LOC"]]


def test_where_no_type_is_more_frequent_a_name_keeps_its_own() -> None:
    assert agreed([["Washington"], ["Washington"]], [["B-PER"], ["B-LOC"]]) == [["B-PER"], ["B-LOC"]]


@pytest.mark.parametrize(("between", "kind"), [(REACH - 2, "B-LOC"), (REACH, "B-PER")])
def test_what_stands_far_away_has_no_say(between: int, kind: str) -> None:
    words = [["Jordan"], *[["said"]] * between, ["Jordan"], ["Jordan"]]
    found = agreed(words, [["B-PER"], *[["O"]] * between, ["B-LOC"], ["B-LOC"]])
    assert found[0] == [kind]
