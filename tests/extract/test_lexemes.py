"""Causative verbs get the lemmas that dictionaries and frames have."""

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


def test_whoever_causes_to_know_speaks() -> None:
    tree = """Lavrov Lavrov PROPN Case=Nom 4 nsubj | Rusya'nın Rusya PROPN Case=Gen 3 nmod:poss
    saldırdığını sal VERB Case=Acc|VerbForm=Part|Voice=Cau 4 ccomp | bildirdi bil VERB Tense=Past|Voice=Cau 0 root"""
    article = lexical(document("tr", tree))
    assert main_speaker(scene(article), article.sentences[0]) == "Lavrov"
