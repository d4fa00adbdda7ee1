"""Slots around verbs, nouns and light-verb phrases, and what a noun phrase keeps, in both languages."""

from __future__ import annotations

import pytest

from kg.extract.syntax import noun_phrase, predicate
from tests.extract.helpers import sentence, slots, word

Slots = list[tuple[str, str]]

ENGLISH: list[tuple[str, str, str, Slots]] = [
    (
        "a verb",
        """Germany Germany PROPN 2 nsubj | praised praise VERB 0 root | Greece Greece PROPN 2 obj | in in ADP 5 case
        Vienna Vienna PROPN 2 obl""",
        "praised",
        [("in", "Vienna"), ("obj", "Greece"), ("subj", "Germany")],
    ),
    (
        "a noun under a light verb",
        """The the DET 2 det | EU EU PROPN 3 nsubj | imposed impose VERB 0 root | sanctions sanction NOUN 3 obj | on on ADP 6 case
        Iran Iran PROPN 3 obl""",
        "sanctions",
        [("on", "Iran"), ("subj", "EU")],
    ),
    (
        "a noun under a light verb in the passive",
        """Sanctions sanction NOUN 3 nsubj:pass | were be AUX 3 aux:pass | imposed impose VERB VerbForm=Part|Voice=Pass 0 root
        on on ADP 5 case | Iran Iran PROPN 3 obl | by by ADP 8 case | the the DET 8 det | EU EU PROPN 3 obl:agent""",
        "Sanctions",
        [("on", "Iran"), ("subj", "EU")],
    ),
    (
        "a noun with its light verb as participle",
        """sanctions sanction NOUN 0 root | imposed impose VERB Tense=Past|VerbForm=Part 1 acl | by by ADP 5 case | the the DET 5 det
        EU EU PROPN 2 obl | on on ADP 7 case | Iran Iran PROPN 2 obl""",
        "sanctions",
        [("on", "Iran"), ("subj", "EU")],
    ),
    (
        "a passive with its agent",
        """Syria Syria PROPN 3 nsubj:pass | was be AUX 3 aux:pass | attacked attack VERB Tense=Past|VerbForm=Part 0 root | by by ADP 5 case
        Israel Israel PROPN 3 obl""",
        "attacked",
        [("obj", "Syria"), ("subj", "Israel")],
    ),
    (
        "a participle of the passive after its noun",
        """towns town NOUN 0 root | attacked attack VERB Tense=Past|VerbForm=Part 1 acl | by by ADP 4 case | Israel Israel PROPN 2 obl""",
        "attacked",
        [("obj", "towns"), ("subj", "Israel")],
    ),
    (
        "a participle of the active after its noun",
        "soldiers soldier NOUN 0 root | attacking attack VERB VerbForm=Ger 1 acl | Syria Syria PROPN 2 obj",
        "attacking",
        [("obj", "Syria"), ("subj", "soldiers")],
    ),
    (
        "a relative clause",
        "Israel Israel PROPN 0 root | which which PRON 3 nsubj | attacked attack VERB Tense=Past 1 acl:relcl | Syria Syria PROPN 3 obj",
        "attacked",
        [("obj", "Syria"), ("subj", "Israel"), ("subj", "which")],
    ),
    (
        "control by the subject",
        """Iran Iran PROPN 2 nsubj | hopes hope VERB 0 root | to to PART 4 mark | meet meet VERB VerbForm=Inf 2 xcomp
        Russia Russia PROPN 4 obj""",
        "meet",
        [("obj", "Russia"), ("understood", "Iran")],
    ),
    (
        "control by the object",
        """France France PROPN 2 nsubj | urged urge VERB 0 root | Israel Israel PROPN 2 obj | to to PART 5 mark
        withdraw withdraw VERB VerbForm=Inf 2 xcomp""",
        "withdraw",
        [("understood", "Israel")],
    ),
    (
        "control by the object in the passive is control by the subject",
        """Israel Israel PROPN 3 nsubj:pass | was be AUX 3 aux:pass | urged urge VERB Tense=Past|VerbForm=Part 0 root | to to PART 5 mark
        withdraw withdraw VERB VerbForm=Inf 3 xcomp""",
        "withdraw",
        [("understood", "Israel")],
    ),
    (
        "coordination shares the subject",
        """Iran Iran PROPN 2 nsubj | condemned condemn VERB 0 root | Israel Israel PROPN 2 obj | and and CCONJ 5 cc
        praised praise VERB 2 conj | Russia Russia PROPN 5 obj""",
        "praised",
        [("obj", "Russia"), ("understood", "Iran")],
    ),
    (
        "a converb shares the subject",
        """Iran Iran PROPN 2 nsubj | left leave VERB 0 root | , , PUNCT 4 punct | condemning condemn VERB VerbForm=Ger 2 advcl
        Israel Israel PROPN 4 obj""",
        "condemning",
        [("obj", "Israel"), ("understood", "Iran")],
    ),
    (
        "a possessor",
        """Putin Putin PROPN 3 nmod:poss | 's 's PART 1 case | visit visit NOUN 0 root | to to ADP 5 case | Turkey Turkey PROPN 3 nmod""",
        "visit",
        [("poss", "Putin"), ("to", "Turkey")],
    ),
    (
        "an adjective of a state",
        "Israeli Israeli ADJ 2 amod | attack attack NOUN 0 root | on on ADP 4 case | Syria Syria PROPN 2 nmod",
        "attack",
        [("mod", "Israeli"), ("on", "Syria")],
    ),
    (
        "the subject of a demanded act",
        """Iran Iran PROPN 2 nsubj | demanded demand VERB 0 root | that that SCONJ 5 mark | Israel Israel PROPN 5 nsubj
        withdraw withdraw VERB 2 ccomp""",
        "demanded",
        [("ccomp", "withdraw"), ("inner", "Israel"), ("subj", "Iran")],
    ),
]

