"""Who says it: verbs of saying, according to, quotations, and statements that go on speaking."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.attribution import main_speaker, quoted
from tests.extract.helpers import claims, document, scene, sources, told

ATTACKED = "Israel Israel PROPN {s} nsubj | attacked attack VERB Tense=Past {h} {rel} | Syria Syria PROPN {v} obj"

ENGLISH = {
    "said that": (
        """Lavrov Lavrov PROPN 2 nsubj | said say VERB Tense=Past 0 root | that that SCONJ 5 mark | Israel Israel PROPN 5 nsubj
        attacked attack VERB Tense=Past 2 ccomp | Syria Syria PROPN 5 obj""",
        "Lavrov",
    ),
    "said without that": (
        """Lavrov Lavrov PROPN 2 nsubj | said say VERB Tense=Past 0 root | Israel Israel PROPN 4 nsubj
        attacked attack VERB Tense=Past 2 ccomp | Syria Syria PROPN 4 obj""",
        "Lavrov",
    ),
    "behind the sentence": (
        """Israel Israel PROPN 2 nsubj | attacked attack VERB Tense=Past 0 root | Syria Syria PROPN 2 obj | , , PUNCT 6 punct
        Lavrov Lavrov PROPN 6 nsubj | said say VERB Tense=Past 2 parataxis""",
        "Lavrov",
    ),
    "behind the sentence, inverted": (
        """Israel Israel PROPN 2 nsubj | attacked attack VERB Tense=Past 0 root | Syria Syria PROPN 2 obj | , , PUNCT 5 punct
        said say VERB Tense=Past 2 parataxis | Lavrov Lavrov PROPN 5 nsubj""",
        "Lavrov",
    ),
    "according to": (
        """According accord VERB VerbForm=Ger 3 case | to to ADP 1 fixed | Reuters Reuters PROPN 6 obl | , , PUNCT 3 punct
        Israel Israel PROPN 6 nsubj | attacked attack VERB Tense=Past 0 root | Syria Syria PROPN 6 obj""",
        "Reuters",
    ),
    "a person before their state": (
        """Russian Russian ADJ 2 amod | minister minister NOUN 4 nsubj | Lavrov Lavrov PROPN 2 appos | said say VERB Tense=Past 0 root
        Israel Israel PROPN 6 nsubj | attacked attack VERB Tense=Past 4 ccomp | Syria Syria PROPN 6 obj""",
        "Lavrov",
    ),
    "a nationality": (
        """Iranian Iranian ADJ 2 amod | officials official NOUN 3 nsubj | said say VERB Tense=Past 0 root
        Israel Israel PROPN 5 nsubj | attacked attack VERB Tense=Past 3 ccomp | Syria Syria PROPN 5 obj""",
        "IRN",
    ),
    "nobody": (ATTACKED.format(s=2, h=0, rel="root", v=2), ""),
    "not the object of telling": (
        """Lavrov Lavrov PROPN 2 nsubj | told tell VERB Tense=Past 0 root | Reuters Reuters PROPN 2 iobj | Israel Israel PROPN 5 nsubj
        attacked attack VERB Tense=Past 2 ccomp | Syria Syria PROPN 5 obj""",
        "Lavrov",
    ),
    "only the clause that is said": (
        """Israel Israel PROPN 2 nsubj | attacked attack VERB Tense=Past 0 root | Syria Syria PROPN 2 obj | , , PUNCT 6 punct
        and and CCONJ 7 cc | Lavrov Lavrov PROPN 7 nsubj | said say VERB Tense=Past 2 conj | little little ADJ 7 obj""",
        "",
    ),
    "of two the nearer": (
        """Merkel Merkel PROPN 2 nsubj | said say VERB Tense=Past 0 root | Lavrov Lavrov PROPN 4 nsubj | claimed claim VERB 2 ccomp
        Israel Israel PROPN 6 nsubj | attacked attack VERB Tense=Past 4 ccomp | Syria Syria PROPN 6 obj""",
        "Lavrov",
    ),
}

TURKISH = {
    "-diğini söyledi": (
        """Lavrov Lavrov PROPN Case=Nom 5 nsubj | İsrail'in İsrail PROPN Case=Gen 4 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 4 obl
        saldırdığını saldır VERB Case=Acc|VerbForm=Part 5 ccomp | söyledi söyle VERB Tense=Past 0 root""",
        "Lavrov",
    ),
    "-eceğini belirtti": (
        """Lavrov Lavrov PROPN Case=Nom 5 nsubj | İsrail'in İsrail PROPN Case=Gen 4 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 4 obl
        saldıracağını saldır VERB Case=Acc|Tense=Fut|VerbForm=Part 5 obj | belirtti belirt VERB Tense=Past 0 root""",
        "Lavrov",
    ),
    "ifade etti, the verb below its noun": (
        """Lavrov Lavrov PROPN Case=Nom 5 nsubj | İsrail'in İsrail PROPN Case=Gen 4 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 4 obl
        saldırdığını saldır VERB Case=Acc|VerbForm=Part 5 obj | ifade ifade NOUN 0 root | etti et VERB Tense=Past 5 compound:lvc""",
        "Lavrov",
    ),
    "göre": (
        """Reuters'a Reuters PROPN Case=Dat 5 obl | göre göre ADP 1 case | İsrail İsrail PROPN Case=Nom 5 nsubj
        Suriye'ye Suriye PROPN Case=Dat 5 obl | saldırdı saldır VERB Tense=Past 0 root""",
        "Reuters",
    ),
    "dedi behind": (
        """İsrail İsrail PROPN Case=Nom 3 nsubj | Suriye'ye Suriye PROPN Case=Dat 3 obl | saldırdı saldır VERB Tense=Past 5 ccomp
        , , PUNCT 3 punct | dedi de VERB Tense=Past 0 root | Lavrov Lavrov PROPN Case=Nom 5 nsubj""",
        "Lavrov",
    ),
    "nobody": (
        """İsrail İsrail PROPN Case=Nom 3 nsubj | Suriye'ye Suriye PROPN Case=Dat 3 obl | saldırdı saldır VERB Tense=Past 0 root""",
        "",
    ),
    "an impersonal passive has no speaker": (
        """İsrail'in İsrail PROPN Case=Gen 3 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 3 obl
        saldırdığı saldır VERB Case=Nom|VerbForm=Part 4 nsubj | bildirildi bildir VERB Tense=Past|Voice=Pass 0 root""",
        "",
    ),
    "the clause that is said, not the one beside it": (
        """İsrail İsrail PROPN Case=Nom 3 nsubj | Suriye'ye Suriye PROPN Case=Dat 3 obl | saldırdı saldır VERB Tense=Past 0 root
        , , PUNCT 6 punct | Lavrov Lavrov PROPN Case=Nom 6 nsubj | konuştu konuş VERB Tense=Past 3 conj""",
        "",
    ),
}


