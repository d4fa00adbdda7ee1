"""Names: types of other models, and how a word finds its vector."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from stanza.models.common.pretrain import PretrainedWordVocab

from kg.names import find_by_stems, name_tag

TURKISH = {"LOCATION": "LOC", "MONEY": "MONEY", "ORGANIZATION": "ORG", "PERSON": "PER", "TIME": "DATE"}
ENGLISH = {
    "PERSON": "PER", "NORP": "NORP", "FAC": "LOC", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "PRODUCT": "MISC", "EVENT": "EVENT",
    "WORK_OF_ART": "MISC", "LAW": "LAW", "LANGUAGE": "", "DATE": "DATE", "TIME": "DATE", "PERCENT": "", "MONEY": "MONEY", "QUANTITY": "",
    "ORDINAL": "", "CARDINAL": "",
}  # fmt: skip
OURS = {label: label for label in ["PER", "ORG", "LOC", "DATE", "NORP", "EVENT", "LAW", "MONEY", "MISC"]}


@pytest.mark.parametrize("labels", [TURKISH, ENGLISH, OURS], ids=["official Turkish", "official English", "ours"])
def test_every_label_set_becomes_ours(labels: dict[str, str]) -> None:
    for label, ours in labels.items():
        told = {position: name_tag(f"{position}-{label}") for position in "BIES"}
        assert told == {position: f"{mark}-{ours}" if ours else "O" for position, mark in zip("BIES", "BIIB", strict=True)}
    assert {*TURKISH.values(), *ENGLISH.values()} - {""} <= set(OURS)


@pytest.mark.parametrize("tag", ["O", "", None, "B", "B-UNHEARD_OF"])
def test_other_tags_are_no_names(tag: str | None) -> None:
    assert name_tag(tag) == "O"


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("ankara", "ankara"), ("ankara'da", "ankara"), ("ankara’nın", "ankara"), ("o'hare", "o'hare"),
        ("izmir'de", "<UNK>"), ("'s", "<UNK>"), ("ankaradaki", "<UNK>"), ("new york", "new\xa0york"), ("", "<UNK>"),
    ],
)  # fmt: skip
def test_a_word_finds_its_vector_by_its_stem(word: str, found: str) -> None:
    words = PretrainedWordVocab(["ankara", "o'hare", "new\xa0york"], lower=False)
    trainers = [SimpleNamespace(vocab={"word": words}), SimpleNamespace(vocab={"char": None})]
    find_by_stems(SimpleNamespace(processors={"ner": SimpleNamespace(trainers=trainers)}))
    assert words.map([word]) == [words._unit2id[found]]