TURKISH: list[tuple[str, str, str, Slots]] = [
    (
        "a verb and its cases",
        """Rusya Rusya PROPN Case=Nom 4 nsubj | Suriye'den Suriye PROPN Case=Abl 4 obl | sınıra sınır NOUN Case=Dat 4 obl
        çekildi çekil VERB 0 root""",
        "çekildi",
        [("abl", "Suriye'den"), ("dat", "sınıra"), ("subj", "Rusya")],
    ),
    (
        "an object and a partner",
        """Putin Putin PROPN Case=Nom 5 nsubj | Suriye'yi Suriye PROPN Case=Acc 5 obj | Erdoğan Erdoğan PROPN Case=Nom 5 obl
        ile ile ADP 3 case
        görüştü görüş VERB 0 root""",
        "görüştü",
        [("ins", "Erdoğan"), ("obj", "Suriye'yi"), ("subj", "Putin")],
    ),
    (
        "a partner in the instrumental case",
        "Putin Putin PROPN Case=Nom 3 nsubj | Erdoğan'la Erdoğan PROPN Case=Ins 3 obl | görüştü görüş VERB 0 root",
        "görüştü",
        [("ins", "Erdoğan'la"), ("subj", "Putin")],
    ),
    (
        "a noun whose light verb is below it",
        """Lavrov Lavrov PROPN Case=Nom 3 nsubj | Türkiye'yi Türkiye PROPN Case=Acc 3 obj | ziyaret ziyaret NOUN Case=Nom 0 root
        etti et VERB 3 compound:lvc""",
        "ziyaret",
        [("obj", "Türkiye'yi"), ("subj", "Lavrov")],
    ),
    (
        "a noun whose light verb is above it",
        """Lavrov Lavrov PROPN Case=Nom 5 nsubj | Viyana'da Viyana PROPN Case=Loc 5 obl | İran'la İran PROPN Case=Ins 4 nmod
        görüşme görüşme NOUN Case=Nom 5 obj | yaptı yap VERB 0 root""",
        "görüşme",
        [("ins", "İran'la"), ("loc", "Viyana'da"), ("subj", "Lavrov")],
    ),
    (
        "a passive with its agent",
        """Suriye Suriye PROPN Case=Nom 4 nsubj:pass | İsrail İsrail PROPN Case=Nom 4 obl:agent | tarafından tarafından ADP 2 case
        vuruldu vur VERB Voice=Pass 0 root""",
        "vuruldu",
        [("obj", "Suriye"), ("subj", "İsrail")],
    ),
    (
        "a passive in -ca",
        "Yaptırımlar yaptırım NOUN Case=Nom 3 nsubj:pass | AB'ce AB PROPN Case=Equ 3 obl | kaldırıldı kaldır VERB Voice=Pass 0 root",
        "kaldırıldı",
        [("obj", "Yaptırımlar"), ("subj", "AB'ce")],
    ),
    (
        "a participle in -an: its noun is the subject",
        """Suriye'ye Suriye PROPN Case=Dat 2 obl | saldıran saldır VERB VerbForm=Part 3 acl | İsrail İsrail PROPN Case=Nom 0 root""",
        "saldıran",
        [("dat", "Suriye'ye"), ("subj", "İsrail")],
    ),
    (
        "a passive participle: its noun is the object",
        """İsrail İsrail PROPN Case=Nom 3 obl | tarafından tarafından ADP 1 case | vurulan vur VERB VerbForm=Part|Voice=Pass 4 acl
        Suriye Suriye PROPN Case=Nom 0 root""",
        "vurulan",
        [("obj", "Suriye"), ("subj", "İsrail")],
    ),
    (
        "a participle in -DIK with a genitive subject",
        """Rusya'nın Rusya PROPN Case=Gen 2 nsubj | saldırdığı saldır VERB Tense=Past|VerbForm=Part 3 acl
        Ukrayna Ukrayna PROPN Case=Nom 0 root""",
        "saldırdığı",
        [("subj", "Rusya'nın")],
    ),
    (
        "a genitive possessor of a clause in -AcAK is its subject",
        """Rusya'nın Rusya PROPN Case=Gen 3 nmod:poss | Suriye'den Suriye PROPN Case=Abl 3 obl
        çekileceğini çekil VERB Case=Acc|Tense=Fut|VerbForm=Part 4 ccomp | söyledi söyle VERB 0 root""",
        "çekileceğini",
        [("abl", "Suriye'den"), ("subj", "Rusya'nın")],
    ),
    (
        "a genitive possessor of a noun in -mA is its subject",
        "Rusya'nın Rusya PROPN Case=Gen 2 nmod:poss | çekilmesi çekil VERB VerbForm=Vnoun 3 nsubj | sevindirdi sevin VERB 0 root",
        "çekilmesi",
        [("subj", "Rusya'nın")],
    ),
    (
        "a noun with its light verb as participle",
        """Rusya'nın Rusya PROPN Case=Gen 3 nsubj | İran'a İran PROPN Case=Dat 3 obl | uyguladığı uygula VERB VerbForm=Part 4 acl
        yaptırımlar yaptırım NOUN Case=Nom 0 root""",
        "yaptırımlar",
        [("dat", "İran'a"), ("subj", "Rusya'nın")],
    ),
    (
        "a possessor of a noun is no subject",
        "Putin'in Putin PROPN Case=Gen 3 nmod:poss | Türkiye Türkiye PROPN Case=Nom 3 nmod:poss | ziyareti ziyaret NOUN Case=Nom 0 root",
        "ziyareti",
        [("mod", "Türkiye"), ("poss", "Putin'in")],
    ),
    (
        "a converb shares the subject",
        """Putin Putin PROPN Case=Nom 4 nsubj | Erdoğan'la Erdoğan PROPN Case=Ins 3 obl | görüşüp görüş VERB VerbForm=Conv 4 advcl
        döndü dön VERB 0 root""",
        "görüşüp",
        [("ins", "Erdoğan'la"), ("understood", "Putin")],
    ),
    (
        "coordination shares the subject",
        """Putin Putin PROPN Case=Nom 3 nsubj | İran'ı İran PROPN Case=Acc 3 obj | kınadı kına VERB 0 root | , , PUNCT 6 punct
        Rusya'yı Rusya PROPN Case=Acc 6 obj | övdü öv VERB 3 conj""",
        "övdü",
        [("obj", "Rusya'yı"), ("understood", "Putin")],
    ),
    (
        "karşı and arasında",
        """İran İran PROPN Case=Nom 6 nmod | ile ile CCONJ 3 cc | Rusya Rusya PROPN Case=Nom 1 conj | arasında ara ADP 1 case
        dün dün ADV 6 advmod | görüşme görüşme NOUN Case=Nom 0 root""",
        "görüşme",
        [("adv", "dün"), ("arasında", "İran")],
    ),
]


