"""Names that a recogniser tagged, rightly or not quite: what the linker makes of them, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kg.document import Document, from_conllu
from kg.link import link_mentions
from kg.link.gazetteer import load_gazetteer
from kg.link.people import spelled_otherwise
from kg.link.sounds import alike
from tests.link.conftest import Linker, document_of

Names = list[tuple[str, str]]
EU, TURKEY, USA, ISRAEL = "organization/European_Union", "state/TUR", "state/USA", "state/ISR"

# Text, what was tagged, what is linked.
TURKISH: list[tuple[str, dict[str, str], Names]] = [
    # wider than the name inside it
    ("Dün AB Dışişleri Bakanları toplandı.", {"AB Dışişleri Bakanları": "ORG"}, [("AB", EU)]),
    ("Dün Katar Emiri'yle görüştü.", {"Katar Emiri'yle": "ORG"}, [("Katar", "state/QAT")]),
    ("Dün ABD-Türkiye ilişkileri konuşuldu.", {"ABD-Türkiye": "ORG"}, [("ABD", USA), ("Türkiye", TURKEY)]),
    ("Dün MHP Grup toplantısı yapıldı.", {"MHP Grup": "ORG"}, [("MHP", "organization/Nationalist_Movement_Party")]),
    ("Dün Türk Yelken Birliği toplandı.", {"Türk": "NORP", "Yelken Birliği": "ORG"},
     [("Türk Yelken Birliği", "organization/turk_yelken_birligi")]),
    ("Dün İsrail Hava Kuvvetleri uçtu.", {"İsrail Hava Kuvvetleri": "ORG"},
     [("İsrail Hava Kuvvetleri", "organization/Israeli_Air_Force")]),
    ("Dün Kilis Devlet Hastanesi boşaltıldı.", {"Kilis Devlet Hastanesi": "LOC"},
     [("Kilis Devlet Hastanesi", "place/kilis_devlet_hastanesi")]),
    # suffixes
    ("Dün MERKEL'İN sözleri konuşuldu.", {"MERKEL'İN": "PER"}, [("MERKEL'İN", "person/Angela_Merkel")]),
    ("Dün BM ye gitti.", {"BM ye": "ORG"}, [("BM", "organization/United_Nations")]),
    ("Dün “Kara Elma”da yazdı.", {"Kara Elma”da": "ORG"}, [("Kara Elma”da", "organization/kara_elma")]),
    # no names
    ("Dün geldi. Aniden, herkes sustu.", {"Aniden": "PER"}, []),
    ("Toplantıda arama yapıldı. Arama kontratı bitti.", {"Arama": "PER"}, []),
    ("Dün Parti toplandı ve Büyükelçiliği kapattı.", {"Parti": "ORG", "Büyükelçiliği": "ORG"}, []),
    ("Dün bitti. BUNU KABUL ETMEMİZ MÜMKÜN DEĞİL dedi.", {"BUNU KABUL": "ORG"}, []),
    ("Sözleşme geçen Haziran'da bitti.", {"Haziran'da": "LOC"}, []),
    # the name proper
    ("Dün Hürriyet gazetesinin yazdığı buydu.", {"Hürriyet gazetesinin": "ORG"}, [("Hürriyet", "organization/Hürriyet")]),
    ("Dün 48 Elmalı boşaldı.", {"48 Elmalı": "LOC"}, [("Elmalı", "place/elmali")]),
    ("Dün Özel Temsilci Çamözlü konuştu.", {"Özel Temsilci Çamözlü": "PER"}, [("Çamözlü", "person/camozlu")]),
    ("Dün Çamözlü Köyü boşaldı.", {"Çamözlü Köyü": "LOC"}, [("Çamözlü", "place/camozlu")]),
    # people
    ("Dün Bayın Obama'yla görüştü.", {"Bayın Obama'yla": "PER"}, [("Obama'yla", "person/Barack_Obama")]),
    ("Dün El-Sisi konuştu. Abdülfettah es-Sisi gitti.", {"El-Sisi": "PER"},
     [("El-Sisi", "person/Abdel_Fattah_el-Sisi"), ("Abdülfettah es-Sisi", "person/Abdel_Fattah_el-Sisi")]),
    ("Dün Yılmaz konuştu.", {"Yılmaz": "PER"}, [("Yılmaz", "person/yilmaz")]),
    ("Dün Vural konuştu. Sonra Ayhan Vural gitti.", {"Vural": "PER", "Ayhan Vural": "PER"},
     [("Vural", "person/ayhan_vural"), ("Ayhan Vural", "person/ayhan_vural")]),
    ("Dün Kurmalı Demirtaş konuştu.", {"Kurmalı Demirtaş": "PER"}, [("Kurmalı Demirtaş", "person/kurmali_demirtas")]),
    ("Dün Petro Porochenko konuştu.", {"Petro Porochenko": "PER"}, [("Petro Porochenko", "person/Petro_Poroshenko")]),
]  # fmt: skip

ENGLISH: list[tuple[str, dict[str, str], Names]] = [
    ("Yesterday an EU Declaration came.", {"EU Declaration": "ORG"}, [("EU", EU)]),
    ("Then Russian Sailing Clubs Union said so.", {"Russian": "NORP", "Sailing Clubs Union": "ORG"},
     [("Russian Sailing Clubs Union", "organization/russian_sailing_clubs_union")]),
    ("Jets of the Israeli Air Force flew.", {"Israeli": "NORP", "Air Force": "ORG"},
     [("Israeli Air Force", "organization/Israeli_Air_Force")]),
    ("The Finnish Navy sailed.", {"Finnish Navy": "ORG"}, [("Finnish Navy", "organization/Finnish_Navy")]),
    ("He went to Elm Peace Memorial Park.", {"Elm Peace Memorial Park": "LOC"},
     [("Elm Peace Memorial Park", "place/elm_peace_memorial_park")]),
    ("Talks ended. Source said so.", {"Source": "ORG"}, []),
    ("His Majesty and the Government agreed.", {"Majesty": "PER", "Government": "ORG"}, []),
    ("People fled from Camozlu Village.", {"Camozlu Village": "LOC"}, [("Camozlu", "place/camozlu")]),
    ("He went to a St. Petersburg palace.", {"Petersburg palace": "LOC"}, [("St. Petersburg", "place/Saint_Petersburg")]),
    ("Work at 624MW Elmdale began.", {"624MW Elmdale": "LOC"}, [("Elmdale", "place/elmdale")]),
    ("Then Special Envoy Elmer spoke.", {"Special Envoy Elmer": "PER"}, [("Elmer", "person/elmer")]),
    ("He saw Kim Hyun-sook there.", {"Kim Hyun": "PER"}, [("Kim Hyun-sook", "person/kim_hyun_sook")]),
    ("He saw Mehr Ali Shah there.", {"Mehr Ali": "PER"}, [("Mehr Ali Shah", "person/mehr_ali_shah")]),
    ("He saw Mehr Ali Shah there.", {"Mehr Ali": "PER", "Shah": "PER"}, [("Mehr Ali Shah", "person/mehr_ali_shah")]),
    ("Then Rice spoke.", {"Rice": "PER"}, [("Rice", "person/rice")]),
    ("He met Rustam Qasemi there.", {"Rustam Qasemi": "PER"}, [("Rustam Qasemi", "person/Rostam_Ghasemi")]),
    ("Nothing is cherished by the West.", {"West": "LOC"}, [("West", "organization/Western_world")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ner", "expected"), TURKISH, ids=[text for text, _, _ in TURKISH])
def test_turkish(links: Linker, text: str, ner: dict[str, str], expected: Names) -> None:
    assert links(text, "tr", ner=ner) == expected


@pytest.mark.parametrize(("text", "ner", "expected"), ENGLISH, ids=[text for text, _, _ in ENGLISH])
def test_english(links: Linker, text: str, ner: dict[str, str], expected: Names) -> None:
    assert links(text, "en", ner=ner) == expected


@pytest.mark.parametrize(
    ("text", "language", "ner", "label", "name"),
    [
        ("Dün Çınaraltı Gazetesi yazdı.", "tr", {"Çınaraltı Gazetesi": "ORG"}, "Çınaraltı", "Çınaraltı Gazetesi"),
        ("Talks in Jordan. The Jordanian Royal Court said so.", "en", {"Royal Court": "ORG"}, "Royal Court (Jordan)", "Royal Court"),
    ],
)
def test_labels_of_new_bodies(gazetteer: Any, text: str, language: str, ner: dict[str, str], label: str, name: str) -> None:
    _, entities = link_mentions(document_of(text, language, ner=ner), gazetteer)
    made = next(entity for entity in entities.values() if not entity.known)
    assert made.label(language) == label
    assert name in made.names


def test_a_ministry_belongs_to_the_state_of_the_dateline(links: Linker) -> None:
    text = "AMMAN: The Foreign Ministry said that Syria and Syria alone would decide."
    assert ("Foreign Ministry", "organization/Ministry_of_Foreign_Affairs_(Jordan)") in links(text, "en", date(2022, 1, 1))


def test_a_common_surname_needs_the_full_name(links: Linker) -> None:
    found = links("İsmet Yılmaz geldi. Toplantıda Yılmaz konuştu.", "tr", ner={"Yılmaz konuştu"[:6]: "PER"})
    assert found == [("İsmet Yılmaz", "person/İsmet_Yılmaz"), ("Yılmaz", "person/İsmet_Yılmaz")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rüstem Kasımi", "Rostam Ghasemi"), ("Vejdi Raşidov", "Vezhdi Rashidov"), ("Aşot Karapetyan", "Ashot Karapetian"),
     ("Said Celili", "Saeed Jalili"), ("İsmail Ömer Gulle", "Ismaïl Omar Guelleh"), ("Petro Porochenko", "Petro Poroshenko")],
)  # fmt: skip
def test_spellings_sound_alike(one: str, other: str) -> None:
    assert alike(one.split(), other.split())


@pytest.mark.parametrize(
    ("one", "other"), [("Hassan Rouhani", "Hüseyin Ruhani"), ("Li Na", "Lu Nu"), ("Ali Demir", "Ali Temir"), ("Kerry", "Kerry")]
)
def test_other_names_do_not_sound_alike(one: str, other: str) -> None:
    assert not alike(one.split(), other.split())


def test_sounds_tell_the_known_people_apart(gazetteer: Any) -> None:
    pairs = [(entity, label) for entity in gazetteer.entities.values() if entity.key.startswith("person/") for _, label in entity.labels]
    wrong = [(label, found) for entity, label in pairs if (found := spelled_otherwise(label, gazetteer)) not in (None, entity.key)]
    assert wrong == []


CASED = """
1	İran	İran	PROPN	_	Case=Nom	2	nmod:poss	_	ner=B-LOC
2	yönetimi	yönetim	NOUN	_	Case=Nom	5	nsubj	_	_
3	Batıyla	Batı	PROPN	_	Case={case}	5	obl	_	ner=B-PER
4	uzun	uzun	ADJ	_	_	5	amod	_	_
5	görüştü	görüş	VERB	_	_	0	root	_	_
"""


@pytest.mark.parametrize(("case", "expected"), [("Ins", "organization/Western_world"), ("Nom", "person/batiyla")])
def test_a_word_that_the_tagger_sees_inflected_is_no_first_name(case: str, expected: str) -> None:
    document = from_conllu(CASED.format(case=case))
    document = Document(replace(document.article, language="tr"), document.sentences)
    links, _ = link_mentions(document, load_gazetteer())
    assert [link.entity for link in links] == ["state/IRN", expected]
