"""What pronouns, bare nouns and dropped subjects mean, and when nothing is taken because it is unclear."""

from __future__ import annotations

import pytest

from kg.extract.discourse import WINDOW, Discourse
from kg.facts import Factuality
from tests.extract.helpers import ENTITIES, Row, claims, told

END = " | . . PUNCT 2 punct"
VISITED = "Putin Putin PROPN 2 nsubj | visited visit VERB Tense=Past 0 root | Turkey Turkey PROPN 2 obj" + END
HE = "He he PRON 2 nsubj | condemned condemn VERB Tense=Past 0 root | Israel Israel PROPN 2 obj" + END
SHE = "She she PRON 2 nsubj | condemned condemn VERB Tense=Past 0 root | Israel Israel PROPN 2 obj" + END
THEY = "They they PRON 2 nsubj | condemned condemn VERB Tense=Past 0 root | Israel Israel PROPN 2 obj" + END
IT = "It it PRON 2 nsubj | condemned condemn VERB Tense=Past 0 root | Israel Israel PROPN 2 obj" + END
SLEPT = "Germany Germany PROPN 2 nsubj | slept sleep VERB Tense=Past 0 root" + END
FILLER = "Rain rain NOUN 2 nsubj | fell fall VERB Tense=Past 0 root" + END
BOTH = "Iran Iran PROPN 4 nsubj | and and CCONJ 3 cc | Russia Russia PROPN 1 conj | slept sleep VERB Tense=Past 0 root | . . PUNCT 4 punct"
TALKS = (
    """Iran Iran PROPN 4 nsubj | and and CCONJ 3 cc | Russia Russia PROPN 1 conj | met meet VERB Tense=Past 0 root | . . PUNCT 4 punct"""
)
MEETING = """The the DET 2 det | meeting meeting NOUN 3 nsubj | ended end VERB Tense=Past 0 root | in in ADP 5 case
Vienna Vienna PROPN 3 obl
. . PUNCT 3 punct"""
COUNTRIES = """The the DET 3 det | two two NUM 3 nummod | countries country NOUN 4 nsubj | condemned condemn VERB Tense=Past 0 root
Israel Israel PROPN 4 obj | . . PUNCT 4 punct"""
LEADERS = """The the DET 3 det | two two NUM 3 nummod | leaders leader NOUN 4 nsubj | condemned condemn VERB Tense=Past 0 root
Israel Israel PROPN 4 obj | . . PUNCT 4 punct"""
PEOPLE = """Putin Putin PROPN 4 nsubj | and and CCONJ 3 cc | Merkel Merkel PROPN 1 conj | slept sleep VERB Tense=Past 0 root
. . PUNCT 4 punct"""

UYUDU = "Türkiye Türkiye PROPN Case=Nom 2 nsubj | uyudu uyu VERB Tense=Past 0 root" + END
KINADI = "İsrail'i İsrail PROPN Case=Acc 2 obj | kınadı kına VERB Tense=Past 0 root" + END
YAGDI = "Yağmur yağmur NOUN Case=Nom 2 nsubj | yağdı yağ VERB Tense=Past 0 root" + END
IKI = """İki iki NUM 2 nummod | ülke ülke NOUN Case=Nom 4 nsubj | İsrail'i İsrail PROPN Case=Acc 4 obj | kınadı kına VERB Tense=Past 0 root
. . PUNCT 4 punct"""
IKISI = """Türkiye Türkiye PROPN Case=Nom 4 nsubj | ile ile CCONJ 3 cc | İran İran PROPN Case=Nom 1 conj
görüştü görüş VERB Tense=Past 0 root
. . PUNCT 4 punct"""
GORUSME = """Görüşme görüşme NOUN Case=Nom 3 nsubj | Viyana'da Viyana PROPN Case=Loc 3 obl | sürdü sür VERB Tense=Past 0 root
. . PUNCT 3 punct"""

ACCUSED = [
    ("he is the person who acted", "en", (VISITED, HE), ("Putin",)),
    ("he over a state between", "en", (VISITED, SLEPT, HE), ("Putin",)),
    ("she is the person who acted", "en", (VISITED.replace("Putin", "Merkel"), SHE), ("Merkel",)),
    ("of two people who acted, the last", "en", (VISITED, SLEPT.replace("Germany", "Merkel"), SHE), ("Merkel",)),
    ("he is never a state", "en", (SLEPT, HE), None),
    ("he is nobody at the start", "en", (HE,), None),
    ("he is forgotten after some sentences", "en", (VISITED, FILLER, FILLER, FILLER, FILLER, HE), None),
    ("they are the two who acted together", "en", (BOTH, THEY), ("IRN", "RUS")),
    ("they are nobody of three", "en", (FILLER, THEY), None),
    ("the two countries acted together", "en", (BOTH, COUNTRIES), ("IRN", "RUS")),
    ("the two countries are no people", "en", (PEOPLE, COUNTRIES), None),
    ("the two leaders are people", "en", (PEOPLE, LEADERS), ("Merkel", "Putin")),
    ("the two leaders are no states", "en", (BOTH, LEADERS), None),
    ("it is the last subject", "en", (SLEPT, IT), ("DEU",)),
    ("two countries in Turkish", "tr", (IKISI, IKI), ("IRN", "TUR")),
    ("two countries of nobody in Turkish", "tr", (YAGDI, IKI), None),
    ("a dropped subject is the last one", "tr", (UYUDU, KINADI), ("TUR",)),
    ("a dropped subject is forgotten soon", "tr", (UYUDU, YAGDI, YAGDI, KINADI), None),
    ("a dropped subject at the start is nobody", "tr", (KINADI,), None),
]


