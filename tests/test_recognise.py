"""The shipped name recognisers, alone and together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import pytest

from kg.annotate import Annotator
from kg.names import spans
from kg.recognise import name_tags

pytestmark = pytest.mark.models
SENTENCES = [
    text.split()
    for text in (
        "İran Dışişleri Bakanı Cevad Zarif dün Viyana'da AB Yüksek Temsilcisi Catherine Ashton ile görüştü .",
        "Görüşme",
        "Mao , 1 Ekim 1949'da Çin Halk Cumhuriyeti'ni kurdu .",
        "NATO'nun Brüksel'deki toplantısına Türkiye de katılacak .",
    )
]


@pytest.fixture(scope="module")
def pipeline() -> Any:
    return Annotator().pipeline("tr")


@pytest.fixture
def answers(pipeline: Any) -> Iterator[Any]:
    """Ask for names with some of the recognisers."""
    processor = pipeline.processors["ner"]
    before = processor.trainers

    def ask(trainers: Sequence[Any]) -> list[list[str]]:
        processor.trainers = list(trainers)
        return name_tags(pipeline, SENTENCES)

    yield ask
    processor.trainers = before


def test_turkish_has_a_recogniser_of_its_own_beside_the_bilingual_one(pipeline: Any) -> None:
    own, shared = pipeline.processors["ner"].trainers
    assert own.vocab["tag"]._id2unit == shared.vocab["tag"]._id2unit, "they can answer together"
    assert len(own.vocab["char"]) != len(shared.vocab["char"])
    assert len(Annotator().pipeline("en").processors["ner"].trainers) == 1


def test_a_recogniser_says_with_itself_what_it_says_alone(pipeline: Any, answers: Any) -> None:
    for one in pipeline.processors["ner"].trainers:
        assert answers([one, one]) == answers([one])


def test_it_is_all_one_who_is_asked_first(pipeline: Any, answers: Any) -> None:
    own, shared = pipeline.processors["ner"].trainers
    found = answers([own, shared])
    assert found == answers([shared, own])
    assert spans(found[0]) >= {(0, 1, "LOC"), (3, 5, "PER"), (6, 7, "LOC"), (10, 12, "PER")}


def test_names_of_one_with_other_tags_are_stanzas_own_mixture(pipeline: Any, answers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    own, shared = pipeline.processors["ner"].trainers
    others = count()
    monkeypatch.setattr("kg.recognise._units", lambda _: [next(others)])
    assert answers([own, own]) == answers([own])
    mixed, first = answers([own, shared]), answers([own])
    assert all(spans(one) <= spans(both) for one, both in zip(first, mixed, strict=True))