@pytest.mark.parametrize(("tree", "expected"), ENGLISH.values(), ids=ENGLISH)
def test_english(tree: str, expected: str) -> None:
    assert sources("en", tree, type_="ASSAULT") == [expected]


@pytest.mark.parametrize(("tree", "expected"), TURKISH.values(), ids=TURKISH)
def test_turkish(tree: str, expected: str) -> None:
    assert sources("tr", tree, type_="ASSAULT") == [expected]


SPOKE = "Lavrov Lavrov PROPN 2 nsubj | spoke speak VERB Tense=Past 0 root | . . PUNCT 2 punct"
SAID = "Lavrov Lavrov PROPN 2 nsubj | said say VERB Tense=Past 0 root | little little ADJ 2 obj | . . PUNCT 2 punct"
FIRST = """Lavrov Lavrov PROPN 2 nsubj | said say VERB Tense=Past 0 root | : : PUNCT 6 punct | {o}~ {o} PUNCT 6 punct | We we PRON 6 nsubj
met meet VERB Tense=Past 2 ccomp | Iran Iran PROPN 6 obj | . . PUNCT 6 punct"""
SECOND = """Israel Israel PROPN 2 nsubj | attacked attack VERB Tense=Past 0 root | Syria Syria PROPN 2 obj | .~ . PUNCT 2 punct
{c} {c} PUNCT 2 punct"""
AFTER = "Turkey Turkey PROPN 2 nsubj | condemned condemn VERB Tense=Past 0 root | Israel Israel PROPN 2 obj | . . PUNCT 2 punct"


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("'", "'"), ("‘", "’"), ("«", "»")])
def test_a_quotation_over_two_sentences_has_one_speaker(opening: str, closing: str) -> None:
    trees = (FIRST.format(o=opening), SECOND.format(c=closing), AFTER)
    assert [row[:2] + row[6:] for row in claims("en", *trees)] == [
        ("CONSULT", ("IRN", "Lavrov"), "Lavrov"),
        ("ASSAULT", ("ISR",), "Lavrov"),
        ("ACCUSE", ("TUR",), ""),
    ]


