"""Whole sentences to claims: every type in both languages, lists, places, times, embedded acts, and trees that are no trees."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document, Sentence, from_conllu
from kg.extract import extract_claims
from kg.facts import Claim
from tests.extract.helpers import ENTITIES, Row, claims, document, links, raw_claims, row, told

ENGLISH = {
    "AGREE": (
        """Japan Japan PROPN 4 nsubj | and and CCONJ 3 cc | France France PROPN 1 conj | agreed agree VERB Tense=Past|VerbForm=Fin 0 root
        to to PART 6 mark | share share VERB VerbForm=Inf 4 xcomp | data data NOUN 6 obj | . . PUNCT 4 punct""",
        told("AGREE", "FRA JPN"),
    ),
    "CONSULT": (
        """Putin Putin PROPN 2 nsubj | met meet VERB Tense=Past 0 root | Erdogan Erdogan PROPN 2 obj | in in ADP 5 case
        Sochi Sochi PROPN 2 obl | . . PUNCT 2 punct""",
        told("CONSULT", "Erdoğan Putin", place="Sochi"),
    ),
    "SUPPORT": (
        "Germany Germany PROPN 2 nsubj | praised praise VERB Tense=Past 0 root | Greece Greece PROPN 2 obj | . . PUNCT 2 punct",
        told("SUPPORT", "DEU", "GRC"),
    ),
    "CONCEDE": (
        """Israel Israel PROPN 2 nsubj | apologized apologize VERB Tense=Past 0 root | to to ADP 4 case | Turkey Turkey PROPN 2 obl
        . . PUNCT 2 punct""",
        told("CONCEDE", "ISR", "TUR"),
    ),
    "COOPERATE": (
        """Russia Russia PROPN 2 nsubj | cooperated cooperate VERB Tense=Past 0 root | with with ADP 4 case | Iran Iran PROPN 2 obl
        . . PUNCT 2 punct""",
        told("COOPERATE", "IRN RUS"),
    ),
    "AID": (
        """Japan Japan PROPN 2 nsubj | provided provide VERB Tense=Past 0 root | assistance assistance NOUN 2 obj | to to ADP 5 case
        Ukraine Ukraine PROPN 2 obl | . . PUNCT 2 punct""",
        told("AID", "JPN", "UKR"),
    ),
    "RETREAT": (
        """Russia Russia PROPN 2 nsubj | withdrew withdraw VERB Tense=Past 0 root | from from ADP 4 case | Syria Syria PROPN 2 obl
        . . PUNCT 2 punct""",
        told("RETREAT", "RUS", "SYR"),
    ),
    "REQUEST": (
        """Turkey Turkey PROPN 2 nsubj | called call VERB Tense=Past 0 root | on on ADP 4 case | Russia Russia PROPN 2 obl
        . . PUNCT 2 punct""",
        told("REQUEST", "TUR", "RUS"),
    ),
    "ACCUSE": (
        """Ukraine Ukraine PROPN 2 nsubj | accused accuse VERB Tense=Past 0 root | Russia Russia PROPN 2 obj | of of ADP 6 case
        war war NOUN 6 compound | crimes crime NOUN 2 obl | . . PUNCT 2 punct""",
        told("ACCUSE", "UKR", "RUS"),
    ),
    "REJECT": (
        """Iran Iran PROPN 2 nsubj | rejected reject VERB Tense=Past 0 root | the the DET 4 det | proposal proposal NOUN 2 obj
        . . PUNCT 2 punct""",
        told("REJECT", "IRN"),
    ),
    "THREATEN": (
        "Pyongyang Pyongyang PROPN 2 nsubj | threatened threaten VERB Tense=Past 0 root | Japan Japan PROPN 2 obj | . . PUNCT 2 punct",
        told("THREATEN", "PRK", "JPN"),
    ),
    "PROTEST": (
        """Iraqis Iraqi PROPN 2 nsubj | protested protest VERB Tense=Past 0 root | against against ADP 4 case | Turkey Turkey PROPN 2 obl
        . . PUNCT 2 punct""",
        told("PROTEST", "IRQ", "TUR"),
    ),
    "SANCTION": (
        """The the DET 2 det | EU EU PROPN 3 nsubj | imposed impose VERB Tense=Past 0 root | sanctions sanction NOUN 3 obj
        on on ADP 6 case | Iran Iran PROPN 3 obl | . . PUNCT 3 punct""",
        told("SANCTION", "EU", "IRN"),
    ),
    "MOBILIZE": (
        """Russia Russia PROPN 2 nsubj | deployed deploy VERB Tense=Past 0 root | troops troops NOUN 2 obj | against against ADP 5 case
        Ukraine Ukraine PROPN 2 obl | . . PUNCT 2 punct""",
        told("MOBILIZE", "RUS", "UKR"),
    ),
    "COERCE": (
        """Iran Iran PROPN 2 nsubj | detained detain VERB Tense=Past 0 root | French French ADJ 4 amod | sailors sailor NOUN 2 obj
        . . PUNCT 2 punct""",
        told("COERCE", "IRN", "FRA"),
    ),
    "ASSAULT": (
        "Israel Israel PROPN 2 nsubj | attacked attack VERB Tense=Past 0 root | Syria Syria PROPN 2 obj | . . PUNCT 2 punct",
        told("ASSAULT", "ISR", "SYR"),
    ),
}

TURKISH = {
    "AGREE": (
        """Türkiye Türkiye PROPN Case=Nom 5 nsubj | ile ile CCONJ 3 cc | Almanya Almanya PROPN Case=Nom 1 conj
        dün dün ADV 5 advmod | anlaştı anlaş VERB Tense=Past 0 root | . . PUNCT 5 punct""",
        told("AGREE", "DEU TUR", time="2024-05-14"),
    ),
    "CONSULT": (
        """Putin Putin PROPN Case=Nom 6 nsubj | , , PUNCT 1 punct | Erdoğan Erdoğan PROPN Case=Nom 6 obl | ile ile ADP 3 case
        Soçi'de Soçi PROPN Case=Loc 6 obl | görüştü görüş VERB Tense=Past 0 root | . . PUNCT 6 punct""",
        told("CONSULT", "Erdoğan Putin", place="Sochi"),
    ),
    "SUPPORT": (
        """Türkiye Türkiye PROPN Case=Nom 4 nsubj | , , PUNCT 1 punct | Azerbaycan'ı Azerbaycan PROPN Case=Acc 4 obj
        destekledi destekle VERB Tense=Past 0 root | . . PUNCT 4 punct""",
        told("SUPPORT", "TUR", "AZE"),
    ),
    "CONCEDE": (
        """İsrail İsrail PROPN Case=Nom 3 nsubj | Türkiye'den Türkiye PROPN Case=Abl 3 obl | özür özür NOUN Case=Nom 0 root
        diledi dile VERB Tense=Past 3 compound:lvc | . . PUNCT 3 punct""",
        told("CONCEDE", "ISR", "TUR"),
    ),
    "COOPERATE": (
        """Rusya Rusya PROPN Case=Nom 4 nsubj | İran İran PROPN Case=Nom 4 obl | ile ile ADP 2 case
        işbirliği işbirliği NOUN Case=Nom 0 root
        yaptı yap VERB Tense=Past 4 compound:lvc | . . PUNCT 4 punct""",
        told("COOPERATE", "IRN RUS"),
    ),
    "AID": (
        """Türkiye Türkiye PROPN Case=Nom 5 nsubj | Somali'ye Somali PROPN Case=Dat 5 obl | insani insani ADJ 4 amod
        yardım yardım NOUN Case=Nom 5 obj | gönderdi gönder VERB Tense=Past 0 root | . . PUNCT 5 punct""",
        told("AID", "TUR", "SOM"),
    ),
    "RETREAT": (
        """Rusya Rusya PROPN Case=Nom 3 nsubj | Suriye'den Suriye PROPN Case=Abl 3 obl | çekildi çekil VERB Tense=Past 0 root
        . . PUNCT 3 punct""",
        told("RETREAT", "RUS", "SYR"),
    ),
    "REQUEST": (
        """Almanya Almanya PROPN Case=Nom 4 nsubj | Rusya'ya Rusya PROPN Case=Dat 3 nmod | çağrıda çağrı NOUN Case=Loc 4 obl
        bulundu bulun VERB Tense=Past 0 root | . . PUNCT 4 punct""",
        told("REQUEST", "DEU", "RUS"),
    ),
    "ACCUSE": (
        """Yunanistan Yunanistan PROPN Case=Nom 3 nsubj | Türkiye'yi Türkiye PROPN Case=Acc 3 obj | suçladı suçla VERB Tense=Past 0 root
        . . PUNCT 3 punct""",
        told("ACCUSE", "GRC", "TUR"),
    ),
    "REJECT": (
        """İran İran PROPN Case=Nom 3 nsubj | teklifi teklif NOUN Case=Acc 3 obj | reddetti reddet VERB Tense=Past 0 root
        . . PUNCT 3 punct""",
        told("REJECT", "IRN"),
    ),
    "THREATEN": (
        """Pyongyang Pyongyang PROPN Case=Nom 3 nsubj | Japonya'yı Japonya PROPN Case=Acc 3 obj | tehdit tehdit NOUN Case=Nom 0 root
        etti et VERB Tense=Past 3 compound:lvc | . . PUNCT 3 punct""",
        told("THREATEN", "PRK", "JPN"),
    ),
    "PROTEST": (
        """Iraklılar Iraklı PROPN Case=Nom 3 nsubj | Türkiye'yi Türkiye PROPN Case=Acc 3 obj | protesto protesto NOUN Case=Nom 0 root
        etti et VERB Tense=Past 3 compound:lvc | . . PUNCT 3 punct""",
        told("PROTEST", "IRQ", "TUR"),
    ),
    "SANCTION": (
        """AB AB PROPN Case=Nom 4 nsubj | İran'a İran PROPN Case=Dat 4 obl | yaptırım yaptırım NOUN Case=Nom 4 obj
        uyguladı uygula VERB Tense=Past 0 root | . . PUNCT 4 punct""",
        told("SANCTION", "EU", "IRN"),
    ),
    "MOBILIZE": (
        """Rusya Rusya PROPN Case=Nom 4 nsubj | sınıra sınır NOUN Case=Dat 4 obl | asker asker NOUN Case=Nom 4 obj
        gönderdi gönder VERB Tense=Past 0 root | . . PUNCT 4 punct""",
        told("MOBILIZE", "RUS"),
    ),
    "COERCE": (
        """İran İran PROPN Case=Nom 4 nsubj | Alman Alman ADJ 3 amod | gazeteciyi gazeteci NOUN Case=Acc 4 obj
        tutukladı tutukla VERB Tense=Past 0 root | . . PUNCT 4 punct""",
        told("COERCE", "IRN", "DEU"),
    ),
    "ASSAULT": (
        """İsrail İsrail PROPN Case=Nom 3 nsubj | Suriye'ye Suriye PROPN Case=Dat 3 obl | saldırdı saldır VERB Tense=Past 0 root
        . . PUNCT 3 punct""",
        told("ASSAULT", "ISR", "SYR"),
    ),
}