@pytest.mark.parametrize(("tree", "trigger", "expected"), [pytest.param(*case[1:], id=case[0]) for case in ENGLISH])
def test_english_slots(tree: str, trigger: str, expected: Slots) -> None:
    assert slots("en", tree, trigger) == expected


@pytest.mark.parametrize(("tree", "trigger", "expected"), [pytest.param(*case[1:], id=case[0]) for case in TURKISH])
def test_turkish_slots(tree: str, trigger: str, expected: Slots) -> None:
    assert slots("tr", tree, trigger) == expected


CLUSTERS = [
    ("en", "held hold VERB 0 root | talks talk NOUN 1 obj", "talks", "talks held"),
    ("en", "series series NOUN 0 root | of of ADP 3 case | talks talk NOUN 1 nmod", "talks", "talks series"),
    ("en", "attended attend VERB 0 root | dinner dinner NOUN 1 obj", "dinner", "dinner attended"),
    ("en", "praised praise VERB 0 root | talks talk NOUN 1 obj", "talks", "talks"),
    ("tr", "ziyaret ziyaret NOUN 0 root | etti et VERB 1 compound:lvc", "ziyaret", "ziyaret etti"),
    ("tr", "görüşme görüşme NOUN 2 obj | yaptı yap VERB 0 root", "görüşme", "görüşme yaptı"),
    ("tr", "yaptırım yaptırım NOUN 2 nmod | kararı karar NOUN 3 obj | aldı al VERB 0 root", "yaptırım", "yaptırım kararı aldı"),
    ("tr", "ziyareti ziyaret NOUN 2 obj | övdü öv VERB 0 root", "ziyareti", "ziyareti"),
]