def test_the_speaker_named_behind_a_quotation_of_two_sentences() -> None:
    first = """“ “ PUNCT 3 punct | Israel Israel PROPN 3 nsubj | attacked attack VERB Tense=Past 0 root | Syria Syria PROPN 3 obj
    . . PUNCT 3 punct"""
    second = """Turkey Turkey PROPN 2 nsubj | condemned condemn VERB Tense=Past 6 ccomp | Israel Israel PROPN 2 obj | ,~ , PUNCT 2 punct
    ” ” PUNCT 2 punct | said say VERB Tense=Past 0 root | Lavrov Lavrov PROPN 6 nsubj | . . PUNCT 6 punct"""
    assert [row.source for row in claims("en", first, second)] == ["Lavrov", "Lavrov"]


def test_an_apostrophe_opens_no_quotation() -> None:
    possessive = """Israel Israel PROPN 3 nmod:poss | 's 's PART 1 case | army army NOUN 4 nsubj | attacked attack VERB Tense=Past 0 root
    Syria Syria PROPN 4 obj | . . PUNCT 4 punct"""
    assert sources("en", SAID, possessive, type_="ASSAULT") == [""]
    turkish = """İsrail'in İsrail PROPN Case=Gen 2 nmod:poss | ordusu ordu NOUN Case=Nom 4 nsubj | Suriye'ye Suriye PROPN Case=Dat 4 obl
    saldırdı saldır VERB Tense=Past 0 root | . . PUNCT 4 punct"""
    said = "Lavrov Lavrov PROPN Case=Nom 2 nsubj | söyledi söyle VERB Tense=Past 0 root | . . PUNCT 2 punct"
    assert sources("tr", said, turkish, type_="ASSAULT") == [""]


def test_the_statement_goes_on_for_who_spoke_last() -> None:
    added = """The the DET 2 det | statement statement NOUN 3 nsubj | added add VERB Tense=Past 0 root | Israel Israel PROPN 5 nsubj
    attacked attack VERB Tense=Past 3 ccomp | Syria Syria PROPN 5 obj | . . PUNCT 3 punct"""
    assert sources("en", SAID, added, type_="ASSAULT") == ["Lavrov"]
    assert sources("en", added, type_="ASSAULT") == [""]


STATED = """Açıklamada açıklama NOUN Case=Loc 5 obl | İsrail'in İsrail PROPN Case=Gen 4 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 4 obl
saldırdığı saldır VERB Case=Nom|VerbForm=Part 5 {rel} | belirtildi belirt VERB Tense=Past|Voice=Pass 0 root | . . PUNCT 5 punct"""
KONUSTU = "Lavrov Lavrov PROPN Case=Nom 2 nsubj | konuştu konuş VERB Tense=Past 0 root | . . PUNCT 2 punct"
ACIKLAMA = """Lavrov Lavrov PROPN Case=Nom 3 nsubj | açıklama açıklama NOUN Case=Nom 3 obj | yaptı yap VERB Tense=Past 0 root
. . PUNCT 3 punct"""


@pytest.mark.parametrize(
    "relation",
    [
        "ccomp",
        "csubj",
        "nsubj",
        "nsubj:pass",
    ],
)
def test_the_statement_goes_on_in_turkish(relation: str) -> None:
    assert sources("tr", KONUSTU, STATED.format(rel=relation), type_="ASSAULT") == ["Lavrov"]
    assert sources("tr", STATED.format(rel=relation), type_="ASSAULT") == [""]