@pytest.mark.parametrize(("language", "trees", "actors"), [pytest.param(*case[1:], id=case[0]) for case in ACCUSED])
def test_who_condemned_israel(language: str, trees: tuple[str, ...], actors: tuple[str, ...] | None) -> None:
    found = [row for row in claims(language, *trees) if row.type == "ACCUSE"]
    assert found == ([Row("ACCUSE", actors, ("ISR",))] if actors else [])


def test_between_two_persons_no_guess_is_made() -> None:
    both = """Putin Putin PROPN Case=Nom 2 obl | geldi gel VERB 0 root""".replace("obl", "nmod")
    other = """Reports report NOUN 2 nsubj | named name VERB Tense=Past 0 root | Putin Putin PROPN 2 obj | and and CCONJ 5 cc
    Merkel Merkel PROPN 3 conj | . . PUNCT 2 punct"""
    assert [row for row in claims("en", other, HE) if row.type == "ACCUSE"] == []
    assert [row for row in claims("en", both, HE) if row.type == "ACCUSE"] == [told("ACCUSE", "Putin", "ISR")]


def test_two_persons_who_acted_together_are_no_he() -> None:
    assert [row for row in claims("en", PEOPLE, HE) if row.type == "ACCUSE"] == []


def test_the_meeting_is_the_one_before() -> None:
    assert claims("en", TALKS, MEETING) == [told("CONSULT", "IRN RUS"), told("CONSULT", "IRN RUS", place="Vienna")]
    assert claims("tr", IKISI, GORUSME) == [told("CONSULT", "IRN TUR"), told("CONSULT", "IRN TUR", place="Vienna")]


def test_the_meeting_without_one_before_is_nobodys() -> None:
    assert claims("en", MEETING) == []
    assert claims("tr", GORUSME) == []


def test_the_meeting_of_long_ago_is_forgotten() -> None:
    assert claims("en", TALKS, *[FILLER] * WINDOW, MEETING) == [told("CONSULT", "IRN RUS")]


def test_the_memory_itself() -> None:
    memory = Discourse(ENTITIES)
    assert (memory.person(0), memory.subject(0), memory.group(0, None), memory.same_event(0, "CONSULT")) == ((), (), (), None)
    memory.hear_subject(0, ())
    assert memory.subject(0) == ()
    memory.hear_subject(0, ["Putin", "RUS"])
    assert memory.person(0) == ("Putin",)
    assert memory.subject(1) == ("Putin", "RUS")
    assert memory.subject(2) == ()
    memory.hear_claim(1, "ACCUSE", ("TUR",), ("ISR",), Factuality.OCCURRED)
    assert memory.same_event(1 + WINDOW, "ACCUSE") == (("TUR",), ("ISR",))
    assert memory.same_event(2 + WINDOW, "ACCUSE") is None
    assert memory.same_target(2, "ACCUSE", ("TUR",)) == ("ISR",)
    assert memory.same_target(2, "ACCUSE", ("IRN",)) == ()
    for sentence, key in enumerate(("Putin", "Merkel", "Putin")):
        memory.hear_speaker(sentence, key)
    assert list(memory.spoken.items()) == [("Merkel", 1), ("Putin", 2)]


def test_a_poorer_claim_does_not_displace_a_fuller_one() -> None:
    memory = Discourse(ENTITIES)
    memory.hear_claim(0, "CONSULT", ("IRN", "RUS"), (), Factuality.OCCURRED)
    memory.hear_claim(1, "CONSULT", ("IRN",), (), Factuality.PLANNED)
    assert memory.realities == {"CONSULT": "planned"}
    assert memory.same_event(1, "CONSULT") == (("IRN", "RUS"), ())


@pytest.mark.parametrize("mentions", [("IRN",), ("IRN", "RUS", "TUR"), ("Putin", "Merkel")])
def test_a_group_needs_exactly_two_of_its_kind(mentions: tuple[str, ...]) -> None:
    memory = Discourse(ENTITIES)
    for key in mentions:
        memory.hear_mention(0, key)
    assert memory.group(0, None) == ()


def test_a_group_of_the_last_two_mentioned() -> None:
    memory = Discourse(ENTITIES)
    for key in ("IRN", "Putin", "RUS", "IRN"):
        memory.hear_mention(0, key)
    assert sorted(memory.group(1, None)) == ["IRN", "RUS"]
