"""What the linker must understand, construction by construction, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.link import link_mentions, load_gazetteer
from tests.link.conftest import Linker, document_of


def ministry(state: str) -> str:
    return f"organization/Ministry_of_Foreign_Affairs_({state})"


GTI = "organization/global_trade_institute"
IRAN, TURKEY, USA, RUSSIA, EU = "state/IRN", "state/TUR", "state/USA", "state/RUS", "organization/European_Union"

TURKISH: list[tuple[str, list[tuple[str, str]]]] = [
    ("İran'ın nükleer programı görüşüldü.", [("İran'ın", IRAN)]),
    ("Toplantıda İranın nükleer programı görüşüldü.", [("İranın", IRAN)]),
    ("Toplantı Erzurumda 2012ye kadar sürdü.", [("Erzurumda", "place/Erzurum")]),
    ("Heyet NATO'nun kararını bekliyor.", [("NATO'nun", "organization/NATO")]),
    ("Heyet Nato'nun kararını bekliyor.", [("Nato'nun", "organization/NATO")]),
    ("Karar ABDnin tepkisini çekti.", [("ABDnin", USA)]),
    ("Karar ABD 'nin tepkisini çekti.", [("ABD", USA)]),
    ("Karar Avrupa Birliği\u0092nden geldi.", [("Avrupa Birliği\u0092nden", EU)]),
    ("Karar Euro bölgesinden geldi.", [("Euro bölgesinden", "organization/Eurozone")]),
    ("Öneri 5+1 ülkelerinin onayına sunuldu.", [("5+1", "organization/P5+1")]),
    ("Görüşmede İranlı yetkililer vardı.", [("İranlı", IRAN)]),
    ("Görüşmede İngilizce ve Rusça konuşuldu.", []),
    ("Yeni Maliye yönetimi açıklandı.", []),
    ("Görüşme için Tahranı masaya çağırma kararı aldı.", [("Tahranı", IRAN)]),
    ("Toplantı dün Ankara'da yapıldı.", [("Ankara'da", "place/Ankara")]),
    ("Sözcü, Ankara'nın kararını eleştirdi.", [("Ankara'nın", TURKEY)]),
    ("Bakan gelecek hafta Londra'yı ziyaret edecek.", [("Londra'yı", "place/London")]),
    ("Açıklama Beyaz Saray'dan geldi.", [("Beyaz Saray'dan", USA)]),
    ("Bağdat'ta patlama oldu.", [("Bağdat'ta", "place/Baghdad")]),
    ("Açıklamayı İsrail Dışişleri Bakanlığı yaptı.", [("İsrail", "state/ISR"), ("Dışişleri Bakanlığı", ministry("Israel"))]),
    ("Açıklamayı Cezayir Dışişleri Bakanlığı yaptı.", [("Cezayir", "state/DZA"), ("Dışişleri Bakanlığı", ministry("Algeria"))]),
    ("Kararı Dışişleri Bakanlığının sözcüsü duyurdu.", [("Dışişleri Bakanlığının", ministry("Turkey"))]),
    ("Dün Dışişleri Bakanı Mevlüt Çavuşoğlu konuştu.", [("Mevlüt Çavuşoğlu", "person/Mevlüt_Çavuşoğlu")]),
    ("AB Yüksek Temsilcisi Catherine Ashton konuştu.", [("AB", EU), ("Catherine Ashton", "person/Catherine_Ashton")]),
    (
        "Müzakereci Said Celili geldi. Toplantıda Celili'nin önerisi görüşüldü.",
        [("Said Celili", "person/Saeed_Jalili"), ("Celili'nin", "person/Saeed_Jalili")],
    ),
    ("Toplantıda Batı'nın tutumu eleştirildi.", [("Batı'nın", "organization/Western_world")]),
    ("BARIŞI KORUMAK İÇİN ÇALIŞIYORUZ dedi.", []),
    ("ERDOĞAN ABD BAŞKANI İLE GÖRÜŞTÜ", [("ERDOĞAN", "person/Recep_Tayyip_Erdoğan"), ("ABD", USA)]),
    (
        "Kararı Bakanı Ali Kızıldağlı duyurdu. Toplantıda Kızıldağlı'nın sözleri tartışıldı.",
        [("Ali Kızıldağlı", "person/ali_kizildagli"), ("Kızıldağlı'nın", "person/ali_kizildagli")],
    ),
]

ENGLISH: list[tuple[str, list[tuple[str, str]]]] = [
    ("The talks with Russia's envoy ended.", [("Russia", RUSSIA)]),
    ("He met Iranian officials.", [("Iranian", IRAN)]),
    ("A European delegation arrived.", [("European", EU)]),
    ("The U.S. and the UK agreed.", [("U.S.", USA), ("UK", "state/GBR")]),
    ("They told us who it is.", []),
    ("The mole and the turkey were polished.", []),
    ("Yesterday Washington said it would wait.", [("Washington", USA)]),
    ("The ministers met in Tehran on Monday.", [("Tehran", "place/Tehran")]),
    ("A statement came from the Kremlin.", [("Kremlin", RUSSIA)]),
    ("He was received at the White House.", [("White House", "organization/White_House")]),
    ("There will be talks with Brussels soon.", [("Brussels", EU)]),
    ("The ministers met in Brussels.", [("Brussels", "place/Brussels")]),
    ("Iraq recalled its ambassador to Ankara.", [("Iraq", "state/IRQ"), ("Ankara", TURKEY)]),
    ("The Algerian Foreign Ministry protested.", [("Algerian", "state/DZA"), ("Foreign Ministry", ministry("Algeria"))]),
    ("The Iranian foreign ministry protested.", [("Iranian", IRAN)]),
    ("A State Department spokesman spoke.", [("State Department", "organization/United_States_Department_of_State")]),
    ("President Obama met Mr Putin.", [("Obama", "person/Barack_Obama"), ("Putin", "person/Vladimir_Putin")]),
    ("Negotiator Saeed Jalili arrived. Later Jalili spoke.", [("Saeed Jalili", "person/Saeed_Jalili"), ("Jalili", "person/Saeed_Jalili")]),
    ("Secretary-General Ban Ki-moon spoke. Later Ban left.", [("Ban Ki-moon", "person/Ban_Ki-moon"), ("Ban", "person/Ban_Ki-moon")]),
    (
        "The deal with the Global Trade Institute (GTI) failed. Officials of GTI left.",
        [
            ("Global Trade Institute", GTI),
            ("GTI", GTI),
            ("GTI", GTI),
        ],
    ),
    ("BEIRUT: Lebanese officials met.", [("BEIRUT", "place/Beirut"), ("Lebanese", "state/LBN")]),
    ("Fighting went on in the West Bank.", [("West Bank", "place/West_Bank")]),
]


@pytest.mark.parametrize(("text", "expected"), TURKISH, ids=[text for text, _ in TURKISH])
def test_turkish(links: Linker, text: str, expected: list[tuple[str, str]]) -> None:
    assert links(text, "tr") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english(links: Linker, text: str, expected: list[tuple[str, str]]) -> None:
    assert links(text, "en") == expected


def test_recognised_names_become_entities(links: Linker) -> None:
    found = links("Yesterday Anton Vainov visited Lipetsk. Vainov left.", "en", ner={"Anton Vainov": "PER", "Lipetsk": "LOC"})
    assert found == [("Anton Vainov", "person/anton_vainov"), ("Lipetsk", "place/lipetsk"), ("Vainov", "person/anton_vainov")]


def test_a_recognised_person_is_no_city(links: Linker) -> None:
    assert links("Dün Adil Bursa konuştu.", "tr", ner={"Adil Bursa": "PER"}) == [("Adil Bursa", "person/adil_bursa")]


def test_new_entities_are_marked(gazetteer: Any) -> None:
    _, entities = link_mentions(document_of("Minister Anton Vainov spoke about Iran.", "en"), gazetteer)
    assert {key: entity.known for key, entity in entities.items()} == {"person/anton_vainov": False, IRAN: True}


def test_an_ambiguous_surname_is_settled_by_office_and_date(links: Linker) -> None:
    text = "US Secretary of State Kerry met officials."
    assert ("Kerry", "person/John_Kerry") in links(text, "en", date(2015, 3, 1))


def test_the_runner_up_is_kept(gazetteer: Any) -> None:
    found, _ = link_mentions(document_of("Dün Gazze vuruldu.", "tr"), gazetteer)
    assert found[0].entity == "place/Gaza_Strip"
    assert found[0].runner_up is not None
    assert found[0].runner_up[0] == "place/Gaza_City"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ABab İIıışŞ'’.,()-+15\u0092\n ", max_size=80), st.sampled_from(["en", "tr"]))
def test_any_text_is_survived(text: str, language: str) -> None:
    found, _ = link_mentions(document_of(text, language), load_gazetteer())
    assert all(text[link.mention.start : link.mention.end] == link.mention.text for link in found)
