"""Verbs get the lemmas that dictionaries and frames have, and the voice that their suffixes say."""

from __future__ import annotations

import pytest

from kg.extract.attribution import main_speaker
from kg.extract.lexemes import lexical
from tests.extract.helpers import document, scene


@pytest.mark.parametrize(
    ("form", "root", "lemma"),
    [
        ("belirtti", "belir", "belirt"),
        ("belirtirken", "belir", "belirt"),
        ("bildirdi", "bil", "bildir"),
        ("saldırdı", "sal", "saldır"),
        ("öldürülen", "öl", "öldür"),
        ("kapattı", "kapa", "kapat"),
        ("bitirdi", "bit", "bitir"),
        ("çıkardı", "çık", "çıkar"),
        ("korkuttu", "kork", "korkut"),
        ("Durdurulması", "dur", "durdur"),
        ("SALDIRDI", "sal", "saldır"),
        ("İndirdi", "in", "indir"),
        ("BİLDİRDİ", "bil", "bildir"),
        ("reddetti", "reddet", "reddet"),
        ("eleştirdi", "eleştir", "eleştir"),
        ("yürüttüğü", "yürüt", "yürüt"),
        ("kazandırdı", "kazan", "kazandır"),
    ],
)
def test_a_causative_is_a_verb_of_its_own(form: str, root: str, lemma: str) -> None:
    article = document("tr", f"{form} {root} VERB Voice=Cau 0 root")
    assert lexical(article).sentences[0].tokens[0].lemma == lemma
    assert article.sentences[0].tokens[0].lemma == root


def test_other_voices_and_languages_keep_theirs() -> None:
    assert lexical(document("tr", "bilindi bil VERB Voice=Pass 0 root")).sentences[0].tokens[0].lemma == "bil"
    english = document("en", "belirtti belir VERB Voice=Cau 0 root")
    assert lexical(english) is english


@pytest.mark.parametrize(
    ("form", "root", "lemma", "voice"),
    [
        ("katıldı", "kat", "katıl", ""),
        ("KATILDI", "kat", "katıl", ""),
        ("katılması", "katıl", "katıl", ""),
        ("savundu", "sav", "savun", ""),
        ("toplanınca", "topla", "toplan", ""),
        ("çekilen", "çek", "çekil", ""),
        ("kınadı", "kına", "kına", ""),
        ("kınayan", "kına", "kına", ""),
        ("kaldı", "kal", "kal", ""),
        ("kınandı", "kına", "kına", "Pass"),
        ("alındı", "al", "al", "Pass"),
        ("yapılan", "yap", "yap", "Pass"),
        ("kullanıldı", "kullan", "kullan", "Pass"),
        ("üstlenilen", "üstlen", "üstlen", "Pass"),
        ("çağrıldı", "çağrıl", "çağrıl", "Pass"),
        ("bulunuldu", "bulunul", "bulunul", "Pass"),
        ("edildi", "et", "et", "Pass"),
    ],
)
def test_only_a_suffix_makes_a_verb_passive(form: str, root: str, lemma: str, voice: str) -> None:
    token = lexical(document("tr", f"{form} {root} VERB Voice=Pass 0 root")).sentences[0].tokens[0]
    assert (token.lemma, token.feats.get("Voice", "")) == (lemma, voice)


def test_a_verb_that_looks_passive_keeps_its_stem_whatever_the_tagger_says() -> None:
    assert lexical(document("tr", "bulundu bul VERB Tense=Past 0 root")).sentences[0].tokens[0].lemma == "bulun"
    assert lexical(document("tr", "dayanışması dayanışma NOUN Case=Nom 0 root")).sentences[0].tokens[0].lemma == "dayanışma"


def test_whoever_causes_to_know_speaks() -> None:
    tree = """Lavrov Lavrov PROPN Case=Nom 4 nsubj | Rusya'nın Rusya PROPN Case=Gen 3 nmod:poss
    saldırdığını sal VERB Case=Acc|VerbForm=Part|Voice=Cau 4 ccomp | bildirdi bil VERB Tense=Past|Voice=Cau 0 root"""
    article = lexical(document("tr", tree))
    assert main_speaker(scene(article), article.sentences[0]) == "Lavrov"