@pytest.mark.parametrize(("language", "tree", "trigger", "expected"), CLUSTERS)
def test_light_verbs_and_nouns_carry_a_trigger(language: str, tree: str, trigger: str, expected: str) -> None:
    each = sentence(tree)
    assert " ".join(token.text for token in predicate(each, word(each, trigger), language).cluster) == expected


def test_the_carrier_is_the_verb_that_bears_tense() -> None:
    each = sentence("Lavrov Lavrov PROPN 3 nsubj | ziyaret ziyaret NOUN 0 root | etti et VERB 2 compound:lvc")
    assert predicate(each, word(each, "ziyaret"), "tr").carrier.text == "etti"


PHRASES = [
    ("en", "Iranian Iranian ADJ 2 amod | officials official NOUN 0 root", "officials", "Iranian officials"),
    (
        "en",
        "leaders leader NOUN 0 root | of of ADP 3 case | Russia Russia PROPN 1 nmod | and and CCONJ 5 cc | Turkey Turkey PROPN 3 conj",
        "leaders",
        "leaders Russia Turkey",
    ),
    ("en", "Iran Iran PROPN 3 nmod:poss | 's 's PART 1 case | president president NOUN 0 root", "president", "Iran president"),
    (
        "en",
        "Putin Putin PROPN 0 root | , , PUNCT 4 punct | the the DET 4 det | president president NOUN 1 appos",
        "Putin",
        "Putin president",
    ),
    ("en", "talks talk NOUN 0 root | about about ADP 3 case | Syria Syria PROPN 1 nmod", "talks", "talks"),
    ("en", "troops troops NOUN 0 root | in in ADP 3 case | Syria Syria PROPN 1 nmod", "troops", "troops"),
    (
        "en",
        "officials official NOUN 0 root | who who PRON 3 nsubj | met meet VERB 1 acl:relcl | Putin Putin PROPN 3 obj",
        "officials",
        "officials",
    ),
    ("en", "Iran Iran PROPN 0 root | with with ADP 3 case | Russia Russia PROPN 1 nmod", "Iran", "Iran"),
    ("tr", "İranlı İranlı ADJ 2 amod | yetkililer yetkili NOUN Case=Nom 0 root", "yetkililer", "İranlı yetkililer"),
    (
        "tr",
        """Dışişleri dışişleri NOUN Case=Nom 2 nmod:poss | Bakanı bakan NOUN Case=Nom 0 root | Mevlüt Mevlüt PROPN Case=Nom 2 flat
        Çavuşoğlu Çavuşoğlu PROPN Case=Nom 3 flat""",
        "Bakanı",
        "Dışişleri Bakanı Mevlüt Çavuşoğlu",
    ),
    (
        "tr",
        """Rusya Rusya PROPN Case=Nom 4 nmod:poss | ve ve CCONJ 3 cc | Türkiye'nin Türkiye PROPN Case=Gen 1 conj
        liderleri lider NOUN Case=Nom 0 root""",
        "liderleri",
        "Rusya Türkiye'nin liderleri",
    ),
    (
        "tr",
        "Suriye Suriye PROPN Case=Nom 3 nmod | hakkında hakkında ADP 1 case | görüşmeler görüşme NOUN Case=Nom 0 root",
        "görüşmeler",
        "görüşmeler",
    ),
    ("tr", "Suriye'deki Suriye PROPN Case=Loc 2 nmod | askerler asker NOUN Case=Nom 0 root", "askerler", "askerler"),
    (
        "tr",
        "Türkiye Türkiye PROPN Case=Nom 0 root | ile ile CCONJ 3 cc | İran İran PROPN Case=Nom 1 conj",
        "Türkiye",
        "Türkiye İran",
    ),
]


@pytest.mark.parametrize(("language", "tree", "head", "expected"), PHRASES)
def test_a_noun_phrase_keeps_what_determines_it(language: str, tree: str, head: str, expected: str) -> None:
    each = sentence(tree)
    assert " ".join(token.text for token in noun_phrase(each, word(each, head), language)) == expected
