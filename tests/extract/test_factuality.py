"""Every factuality in both languages, and which wins where several are told."""

from __future__ import annotations

import pytest

from tests.extract.helpers import factuality

ATTACK = "to to PART 4 mark | attack attack VERB VerbForm=Inf 2 xcomp | Syria Syria PROPN 4 obj"

ENGLISH: dict[str, list[tuple[str, str]]] = {
    "occurred": [
        ("CONSULT", "Iran Iran PROPN 2 nsubj | met meet VERB Tense=Past 0 root | Russia Russia PROPN 2 obj"),
        ("CONSULT", "Iran Iran PROPN 3 nsubj | has have AUX 3 aux | met meet VERB 0 root | Russia Russia PROPN 3 obj"),
        ("REQUEST", "Iran Iran PROPN 2 nsubj | urged urge VERB Tense=Past 0 root | Israel Israel PROPN 2 obj"),
        (
            "REQUEST",
            """France France PROPN 2 nsubj | urged urge VERB 0 root | Israel Israel PROPN 2 obj | to to PART 5 mark
            withdraw withdraw VERB VerbForm=Inf 2 xcomp""",
        ),
        ("REJECT", "Iran Iran PROPN 2 nsubj | refused refuse VERB Tense=Past 0 root | to to PART 4 mark | sign sign VERB 2 xcomp"),
        ("AGREE", "Iran Iran PROPN 2 nsubj | agreed agree VERB Tense=Past 0 root | to to PART 4 mark | help help VERB 2 xcomp"),
    ],
    "ongoing": [
        ("CONSULT", "Iran Iran PROPN 3 nsubj | is be AUX 3 aux | meeting meet VERB VerbForm=Ger 0 root | Russia Russia PROPN 3 obj"),
        ("ASSAULT", "Israel Israel PROPN 3 nsubj | is be AUX 3 aux | attacking attack VERB VerbForm=Part 0 root | Syria Syria PROPN 3 obj"),
        (
            "CONSULT",
            """Iran Iran PROPN 2 nsubj | holds hold VERB Tense=Pres 0 root | ongoing ongoing ADJ 4 amod | talks talk NOUN 2 obj
            with with ADP 6 case | Russia Russia PROPN 4 nmod""",
        ),
    ],
    "planned": [
        ("CONSULT", "Iran Iran PROPN 3 nsubj | will will AUX 3 aux | meet meet VERB 0 root | Russia Russia PROPN 3 obj"),
        ("CONSULT", "Iran Iran PROPN 3 nsubj | 'll 'll AUX 3 aux | meet meet VERB 0 root | Russia Russia PROPN 3 obj"),
        (
            "CONSULT",
            """Iran Iran PROPN 3 nsubj | will will AUX 3 aux | hold hold VERB 0 root | talks talk NOUN 3 obj | with with ADP 6 case
            Russia Russia PROPN 4 nmod""",
        ),
        ("ASSAULT", "Iran Iran PROPN 2 nsubj | plans plan VERB 0 root | " + ATTACK),
        ("ASSAULT", "Iran Iran PROPN 2 nsubj | intends intend VERB 0 root | " + ATTACK),
        ("ASSAULT", "Iran Iran PROPN 2 nsubj | agreed agree VERB 0 root | " + ATTACK),
        ("ASSAULT", "Iran Iran PROPN 2 nsubj | vowed vow VERB 0 root | " + ATTACK),
        (
            "CONSULT",
            """Iran Iran PROPN 3 nsubj:pass | is be AUX 3 aux:pass | expected expect VERB VerbForm=Part 0 root | to to PART 5 mark
            meet meet VERB VerbForm=Inf 3 xcomp | Russia Russia PROPN 5 obj""",
        ),
        (
            "CONSULT",
            """Iran Iran PROPN 3 nsubj:pass | is be AUX 3 aux:pass | scheduled schedule VERB VerbForm=Part 0 root | to to PART 5 mark
            meet meet VERB VerbForm=Inf 3 xcomp | Russia Russia PROPN 5 obj""",
        ),
        (
            "CONSULT",
            """Iran Iran PROPN 3 nsubj | is be AUX 3 cop | due due ADJ 0 root | to to PART 5 mark | meet meet VERB VerbForm=Inf 3 xcomp
            Russia Russia PROPN 5 obj""",
        ),
        (
            "CONSULT",
            """Iran Iran PROPN 3 nsubj | is be AUX 3 aux | going go VERB VerbForm=Ger 0 root | to to PART 5 mark
            meet meet VERB VerbForm=Inf 3 xcomp | Russia Russia PROPN 5 obj""",
        ),
        ("CONSULT", "Iran Iran PROPN 4 nmod:poss | 's 's PART 1 case | planned planned ADJ 4 amod | meeting meeting NOUN 0 root"),
    ],
    "hypothetical": [
        ("CONSULT", "Iran Iran PROPN 3 nsubj | may may AUX 3 aux | meet meet VERB 0 root | Russia Russia PROPN 3 obj"),
        ("CONSULT", "Iran Iran PROPN 3 nsubj | could could AUX 3 aux | meet meet VERB 0 root | Russia Russia PROPN 3 obj"),
        ("CONSULT", "Iran Iran PROPN 3 nsubj | would would AUX 3 aux | meet meet VERB 0 root | Russia Russia PROPN 3 obj"),
        ("CONSULT", "Iran Iran PROPN 3 nsubj | should should AUX 3 aux | meet meet VERB 0 root | Russia Russia PROPN 3 obj"),
        ("ASSAULT", "Iran Iran PROPN 2 nsubj | threatened threaten VERB 0 root | " + ATTACK),
        ("ASSAULT", "Iran Iran PROPN 2 nsubj | considered consider VERB 0 root | " + ATTACK),
        (
            "ASSAULT",
            """If if SCONJ 3 mark | Israel Israel PROPN 3 nsubj | attacks attack VERB 6 advcl | Iran Iran PROPN 3 obj | we we PRON 6 nsubj
            leave leave VERB 0 root""",
        ),
        (
            "RETREAT",
            """France France PROPN 2 nsubj | urged urge VERB 0 root | Israel Israel PROPN 2 obj | to to PART 5 mark
            withdraw withdraw VERB VerbForm=Inf 2 xcomp""",
        ),
        (
            "RETREAT",
            """France France PROPN 2 nsubj | demanded demand VERB 0 root | that that SCONJ 5 mark | Israel Israel PROPN 5 nsubj
            withdraw withdraw VERB 2 ccomp""",
        ),
        (
            "RETREAT",
            """France France PROPN 2 nsubj | wants want VERB 0 root | Israel Israel PROPN 2 obj | to to PART 5 mark
            withdraw withdraw VERB VerbForm=Inf 2 xcomp""",
        ),
        (
            "CONSULT",
            """France France PROPN 2 nsubj | proposed propose VERB 0 root | talks talk NOUN 2 obj | with with ADP 5 case
            Russia Russia PROPN 3 nmod""",
        ),
        (
            "SANCTION",
            """The the DET 2 det | US US PROPN 3 nsubj | threatened threaten VERB 0 root | sanctions sanction NOUN 3 obj
            against against ADP 6 case | Iran Iran PROPN 4 nmod""",
        ),
        (
            "CONSULT",
            "A a DET 3 det | possible possible ADJ 3 amod | meeting meeting NOUN 0 root | of of ADP 5 case | Iran Iran PROPN 3 nmod",
        ),
    ],
    "negated": [
        (
            "CONSULT",
            "Iran Iran PROPN 4 nsubj | did do AUX 4 aux | not not PART 4 advmod | meet meet VERB 0 root | Russia Russia PROPN 4 obj",
        ),
        ("CONSULT", "Iran Iran PROPN 3 nsubj | never never ADV 3 advmod | met meet VERB 0 root | Russia Russia PROPN 3 obj"),
        (
            "CONSULT",
            """Iran Iran PROPN 2 nsubj | held hold VERB 0 root | no no DET 4 det | talks talk NOUN 2 obj | with with ADP 6 case
            Russia Russia PROPN 4 nmod""",
        ),
        (
            "CONSULT",
            "Iran Iran PROPN 2 nsubj | failed fail VERB 0 root | to to PART 4 mark | meet meet VERB 2 xcomp | Russia Russia PROPN 4 obj",
        ),
        (
            "CONSULT",
            """Iran Iran PROPN 2 nsubj | cancelled cancel VERB 0 root | talks talk NOUN 2 obj | with with ADP 5 case
            Russia Russia PROPN 3 nmod""",
        ),
        (
            "CONSULT",
            """Iran Iran PROPN 4 nsubj | will will AUX 4 aux | not not PART 4 advmod | meet meet VERB 0 root | Russia Russia PROPN 4 obj""",
        ),
    ],
    "denied": [
        (
            "ASSAULT",
            "Iran Iran PROPN 2 nsubj | denied deny VERB 0 root | attacking attack VERB VerbForm=Ger 2 xcomp | Syria Syria PROPN 3 obj",
        ),
        (
            "ASSAULT",
            """Iran Iran PROPN 2 nsubj | denied deny VERB 0 root | that that SCONJ 5 mark | Israel Israel PROPN 5 nsubj
            attacked attack VERB 2 ccomp | Syria Syria PROPN 5 obj""",
        ),
    ],
    "alleged": [
        ("ASSAULT", "Iran Iran PROPN 3 nsubj | reportedly reportedly ADV 3 advmod | attacked attack VERB 0 root | Syria Syria PROPN 3 obj"),
        ("ASSAULT", "The the DET 4 det | alleged alleged ADJ 4 amod | Iranian Iranian ADJ 4 amod | attack attack NOUN 0 root"),
        (
            "ASSAULT",
            """Israel Israel PROPN 2 nsubj | accused accuse VERB 0 root | Iran Iran PROPN 2 obj | of of SCONJ 5 mark
            attacking attack VERB VerbForm=Ger 2 advcl | Syria Syria PROPN 5 obj""",
        ),
        (
            "ASSAULT",
            """Israel Israel PROPN 2 nsubj | claimed claim VERB 0 root | that that SCONJ 5 mark | Iran Iran PROPN 5 nsubj
            attacked attack VERB 2 ccomp | Syria Syria PROPN 5 obj""",
        ),
    ],
}