@pytest.mark.parametrize("type_", list(ENGLISH))
def test_a_plain_english_sentence_of_every_type(type_: str) -> None:
    tree, expected = ENGLISH[type_]
    assert claims("en", tree) == [expected]


@pytest.mark.parametrize("type_", list(TURKISH))
def test_a_plain_turkish_sentence_of_every_type(type_: str) -> None:
    tree, expected = TURKISH[type_]
    assert claims("tr", tree) == [expected]


CASES: list[tuple[str, str, str, list[Row]]] = [
    (
        "a list of three states in Turkish",
        "tr",
        """Türkiye Türkiye PROPN Case=Nom 7 nsubj | , , PUNCT 3 punct | İran İran PROPN Case=Nom 1 conj | ve ve CCONJ 5 cc
        Azerbaycan Azerbaycan PROPN Case=Nom 1 conj | Viyana'da Viyana PROPN Case=Loc 7 obl | görüştü görüş VERB Tense=Past 0 root
        . . PUNCT 7 punct""",
        [told("CONSULT", "AZE IRN TUR", place="Vienna")],
    ),
    (
        "a list that the parser broke",
        "tr",
        """Türkiye Türkiye PROPN Case=Nom 3 nmod:poss | , , PUNCT 3 punct | İran İran PROPN Case=Nom 5 nmod:poss | ve ve CCONJ 5 cc
        Azerbaycan Azerbaycan PROPN Case=Nom 6 nsubj | görüştü görüş VERB Tense=Past 0 root | . . PUNCT 6 punct""",
        [told("CONSULT", "AZE IRN TUR")],
    ),
    (
        "a list of objects",
        "en",
        """Russia Russia PROPN 2 nsubj | threatened threaten VERB Tense=Past 0 root | Germany Germany PROPN 2 obj | , , PUNCT 5 punct
        France France PROPN 3 conj | and and CCONJ 7 cc | Japan Japan PROPN 3 conj | . . PUNCT 2 punct""",
        [told("THREATEN", "RUS", "DEU FRA JPN")],
    ),
    (
        "two states that do the same to a third",
        "en",
        """Germany Germany PROPN 4 nsubj | and and CCONJ 3 cc | France France PROPN 1 conj | condemned condemn VERB Tense=Past 0 root
        Russia Russia PROPN 4 obj | . . PUNCT 4 punct""",
        [told("ACCUSE", "DEU FRA", "RUS")],
    ),
    (
        "a person with the state they act for",
        "en",
        """Russian Russian ADJ 2 amod | President President PROPN 5 nsubj | Vladimir Vladimir PROPN 2 flat | Putin Putin PROPN 2 flat
        visited visit VERB Tense=Past 0 root | Turkey Turkey PROPN 5 obj | . . PUNCT 5 punct""",
        [told("CONSULT", "Putin RUS", place="TUR")],
    ),
    (
        "a person with the state they act for, in Turkish",
        "tr",
        """Türkiye Türkiye PROPN Case=Nom 3 nmod:poss | Dışişleri dışişleri NOUN 3 nmod:poss | Bakanı bakan NOUN Case=Nom 8 nsubj
        Mevlüt Mevlüt PROPN 3 flat | Çavuşoğlu Çavuşoğlu PROPN 4 flat | , , PUNCT 3 punct | Rusya'yı Rusya PROPN Case=Acc 8 obj
        kınadı kına VERB Tense=Past 0 root | . . PUNCT 8 punct""",
        [told("ACCUSE", "TUR Çavuşoğlu", "RUS")],
    ),
    (
        "officials of a nationality",
        "tr",
        """İranlı İranlı ADJ 2 amod | yetkililer yetkili NOUN Case=Nom 4 nsubj | İsrail'i İsrail PROPN Case=Acc 4 obj
        kınadı kına VERB Tense=Past 0 root | . . PUNCT 4 punct""",
        [told("ACCUSE", "IRN", "ISR")],
    ),
    (
        "a visit's host is only the place",
        "tr",
        """Lavrov Lavrov PROPN Case=Nom 3 nsubj | Türkiye'yi Türkiye PROPN Case=Acc 3 obj | ziyaret ziyaret NOUN Case=Nom 0 root
        etti et VERB Tense=Past 3 compound:lvc | . . PUNCT 3 punct""",
        [told("CONSULT", "Lavrov", place="TUR")],
    ),
    (
        "aid goes to places too",
        "tr",
        """Türkiye Türkiye PROPN Case=Nom 5 nsubj | İstanbul'a İstanbul PROPN Case=Dat 5 obl | insani insani ADJ 4 amod
        yardım yardım NOUN Case=Nom 5 obj | gönderdi gönder VERB Tense=Past 0 root | . . PUNCT 5 punct""",
        [told("AID", "TUR", "Istanbul", place="Istanbul")],
    ),
    (
        "place and time",
        "en",
        """Iran Iran PROPN 4 nsubj | and and CCONJ 3 cc | Russia Russia PROPN 1 conj | met meet VERB Tense=Past 0 root
        in in ADP 6 case | Vienna Vienna PROPN 4 obl | on on ADP 8 case | Tuesday Tuesday PROPN 4 obl | . . PUNCT 4 punct""",
        [told("CONSULT", "IRN RUS", place="Vienna", time="2024-05-14")],
    ),
    (
        "place and time in Turkish",
        "tr",
        """İran İran PROPN Case=Nom 7 nsubj | ile ile CCONJ 3 cc | Rusya Rusya PROPN Case=Nom 1 conj | 12 12 NUM 5 nummod
        Mayıs'ta Mayıs PROPN Case=Loc 7 obl | Cenevre'de Cenevre PROPN Case=Loc 7 obl | buluştu buluş VERB Tense=Past 0 root
        . . PUNCT 7 punct""",
        [told("CONSULT", "IRN RUS", place="Geneva", time="2024-05-12")],
    ),
    (
        "a time in another clause is not the event's",
        "en",
        """Iran Iran PROPN 2 nsubj | condemned condemn VERB Tense=Past 0 root | Israel Israel PROPN 2 obj | , , PUNCT 7 punct
        which which PRON 7 nsubj | had have AUX 7 aux | praised praise VERB Tense=Past 3 acl:relcl | Greece Greece PROPN 7 obj
        in in ADP 10 case | 2018 2018 NUM 7 obl | . . PUNCT 2 punct""",
        [told("ACCUSE", "IRN", "ISR"), told("SUPPORT", "ISR", "GRC", time="2018")],
    ),
    (
        "no claim without an actor",
        "en",
        "They they PRON 2 nsubj | met meet VERB Tense=Past 0 root | yesterday yesterday NOUN 2 obl:tmod | . . PUNCT 2 punct",
        [],
    ),
    (
        "no claim without an actor, in Turkish",
        "tr",
        """Bakan bakan NOUN Case=Nom 3 nsubj | teklifi teklif NOUN Case=Acc 3 obj | reddetti reddet VERB Tense=Past 0 root
        . . PUNCT 3 punct""",
        [],
    ),
    (
        "a sanction needs a recipient",
        "en",
        "Iran Iran PROPN 2 nsubj | mentioned mention VERB Tense=Past 0 root | sanctions sanction NOUN 2 obj | . . PUNCT 2 punct",
        [],
    ),
    (
        "two triggers of one event are one claim",
        "en",
        """Russia Russia PROPN 2 nsubj | held hold VERB Tense=Past 0 root | a a DET 4 det | meeting meeting NOUN 2 obj | for for ADP 6 case
        talks talk NOUN 4 nmod | with with ADP 8 case | Iran Iran PROPN 6 nmod | . . PUNCT 2 punct""",
        [told("CONSULT", "IRN RUS")],
    ),
    (
        "two events of one type are two claims",
        "en",
        """Russia Russia PROPN 2 nsubj | met meet VERB Tense=Past 0 root | Iran Iran PROPN 2 obj | and and CCONJ 6 cc
        later later ADV 6 advmod | met meet VERB Tense=Past 2 conj | Syria Syria PROPN 6 obj | . . PUNCT 2 punct""",
        [told("CONSULT", "IRN RUS"), told("CONSULT", "RUS SYR")],
    ),
    (
        "saying is no claim",
        "en",
        """Lavrov Lavrov PROPN 2 nsubj | said say VERB Tense=Past 0 root | the the DET 4 det | weather weather NOUN 6 nsubj
        was be AUX 6 cop | fine fine ADJ 2 ccomp | . . PUNCT 2 punct""",
        [],
    ),
    (
        "an agreement not accepted is rejected",
        "en",
        """Iran Iran PROPN 4 nsubj | did do AUX 4 aux | not not PART 4 advmod | accept accept VERB VerbForm=Inf 0 root | the the DET 6 det
        offer offer NOUN 4 obj | . . PUNCT 4 punct""",
        [told("REJECT", "IRN")],
    ),
    (
        "leaving an agreement is rejection, leaving a land retreat",
        "en",
        """The the DET 2 det | US US PROPN 3 nsubj | withdrew withdraw VERB Tense=Past 0 root | from from ADP 7 case | the the DET 7 det
        nuclear nuclear ADJ 7 amod | deal deal NOUN 3 obl | . . PUNCT 3 punct""",
        [told("REJECT", "USA")],
    ),
    (
        "lifting sanctions is a retreat",
        "en",
        """The the DET 2 det | EU EU PROPN 3 nsubj | lifted lift VERB Tense=Past 0 root | sanctions sanction NOUN 3 obj
        on on ADP 6 case | Iran Iran PROPN 4 nmod | . . PUNCT 3 punct""",
        [told("RETREAT", "EU", "IRN")],
    ),
    (
        "lifting sanctions is a retreat, in Turkish",
        "tr",
        """AB AB PROPN Case=Nom 5 nsubj | İran'a İran PROPN Case=Dat 4 nmod | yönelik yönelik ADP 2 case
        yaptırımları yaptırım NOUN Case=Acc 5 obj | kaldırdı kaldır VERB Tense=Past 0 root | . . PUNCT 5 punct""",
        [told("RETREAT", "EU", "IRN")],
    ),
    (
        "the recipient in the genitive of what is rejected",
        "tr",
        """Fransa Fransa PROPN Case=Nom 6 nsubj | , , PUNCT 1 punct | Rusya'nın Rusya PROPN Case=Gen 5 nmod:poss
        barış barış NOUN 5 nmod:poss | önerisini öneri NOUN Case=Acc 6 obj | reddetti reddet VERB Tense=Past 0 root | . . PUNCT 6 punct""",
        [told("REQUEST", "RUS"), told("REJECT", "FRA", "RUS")],
    ),
    (
        "a request that is rejected is its maker's",
        "en",
        """The the DET 2 det | EU EU PROPN 3 nsubj | rejected reject VERB Tense=Past 0 root | Iran Iran PROPN 6 nmod:poss
        's 's PART 4 case
        request request NOUN 3 obj | . . PUNCT 3 punct""",
        [told("REJECT", "EU", "IRN"), told("REQUEST", "IRN")],
    ),
    (
        "the object of wanting withdraws",
        "en",
        """Iran Iran PROPN 2 nsubj | wants want VERB Tense=Pres 0 root | Israel Israel PROPN 2 obj | to to PART 5 mark
        withdraw withdraw VERB VerbForm=Inf 2 xcomp | from from ADP 7 case | Syria Syria PROPN 5 obl | . . PUNCT 2 punct""",
        [told("REQUEST", "IRN", "ISR"), told("RETREAT", "ISR", "SYR", "hypothetical")],
    ),
    (
        "who says it will never do it is actor and source, and denies",
        "en",
        """Iran Iran PROPN 2 nsubj | said say VERB Tense=Past 0 root | it it PRON 6 nsubj | would would AUX 6 aux | never never ADV 6 advmod
        attack attack VERB VerbForm=Inf 2 ccomp | Israel Israel PROPN 6 obj | . . PUNCT 2 punct""",
        [told("ASSAULT", "IRN", "ISR", "denied", source="IRN")],
    ),
    (
        "what talks are on is no place",
        "en",
        """Talks talk NOUN 8 nsubj | between between ADP 3 case | Russia Russia PROPN 1 nmod | and and CCONJ 5 cc | Iran Iran PROPN 3 conj
        on on ADP 7 case | Syria Syria PROPN 1 nmod | began begin VERB Tense=Past 0 root | . . PUNCT 8 punct""",
        [told("CONSULT", "IRN RUS")],
    ),
    (
        "a counterpart is not whose counterpart they are",
        "en",
        """Lavrov Lavrov PROPN 4 nmod:poss | 's 's PART 1 case | Turkish Turkish ADJ 4 amod | counterpart counterpart NOUN 5 nsubj
        condemned condemn VERB Tense=Past 0 root | Iran Iran PROPN 5 obj | . . PUNCT 5 punct""",
        [told("ACCUSE", "TUR", "IRN")],
    ),
    (
        "an expulsion is one claim",
        "tr",
        """Rusya Rusya PROPN Case=Nom 4 nsubj | Alman Alman ADJ 3 amod | diplomatı diplomat NOUN Case=Acc 4 obj | sınır sınır NOUN 0 root
        dışı dış NOUN 4 compound | etti et VERB Tense=Past 4 compound:lvc | . . PUNCT 4 punct""",
        [told("SANCTION", "RUS", "DEU")],
    ),
    (
        "expelling diplomats is a sanction",
        "en",
        """Russia Russia PROPN 2 nsubj | expelled expel VERB Tense=Past 0 root | German German ADJ 4 amod | diplomats diplomat NOUN 2 obj
        . . PUNCT 2 punct""",
        [told("SANCTION", "RUS", "DEU")],
    ),
    (
        "a shared auxiliary",
        "en",
        """Iran Iran PROPN 3 nsubj | will will AUX 3 aux | praise praise VERB VerbForm=Inf 0 root | Russia Russia PROPN 3 obj
        and and CCONJ 6 cc
        condemn condemn VERB VerbForm=Inf 3 conj | Israel Israel PROPN 6 obj | . . PUNCT 3 punct""",
        [told("SUPPORT", "IRN", "RUS", "planned"), told("ACCUSE", "IRN", "ISR", "planned")],
    ),
    (
        "plans carry their act",
        "en",
        """Iran Iran PROPN 2 nsubj | plans plan VERB Tense=Pres 0 root | to to PART 4 mark | attack attack VERB VerbForm=Inf 2 xcomp
        Israel Israel PROPN 4 obj | . . PUNCT 2 punct""",
        [told("ASSAULT", "IRN", "ISR", "planned")],
    ),
    (
        "nominalised acts that are expected",
        "tr",
        """Türkiye'nin Türkiye PROPN Case=Gen 3 nmod:poss | İran'ı İran PROPN Case=Acc 3 obj
        kınaması kına VERB Case=Nom|VerbForm=Vnoun 4 nsubj | bekleniyor beklen VERB Aspect=Prog 0 root | . . PUNCT 4 punct""",
        [told("ACCUSE", "TUR", "IRN", "planned")],
    ),
]


