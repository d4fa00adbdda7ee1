"""The frame files: complete, checked at load, and indexed by lemma and by the start of a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.extract import load_frames
from kg.graph.ontology import event_types
from kg.language import language_codes

TYPES = "ACCUSE AGREE AID ASSAULT COERCE CONCEDE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST RETREAT SANCTION SUPPORT THREATEN"
GOOD = """
type = "CONSULT"
[[en]]
id = "meet"
verbs = ["meet"]
actor = ["subj"]
[[tr]]
id = "görüş"
verbs = ["görüş"]
actor = ["subj"]
"""


def test_all_sixteen_types_have_frames_and_examples_in_both_languages() -> None:
    frames = load_frames()
    assert sorted(frames.by_type) == TYPES.split()
    for frame in frames.by_type.values():
        assert {pattern.language for pattern in frame.patterns} == set(language_codes())
        assert {example.language for example in frame.examples} == set(language_codes()), frame.type


def test_rules_are_named_once() -> None:
    rules = [pattern.rule for frame in load_frames().by_type.values() for pattern in frame.patterns]
    assert len(rules) == len(set(rules))


def test_every_pattern_can_name_an_actor_and_places_where_it_stands() -> None:
    for frame in load_frames().by_type.values():
        for pattern in frame.patterns:
            assert pattern.actors, pattern.rule
            assert pattern.words, pattern.rule


def test_candidates_come_by_lemma_by_form_and_by_prefix() -> None:
    frames = load_frames()

    def rules(language: str, lemma: str, form: str) -> set[str]:
        return {pattern.rule for pattern in frames.candidates(language, lemma, form)}

    assert "consult.en.meet" in rules("en", "meet", "met")
    assert "consult.tr.görüşme" in rules("tr", "görüşme", "görüşmelerinin")
    assert "consult.tr.görüşme" in rules("tr", "xyz", "görüşmelerinin"), "a wrong lemma does not matter"
    assert "consult.tr.bir-araya-gel" in rules("tr", "ara", "araya")
    assert not rules("en", "görüşme", "görüşme")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('id = "meet"', 'name = "meet"'), ("unknown keys name", "key 'id' is missing")),
        (('verbs = ["meet"]', 'verbs = ["meet"]\nnouns = ["meeting"]'), ("exactly one of verbs or nouns",)),
        (('verbs = ["görüş"]', 'nouns = ["gö*"]'), ("prefixes need 3 letters",)),
        (('actor = ["subj"]\n[[tr]]', 'actor = ["subj"]\nfactuality = "maybe"\n[[tr]]'), ("factuality 'maybe'", "occurred")),
        (('type = "CONSULT"', 'kind = "CONSULT"'), ("key 'type' is missing", "unknown key 'kind'")),
    ],
)
def test_faults_are_told_all_at_once(tmp_path: Path, change: tuple[str, str], told: tuple[str, ...]) -> None:
    path = tmp_path / "consult.toml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_frames(tmp_path)
    assert "consult.toml" in str(error.value)
    for words in told:
        assert words in str(error.value)


def test_a_language_without_patterns_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "consult.toml").write_text(GOOD.split("[[tr]]", maxsplit=1)[0], encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no patterns for 'tr'"):
        load_frames(tmp_path)


def test_frames_and_vocabulary_agree_on_direction() -> None:
    assert {type_: frame.directed for type_, frame in load_frames().by_type.items()} == {
        type_: kind.directed for type_, kind in event_types().items()
    }