SUBJECT = "İsrail İsrail PROPN Case=Nom {v} nsubj | Suriye'ye Suriye PROPN Case=Dat {o} obl | "
PARTNER = "İran İran PROPN Case=Nom 3 nsubj | Rusya'yla Rusya PROPN Case=Ins 3 obl | "


def embedded(form: str, feats: str, verb: str, lemma: str, verb_feats: str = "Tense=Past", link: str = "ccomp") -> tuple[str, str]:
    """Return "İsrail Suriye'ye saldır- V"."""
    tree = SUBJECT.format(v=4, o=3) + f"{form} saldır VERB {feats} 4 {link} | {verb} {lemma} VERB {verb_feats} 0 root"
    return "ASSAULT", tree


def passive(verb: str, lemma: str, feats: str) -> tuple[str, str]:
    """Return "İsrail'in Suriye'ye saldırması V" with an impersonal passive."""
    return (
        "ASSAULT",
        """İsrail'in İsrail PROPN Case=Gen 3 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 3 obl
        saldırması saldır VERB Case=Nom|VerbForm=Vnoun 4 nsubj | """
        + f"{verb} {lemma} VERB {feats} 0 root",
    )


TURKISH: dict[str, list[tuple[str, str]]] = {
    "occurred": [
        ("CONSULT", PARTNER + "görüştü görüş VERB Tense=Past 0 root"),
        ("CONSULT", PARTNER + "görüşmüştü görüş VERB Evident=Nfh|Tense=Pqp 0 root"),
        ("CONSULT", PARTNER + "görüşme görüşme NOUN Case=Nom 0 root | yaptı yap VERB Tense=Past 3 compound:lvc"),
        (
            "CONSULT",
            """İran'la İran PROPN Case=Ins 3 obl | dün dün ADV 3 advmod | görüşen görüş VERB VerbForm=Part 4 acl
            Putin Putin PROPN Case=Nom 5 nsubj | döndü dön VERB 0 root""",
        ),
        (
            "REQUEST",
            """Fransa Fransa PROPN Case=Nom 4 nsubj | İsrail'in İsrail PROPN Case=Gen 3 nmod:poss
            çekilmesini çekil VERB Case=Acc|VerbForm=Vnoun 4 ccomp | istedi iste VERB Tense=Past 0 root""",
        ),
    ],
    "ongoing": [
        ("CONSULT", PARTNER + "görüşüyor görüş VERB Aspect=Prog|Tense=Pres 0 root"),
        ("CONSULT", PARTNER + "görüşmektedir görüş VERB Aspect=Prog|Tense=Pres 0 root"),
        ("CONSULT", PARTNER + "görüşme görüşme NOUN Case=Nom 0 root | yapıyor yap VERB Aspect=Prog 3 compound:lvc"),
    ],
    "planned": [
        ("CONSULT", PARTNER + "görüşecek görüş VERB Tense=Fut 0 root"),
        ("CONSULT", PARTNER + "görüşecek görüş VERB 0 root"),
        ("CONSULT", PARTNER + "buluşacak buluş VERB 0 root"),
        ("CONSULT", PARTNER + "görüşme görüşme NOUN Case=Nom 0 root | yapacak yap VERB Tense=Fut 3 compound:lvc"),
        passive("bekleniyor", "bekle", "Aspect=Prog|Voice=Pass"),
        passive("planlanıyor", "planla", "Aspect=Prog|Voice=Pass"),
        passive("bekleniyor", "beklen", "Aspect=Prog"),
        passive("öngörülüyor", "öngörül", "Aspect=Prog"),
        embedded("saldırmayı", "Case=Acc|VerbForm=Vnoun", "planlıyor", "planla", "Aspect=Prog"),
        embedded("saldırmayı", "Case=Acc|VerbForm=Vnoun", "kararlaştırdı", "kararlaştır"),
        embedded("saldıracağını", "Case=Acc|Tense=Fut|VerbForm=Part", "söyledi", "söyle"),
        (
            "ASSAULT",
            """İsrail İsrail PROPN Case=Nom 3 nsubj | Suriye'ye Suriye PROPN Case=Dat 3 obl
            saldırmaya saldır VERB Case=Dat|VerbForm=Vnoun 4 obl
            hazır hazır ADJ 0 root""",
        ),
    ],
    "hypothetical": [
        ("CONSULT", PARTNER + "görüşebilir görüş VERB Mood=Pot 0 root"),
        ("CONSULT", PARTNER + "görüşebilir görüş VERB 0 root"),
        ("CONSULT", PARTNER + "görüşmeli görüş VERB Mood=Nec 0 root"),
        ("CONSULT", PARTNER + "buluşmalı buluş VERB 0 root"),
        ("CONSULT", PARTNER + "görüşürse görüş VERB Mood=Cnd 0 root"),
        ("CONSULT", PARTNER + "görüşsün görüş VERB Mood=Imp 0 root"),
        ("CONSULT", PARTNER + "görüşebilecek görüş VERB Mood=Pot|Tense=Fut 0 root"),
        embedded("saldırmayı", "Case=Acc|VerbForm=Vnoun", "düşünüyor", "düşün", "Aspect=Prog"),
        embedded("saldırmak", "VerbForm=Vnoun", "istedi", "iste"),
        (
            "RETREAT",
            """Fransa Fransa PROPN Case=Nom 4 nsubj | İsrail'in İsrail PROPN Case=Gen 3 nmod:poss
            çekilmesini çekil VERB Case=Acc|VerbForm=Vnoun 4 ccomp | istedi iste VERB Tense=Past 0 root""",
        ),
        (
            "RETREAT",
            """İsrail'in İsrail PROPN Case=Gen 2 nmod:poss | çekilmesi çekil VERB Case=Nom|VerbForm=Vnoun 3 nsubj
            gerekiyor gerek VERB Aspect=Prog 0 root""",
        ),
        ("CONSULT", "Olası olası ADJ 3 amod | Putin Putin PROPN Case=Nom 3 nmod:poss | görüşmesi görüşme NOUN Case=Nom 0 root"),
    ],
    "negated": [
        ("CONSULT", PARTNER + "görüşmedi görüş VERB Polarity=Neg|Tense=Past 0 root"),
        ("CONSULT", PARTNER + "görüşmeyecek görüş VERB Polarity=Neg|Tense=Fut 0 root"),
        ("CONSULT", PARTNER + "görüşme görüşme NOUN Case=Nom 0 root | yapmadı yap VERB Polarity=Neg 3 compound:lvc"),
        embedded("saldırmaktan", "Case=Abl|VerbForm=Vnoun", "vazgeçti", "vazgeç", link="obl"),
        embedded("saldırmaktan", "Case=Abl|VerbForm=Vnoun", "kaçındı", "kaçın", link="obl"),
    ],
    "denied": [
        embedded("saldırdığını", "Case=Acc|Tense=Past|VerbForm=Part", "yalanladı", "yalanla"),
        (
            "ASSAULT",
            """İsrail İsrail PROPN Case=Nom 4 nsubj | Suriye'ye Suriye PROPN Case=Dat 3 obl
            saldırdığını saldır VERB Case=Acc|VerbForm=Part 4 obj | inkar inkar NOUN 0 root | etti et VERB 4 compound:lvc""",
        ),
    ],
    "alleged": [
        (
            "ASSAULT",
            """İsrail'in İsrail PROPN Case=Gen 3 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 3 obl
            saldırdığı saldır VERB Case=Nom|VerbForm=Part 4 nsubj | iddia iddia NOUN 0 root | edildi et VERB Voice=Pass 4 compound:lvc""",
        ),
        (
            "ASSAULT",
            """İran İran PROPN Case=Nom 5 nsubj | İsrail'in İsrail PROPN Case=Gen 4 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 4 obl
            saldırdığını saldır VERB Case=Acc|VerbForm=Part 5 obj | iddia iddia NOUN 0 root | etti et VERB 5 compound:lvc""",
        ),
        (
            "ASSAULT",
            """İsrail'in İsrail PROPN Case=Gen 3 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 3 obl
            saldırdığı saldır VERB Case=Nom|VerbForm=Part 5 nsubj | öne ön NOUN Case=Dat 5 obl
            sürüldü sür VERB Voice=Pass 0 root""",
        ),
    ],
}