def test_a_coordinated_act_is_not_what_the_first_is_about() -> None:
    tree = """Iran Iran PROPN 2 nsubj | condemned condemn VERB Tense=Past 0 root | Israel Israel PROPN 2 obj | and and CCONJ 5 cc
    praised praise VERB Tense=Past 2 conj | Syria Syria PROPN 5 obj | . . PUNCT 2 punct"""
    assert [(claim.type, claim.about) for claim in raw_claims(document("en", tree))] == [("ACCUSE", ""), ("SUPPORT", "")]


@pytest.mark.parametrize(("language", "tree", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_sentences(language: str, tree: str, expected: list[Row]) -> None:
    assert claims(language, tree) == expected


def test_an_embedded_act_is_what_the_outer_act_is_about() -> None:
    found = raw_claims(
        document(
            "en",
            """France France PROPN 2 nsubj | urged urge VERB Tense=Past 0 root | Israel Israel PROPN 2 obj | to to PART 5 mark
            withdraw withdraw VERB VerbForm=Inf 2 xcomp | from from ADP 7 case | Syria Syria PROPN 5 obl | . . PUNCT 2 punct""",
        )
    )
    assert [row(claim) for claim in found] == [told("REQUEST", "FRA", "ISR"), told("RETREAT", "ISR", "SYR", "hypothetical")]
    assert [claim.about for claim in found] == [found[1].id, ""]


def test_an_embedded_act_in_turkish() -> None:
    found = raw_claims(
        document(
            "tr",
            """Fransa Fransa PROPN Case=Nom 5 nsubj | İsrail'in İsrail PROPN Case=Gen 4 nmod:poss | Suriye'den Suriye PROPN Case=Abl 4 obl
            çekilmesini çekil VERB Case=Acc|VerbForm=Vnoun 5 ccomp | istedi iste VERB Tense=Past 0 root | . . PUNCT 5 punct""",
        )
    )
    assert [row(claim) for claim in found] == [told("RETREAT", "ISR", "SYR", "hypothetical"), told("REQUEST", "FRA", "ISR")]
    assert [claim.about for claim in found] == ["", found[0].id]


def test_the_agreement_below_the_act() -> None:
    found = raw_claims(
        document(
            "en",
            """Iran Iran PROPN 2 nsubj | violated violate VERB Tense=Past 0 root | the the DET 4 det | JCPOA JCPOA PROPN 2 obj
            . . PUNCT 2 punct""",
        )
    )
    assert [(row(claim), claim.agreement) for claim in found] == [(told("REJECT", "IRN"), "JCPOA")]


def test_evidence_and_rule() -> None:
    found = raw_claims(document("en", ENGLISH["SUPPORT"][0], ENGLISH["CONSULT"][0]))
    second = found[1].evidence
    assert (second.quote, second.trigger) == ("Putin met Erdogan in Sochi.", "met")
    assert (second.start, second.trigger_start) == (24, 30)
    assert [claim.rule for claim in found] == ["support.en.praise", "consult.en.meet"]
    assert [claim.id for claim in found] == ["c8-support", "c30-consult"]


def shifted(doc: Document, before: str, after: str) -> Document:
    """Return the document with text put around it."""
    by = len(before)
    moved = tuple(
        replace(
            each,
            start=each.start + by,
            end=each.end + by,
            tokens=tuple(replace(token, start=token.start + by, end=token.end + by) for token in each.tokens),
        )
        for each in doc.sentences
    )
    return Document(replace(doc.article, text=before + doc.article.text + after), moved)


AROUND = st.text(alphabet=st.sampled_from(" \n\t\u00a0\u200b😀🇹🇷é\u0301İı"), max_size=12)


@settings(max_examples=25, deadline=None)
@given(before=AROUND, after=AROUND, which=st.sampled_from([("en", ENGLISH), ("tr", TURKISH)]))
def test_evidence_is_exact_whatever_stands_around(before: str, after: str, which: tuple[str, dict[str, tuple[str, Row]]]) -> None:
    language, sentences = which
    doc = shifted(document(language, *(tree for tree, _ in sentences.values())), before, after)
    found = extract_claims(doc, links(doc), ENTITIES)
    text = doc.article.text
    assert set(sentences) <= {claim.type for claim in found}
    for claim in found:
        evidence = claim.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
        assert text[evidence.trigger_start : evidence.trigger_end] == evidence.trigger
        assert evidence.start <= evidence.trigger_start < evidence.trigger_end <= evidence.end


def test_claims_come_in_text_order_with_unique_ids() -> None:
    trees = [tree for tree, _ in ENGLISH.values()]
    found = raw_claims(document("en", *trees, *trees))
    assert len(found) == 2 * len(raw_claims(document("en", *trees))) >= 2 * len(ENGLISH)
    assert len({claim.id for claim in found}) == len(found)
    assert all(one.evidence.trigger_start <= other.evidence.trigger_start for one, other in pairwise(found))


def test_every_about_names_a_claim_of_the_article() -> None:
    found = raw_claims(document("en", *(tree for _, language, tree, _ in CASES if language == "en")))
    ids = {claim.id for claim in found}
    assert all(not claim.about or claim.about in ids for claim in found)


def test_the_order_of_links_does_not_matter() -> None:
    doc = document("tr", *(tree for _, language, tree, _ in CASES if language == "tr"))
    every = links(doc)

    def rows(listed: list[Claim]) -> list[Row]:
        return [row(claim) for claim in listed]

    assert rows(extract_claims(doc, every, ENTITIES)) == rows(extract_claims(doc, every[::-1], ENTITIES))


DEGENERATE = {
    "a cycle": "Iran Iran PROPN 2 nsubj | met meet VERB 3 root | Russia Russia PROPN 2 obj | . . PUNCT 2 punct",
    "its own head": "Iran Iran PROPN 1 nsubj | met meet VERB 2 root | Russia Russia PROPN 3 obj",
    "all roots": "Iran Iran PROPN 0 root | met meet VERB 0 root | Russia Russia PROPN 0 root | talks talk NOUN 0 root",
    "no root": "Iran Iran PROPN 3 nsubj | met meet VERB 1 conj | talks talk NOUN 2 obj",
    "a single verb": "met meet VERB 0 root",
    "a single name": "Iran Iran PROPN 0 root",
    "no relations": "Iran _ _ 2 _ | met _ _ 0 _ | Russia _ _ 2 _",
}


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("kind", DEGENERATE)
def test_trees_that_are_no_trees_do_no_harm(language: str, kind: str) -> None:
    doc = document(language, DEGENERATE[kind])
    for claim in raw_claims(doc):
        assert doc.article.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


WORDS = ["Iran", "met", "talks", "said", "Russia", "sanctions", "imposed", "İran'ın", "görüşme", "söyledi", "etti", "the", "two"]
DEPRELS = [
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "nmod:poss",
    "acl",
    "acl:relcl",
    "xcomp",
    "ccomp",
    "conj",
    "compound:lvc",
    "parataxis",
    "advcl",
    "case",
    "root",
    "flat",
]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(WORDS),
            st.sampled_from(["NOUN", "VERB", "PROPN", "PRON", "ADP"]),
            st.integers(0, 9),
            st.sampled_from(DEPRELS),
            st.sampled_from(["_", "Case=Gen", "VerbForm=Part", "Voice=Pass", "Case=Acc|VerbForm=Vnoun"]),
        ),
        min_size=1,
        max_size=9,
    ),
    language=st.sampled_from(["en", "tr"]),
)
def test_any_graph_of_words_yields_sound_claims(rows: list[tuple[str, str, int, str, str]], language: str) -> None:
    doc = document(language, "\n".join(f"{w} {w} {pos} {feats} {min(head, len(rows))} {rel}" for w, pos, head, rel, feats in rows))
    found = raw_claims(doc)
    assert len({claim.id for claim in found}) == len(found)
    for claim in found:
        assert claim.participants
        assert set(claim.participants) <= set(ENTITIES)
        assert not set(claim.actors) & set(claim.recipients)
        assert doc.article.text[claim.evidence.trigger_start : claim.evidence.trigger_end] == claim.evidence.trigger


@pytest.mark.parametrize("language", ["en", "tr"])
def test_nothing_from_nothing(language: str) -> None:
    doc = document(language, "")
    assert doc.sentences == ()
    assert raw_claims(doc) == []


def test_a_sentence_without_words() -> None:
    doc = from_conllu("")
    empty = Document(replace(doc.article, text="  ", language="en"), (Sentence(0, 0, 2, ()),))
    assert raw_claims(empty) == []


def test_without_links_there_is_no_claim() -> None:
    doc = document("en", *(tree for tree, _ in ENGLISH.values()))
    assert extract_claims(doc, [], ENTITIES) == []
