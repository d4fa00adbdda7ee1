"""The shipped models on real text, end to end: seeds, frame examples, and text as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import KnowledgeGraph, Reader, build
from kg.document import Article, Document
from kg.extract import load_frames
from kg.extract.frames import Example
from kg.facts import ArticleFacts, EntityType
from kg.train.prepare import without_accents

pytestmark = pytest.mark.models
SEEDS = Path(__file__).parents[1] / "seeds"
EXAMPLES = [example for frame in load_frames().by_type.values() for example in frame.examples]


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with build(SEEDS, tmp_path_factory.mktemp("seeds") / "seeds.kg") as graph:
        yield graph


def facts_of(reader: Reader, text: str, language: str) -> ArticleFacts:
    document = reader.document(Article("x", text, language))
    assert isinstance(document, Document)
    return reader.facts_of(document)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.type}-{example.language}-{example.text[:24]}")
def test_the_examples_of_every_frame(reader: Reader, example: Example) -> None:
    facts = facts_of(reader, example.text, example.language)
    names = {key: {key, *(label for _, label in entity.labels), *entity.names} for key, entity in facts.entities.items()}

    def called(keys: tuple[str, ...]) -> set[str]:
        return {wanted for wanted in (*example.actors, *example.recipients) for key in keys if wanted in names[key]}

    claims = [claim for claim in facts.claims if claim.type == example.type]
    assert claims, [claim.type for claim in facts.claims]
    assert called(claims[0].actors) == set(example.actors)
    assert called(claims[0].recipients) == set(example.recipients)
    assert len(claims[0].participants) == len(example.actors) + len(example.recipients)
    assert claims[0].factuality.value == example.factuality


def test_turkish_without_apostrophes_reads_like_turkish_with_them(reader: Reader) -> None:
    with_marks = "Türkiye'nin İran'a yaptığı çağrı Ankara'da duyuldu. NATO'nun Brüksel'deki toplantısı 28 Kasım'da yapılacak."
    one, other = (facts_of(reader, text, "tr") for text in (with_marks, with_marks.replace("'", "")))
    assert [link.entity for link in one.links] == [link.entity for link in other.links]
    assert {"state/TUR", "state/IRN", "organization/NATO"} <= {link.entity for link in other.links}


def linked(facts: ArticleFacts) -> set[str]:
    return {link.entity for link in facts.links}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("tr", "ANKARA (AA) – Türkiye ile Almanya dışişleri bakanları Berlin'de görüştü.", {"state/TUR", "state/DEU", "place/Berlin"}),
        ("tr", "İRAN VE RUSYA MOSKOVA'DA GÖRÜŞTÜ", {"state/IRN", "state/RUS", "place/Moscow"}),
        ("tr", "Turkiye ile Almanya disisleri bakanlari Viyana'da gorustu.", {"state/TUR", "state/DEU", "place/Vienna"}),
        ("tr", "Türkiye ile Almanya dışişleri bakanları Viyana'da görüştü", {"state/TUR", "state/DEU", "place/Vienna"}),
        ("tr", "Türkiye ile\tAlmanya dışişleri\nbakanları  Viyana'da görüştü.", {"state/TUR", "state/DEU", "place/Vienna"}),
        ("tr", "Türkiye\u0092nin “müttefiki” Almanya «Viyana»da görüştü.", {"state/TUR", "state/DEU", "place/Vienna"}),
        ("en", "VIENNA (Reuters) - Iran and Russia held talks in Vienna on Tuesday.", {"state/IRN", "state/RUS", "place/Vienna"}),
        ("en", "IRAN AND RUSSIA HOLD TALKS IN VIENNA", {"state/IRN", "state/RUS", "place/Vienna"}),
        ("en", "Iran\u0092s “ally” Russia held\ttalks with\nGermany in Vienna", {"state/IRN", "state/RUS", "state/DEU", "place/Vienna"}),
    ],
)
def test_text_as_it_comes(reader: Reader, language: str, text: str, expected: set[str]) -> None:
    facts = facts_of(reader, text, language)
    assert expected <= linked(facts)
    assert all(text[link.mention.start : link.mention.end] == link.mention.text for link in facts.links)


HEADLINE, TEXT = "Beyaz Saray ziyareti doğruladı", "Çin Devlet Başkanı Xi Jinping ay sonunda Washington'a gidecek."
CAPITALS, MORE = "OBAMA'DAN YENİ BİR MESAJ", "Başkan Barack Obama görüşmenin önemli olduğunu söyledi."


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (f"{HEADLINE} {TEXT} {CAPITALS} {MORE}", [HEADLINE, TEXT, CAPITALS, MORE]),
        (f"{CAPITALS} {MORE}", [CAPITALS, MORE]),
        (f"Haber\n\n{HEADLINE} {TEXT}", ["Haber", f"{HEADLINE} {TEXT}"]),
    ],
    ids=["both", "capitals", "a verb within an article"],
)
def test_a_headline_that_runs_on_is_a_sentence_of_its_own(reader: Reader, text: str, sentences: list[str]) -> None:
    document = reader.document(Article("a", text, "tr"))
    assert isinstance(document, Document)
    assert [document.quote(sentence.start, sentence.end) for sentence in document.sentences] == sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anlaşma metni hazırdı.", ["hazır", "dı"]),
        ("Bakan dün Ankara'daydı.", ["Ankara'da", "ydı"]),
        ("Bu büyük bir adımdır.", ["adım", "dır"]),
        ("Heyet dün Tahran'dan geldi.", ["geldi"]),
        ("Taraflar metni kaldırdı.", ["kaldırdı"]),
    ],
)
def test_a_turkish_copula_is_a_word_and_a_past_tense_is_none(reader: Reader, text: str, words: list[str]) -> None:
    document = reader.document(Article("x", text, "tr"))
    assert isinstance(document, Document)
    (sentence,) = document.sentences
    assert [token.text for token in sentence.tokens][-1 - len(words) : -1] == words
    assert [text[token.start : token.end] for token in sentence.tokens][-1 - len(words) : -1] == words


@pytest.mark.parametrize("lost", ["", "a", "b"], ids=["as it is", "without apostrophes", "without accents"])
def test_the_seeds_keep_their_names_when_marks_are_lost(reader: Reader, lost: str) -> None:
    text = min(SEEDS.glob("*.txt")).read_text(encoding="utf-8")
    whole = linked(facts_of(reader, text, "tr"))
    changed = {"": text, "a": text.replace("'", "").replace("’", ""), "b": without_accents(text)}[lost]
    kept = len(whole & linked(facts_of(reader, changed, "tr"))) / len(whole)
    assert kept >= {"": 1, "a": 0.95, "b": 0.8}[lost]


def test_what_an_article_gives_does_not_depend_on_its_company(reader: Reader) -> None:
    first = facts_of(reader, "Germany and Iran held talks in Vienna.", "en")
    facts_of(reader, "Almanya ile İran Viyana'da görüştü. Germany and Iran held talks in Vienna.", "tr")
    assert facts_of(reader, "Germany and Iran held talks in Vienna.", "en") == first


def test_every_offset_in_the_seeds_is_exact(seeds: KnowledgeGraph) -> None:
    count = 0
    for facts in seeds.store.facts():
        text = facts.article.text
        for link in facts.links:
            assert text[link.mention.start : link.mention.end] == link.mention.text
        for claim in facts.claims:
            evidence = claim.evidence
            assert text[evidence.start : evidence.end] == evidence.quote
            assert text[evidence.trigger_start : evidence.trigger_end] == evidence.trigger
            assert evidence.start <= evidence.trigger_start < evidence.trigger_end <= evidence.end
            count += 1
    assert count >= 30


def claims_of(graph: KnowledgeGraph, type_: str, *keys: str, language: str = "") -> list[tuple[str, ...]]:
    """Return (language, factuality, time, place, quote) of the claims of a type in which all those entities take part."""
    return [
        (facts.article.language, claim.factuality.value, claim.time.iso() if claim.time else "", claim.place, claim.evidence.quote)
        for facts in graph.store.facts()
        for claim in facts.claims
        if claim.type == type_ and set(keys) <= set(claim.participants) and language in {"", facts.article.language}
    ]


EU, IRAN, P5 = "organization/European_Union", "state/IRN", "organization/P5+1"


def test_consultations_in_istanbul_come_from_both_articles(seeds: KnowledgeGraph) -> None:
    assert any(place == "place/Istanbul" for *_, place, _ in claims_of(seeds, "CONSULT", EU, IRAN, language="en"))
    assert any(place == "place/Istanbul" for *_, place, _ in claims_of(seeds, "CONSULT", P5, IRAN, language="tr"))
    labels = {key: dict(entity.labels) for key, entity in seeds.store.entities().items()}
    assert labels["place/Istanbul"] == {"en": "Istanbul", "tr": "İstanbul"}
    assert labels[IRAN] == {"en": "Iran", "tr": "İran"}
    assert labels[EU] == {"en": "European Union", "tr": "Avrupa Birliği"}


def test_the_planned_meeting_in_erzurum(seeds: KnowledgeGraph) -> None:
    found = claims_of(seeds, "CONSULT", "state/TUR", IRAN, "state/AZE", language="tr")
    assert ("tr", "planned", "2012-11-28", "place/Erzurum") in [claim[:4] for claim in found]


def test_sanctions_on_iran_in_both_articles(seeds: KnowledgeGraph) -> None:
    for language in ("en", "tr"):
        assert any(
            EU in claim.actors and IRAN in claim.recipients
            for facts in seeds.store.facts()
            if facts.article.language == language
            for claim in facts.claims
            if claim.type == "SANCTION"
        ), language


def test_irans_demands(seeds: KnowledgeGraph) -> None:
    quotes = [quote for *_, quote in claims_of(seeds, "REQUEST", IRAN)]
    assert any("guarantees" in quote for quote in quotes)
    assert any("yumuşatılması" in quote for quote in quotes)


def test_the_us_withdrawal_of_2018(seeds: KnowledgeGraph) -> None:
    found = claims_of(seeds, "REJECT", "state/USA") + claims_of(seeds, "RETREAT", "state/USA")
    assert any(time == "2018" and "withdrawal" in quote for _, _, time, _, quote in found)


def test_agreement_and_persons(seeds: KnowledgeGraph) -> None:
    entities = seeds.store.entities()
    assert entities["agreement/Joint_Comprehensive_Plan_of_Action"].type is EntityType.AGREEMENT
    assert any(claim.agreement == "agreement/Joint_Comprehensive_Plan_of_Action" for facts in seeds.store.facts() for claim in facts.claims)
    assert entities["person/Catherine_Ashton"].type is EntityType.PERSON
    assert dict(entities["person/Saeed_Jalili"].labels)["tr"] == "Said Celili"


def test_every_answer_of_a_named_query_shows_its_sentence(seeds: KnowledgeGraph) -> None:
    texts = {facts.article.id: facts.article.text for facts in seeds.store.facts()}
    for name, parameters in (("meetings", {"entity": "İran"}), ("sanctions", {}), ("requests", {}), ("planned-events", {})):
        rows = list(seeds.query(name, **parameters))
        assert rows, name
        for row in rows:
            assert texts[row["article"]][int(row["start"]) : int(row["end"])] == row["quote"]


def test_the_graph_conforms_to_its_shapes(seeds: KnowledgeGraph) -> None:
    from kg.graph.validate import validate

    assert list(validate(seeds.store)) == []


def test_articles_in_any_order_give_the_same_quads_and_removal_restores_them(seeds: KnowledgeGraph) -> None:
    turkish, english = sorted(SEEDS.glob("*.txt"))
    with build([english, turkish]) as other:
        assert other.store.nquads() == seeds.store.nquads()
        other.remove([turkish.stem])
        with build([english]) as alone:
            assert other.store.nquads() == alone.store.nquads()