def params(language: str, table: dict[str, list[tuple[str, str]]]) -> list[object]:
    """Return (type, tree, expected) with readable ids."""
    return [
        pytest.param(type_, tree, expected, id=name)
        for expected, cases in table.items()
        for number, (type_, tree) in enumerate(cases)
        for name in [f"{language} {expected}-{number}"]
    ]


@pytest.mark.parametrize(("type_", "tree", "expected"), params("en", ENGLISH))
def test_english(type_: str, tree: str, expected: str) -> None:
    assert factuality("en", tree, type_) == [expected]


@pytest.mark.parametrize(("type_", "tree", "expected"), params("tr", TURKISH))
def test_turkish(type_: str, tree: str, expected: str) -> None:
    assert factuality("tr", tree, type_) == [expected]


PRECEDENCE = {
    "denied over hypothetical": (
        "en",
        """Iran Iran PROPN 2 nsubj | denied deny VERB 0 root | that that SCONJ 6 mark | Israel Israel PROPN 6 nsubj | could could AUX 6 aux
        attack attack VERB VerbForm=Inf 2 ccomp | Syria Syria PROPN 6 obj""",
        "denied",
    ),
    "denied over negated": (
        "en",
        """Iran Iran PROPN 2 nsubj | denied deny VERB 0 root | that that SCONJ 7 mark | Israel Israel PROPN 7 nsubj | did do AUX 7 aux
        not not PART 7 advmod | attack attack VERB VerbForm=Inf 2 ccomp | Syria Syria PROPN 7 obj""",
        "denied",
    ),
    "alleged over planned": (
        "en",
        """Iran Iran PROPN 2 nsubj | claimed claim VERB 0 root | Israel Israel PROPN 5 nsubj | will will AUX 5 aux
        attack attack VERB VerbForm=Inf 2 ccomp | Syria Syria PROPN 5 obj""",
        "alleged",
    ),
    "negated over alleged above": (
        "en",
        """Iran Iran PROPN 2 nsubj | claimed claim VERB 0 root | Israel Israel PROPN 6 nsubj | did do AUX 6 aux | not not PART 6 advmod
        attack attack VERB VerbForm=Inf 2 ccomp | Syria Syria PROPN 6 obj""",
        "negated",
    ),
    "negated over planned": (
        "tr",
        """İsrail İsrail PROPN Case=Nom 3 nsubj | Suriye'ye Suriye PROPN Case=Dat 3 obl
        saldırmayacak saldır VERB Polarity=Neg|Tense=Fut 0 root""",
        "negated",
    ),
    "alleged over planned, in Turkish": (
        "tr",
        """İran İran PROPN Case=Nom 5 nsubj | İsrail'in İsrail PROPN Case=Gen 4 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 4 obl
        saldıracağını saldır VERB Case=Acc|Tense=Fut|VerbForm=Part 5 obj | iddia iddia NOUN 0 root | etti et VERB 5 compound:lvc""",
        "alleged",
    ),
    "denied over planned, in Turkish": (
        "tr",
        """İran İran PROPN Case=Nom 5 nsubj | İsrail'in İsrail PROPN Case=Gen 4 nmod:poss | Suriye'ye Suriye PROPN Case=Dat 4 obl
        saldıracağını saldır VERB Case=Acc|Tense=Fut|VerbForm=Part 5 ccomp | yalanladı yalanla VERB 0 root""",
        "denied",
    ),
    "the act's own word over the one above": (
        "en",
        """Iran Iran PROPN 2 nsubj | hopes hope VERB 0 root | Israel Israel PROPN 5 nsubj | may may AUX 5 aux
        attack attack VERB VerbForm=Inf 2 ccomp | Syria Syria PROPN 5 obj""",
        "hypothetical",
    ),
}


@pytest.mark.parametrize(("language", "tree", "expected"), PRECEDENCE.values(), ids=PRECEDENCE)
def test_precedence(language: str, tree: str, expected: str) -> None:
    assert factuality(language, tree, "ASSAULT") == [expected]


def test_who_accuses_did_so() -> None:
    accused = "Israel Israel PROPN 2 nsubj | accused accuse VERB 0 root | Iran Iran PROPN 2 obj"
    assert factuality("en", accused, "ACCUSE") == ["occurred"]