def test_who_made_a_statement_goes_on_speaking() -> None:
    assert sources("tr", ACIKLAMA, STATED.format(rel="ccomp"), type_="ASSAULT") == ["Lavrov"]


def test_the_ministrys_statement_speaks_for_the_ministry() -> None:
    tree = """Dışişleri dışişleri PROPN 3 nmod:poss | Bakanlığı bakanlık PROPN 1 flat | açıklamasında açıklama NOUN Case=Loc 7 obl
    İsrail'in İsrail PROPN Case=Gen 6 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 6 obl
    saldırdığı saldır VERB Case=Nom|VerbForm=Part 7 nsubj | belirtildi belirt VERB Tense=Past|Voice=Pass 0 root | . . PUNCT 7 punct"""
    assert sources("tr", tree, type_="ASSAULT") == ["MFA"]


def test_an_unquoted_sentence_after_a_speech_is_the_writers() -> None:
    assert sources("en", SAID, AFTER, type_="ACCUSE") == [""]


def test_the_speaker_of_a_demand_is_its_actor_and_no_source() -> None:
    tree = """Lavrov Lavrov PROPN 2 nsubj | said say VERB Tense=Past 0 root | Israel Israel PROPN 5 nsubj | must must AUX 5 aux
    withdraw withdraw VERB VerbForm=Inf 2 ccomp | from from ADP 7 case | Syria Syria PROPN 5 obl | . . PUNCT 2 punct"""
    assert claims("en", tree)[:1] == [told("REQUEST", "Lavrov", "ISR")]


@pytest.mark.parametrize(("tree", "expected"), [(SAID, "Lavrov"), (SPOKE, ""), (AFTER, "")])
def test_the_main_speaker(tree: str, expected: str) -> None:
    doc = document("en", tree)
    assert main_speaker(scene(doc), doc.sentences[0]) == expected


QUOTATIONS = [
    ("He said “go” now", "go"),
    ('He said "go" now', "go"),
    ("He said 'go' now", "go"),
    ("He said ‘go’ now", "go"),
    ("“We don’t go. We stay.” He left", "We don’t go. We stay."),
    ("'We don't go. We stay.' He left", "We don't go. We stay."),
    ('"Türkiye\'nin sözü" dedi', "Türkiye'nin sözü"),
    ("“İran’ın tavrı” dedi", "İran’ın tavrı"),
    ("Türkiye'nin İran'a sözü", ""),
    ("the leaders' talks and the ministers' talks", ""),
    ("Iran’s and the states’ talks", ""),
    ('He said "go\n\nThen he left', "go"),
    ("“a” b “c”", "ac"),
    ('("go")', "go"),
]


@pytest.mark.parametrize(("text", "expected"), QUOTATIONS)
def test_what_is_quoted(text: str, expected: str) -> None:
    inside = "".join(char for char, is_in in zip(text, quoted(text), strict=True) if is_in)
    assert re.sub("[“\"«]|^['‘]", "", inside) == expected


LETTERS = st.text(alphabet="abçıİşUZ", min_size=1, max_size=5)
APOSTROPHES = st.lists(LETTERS, min_size=1, max_size=3).flatmap(lambda parts: st.sampled_from("'’").map(lambda mark: mark.join(parts)))


@given(st.text(alphabet=st.sampled_from("ab İı'’‘“”\"«»\n.,😀"), max_size=60))
def test_quoted_tells_every_character(text: str) -> None:
    assert len(quoted(text)) == len(text)


@given(st.lists(APOSTROPHES, max_size=8))
def test_an_apostrophe_inside_a_word_never_opens_a_quotation(words: list[str]) -> None:
    assert not any(quoted(" ".join(words)))


@given(st.lists(APOSTROPHES, min_size=1, max_size=5), st.lists(APOSTROPHES, max_size=3), st.sampled_from(["“”", '""', "«»"]))
def test_an_apostrophe_inside_a_word_never_closes_a_quotation(words: list[str], after: list[str], marks: str) -> None:
    speech = " ".join(words)
    text = f"{marks[0]}{speech}{marks[1]} {' '.join(after)}"
    inside = quoted(text)
    assert all(inside[1 : 1 + len(speech)])
    assert not any(inside[2 + len(speech) :])
