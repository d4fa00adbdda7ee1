"""The store: byte-stable, atomic, and clear about what is wrong."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ArticleError, NotFoundError, StoreError, UsageError
from kg.facts import ArticleFacts
from kg.graph.entities import ExtractionRun
from kg.graph.folder import TRIES
from kg.graph.mapping import canonical
from kg.graph.resolve import resolve
from kg.graph.store import GraphStore
from tests.graph.samples import ENTITIES, EU, IRAN, Story, english_seed, seeds, turkish_report
from tests.graph.test_mapping import article_facts


def filled(*facts: ArticleFacts) -> GraphStore:
    store = GraphStore()
    store.put(facts or seeds())
    return store


def test_what_was_put_is_read_back() -> None:
    assert list(filled().facts()) == sorted(map(canonical, seeds()), key=lambda facts: facts.article.id)
    assert filled().articles() == ["rapor-tr", "report-en", "seed-en", "seed-tr"]
    assert [facts.article.id for facts in filled().facts(["seed-tr"])] == ["seed-tr"]


def test_events_are_read_back_as_they_were_resolved() -> None:
    found = resolve(((facts.article, claim) for facts in seeds() for claim in facts.claims), ENTITIES)
    assert [replace(e, time=None) for e in filled().events()] == [replace(e, time=None) for e in found]
    assert [e.time and e.time.iso() for e in filled().events()] == [e.time and e.time.iso() for e in found]


def test_any_order_gives_the_same_bytes() -> None:
    expected = filled().nquads()
    for order in permutations(seeds()):
        store = GraphStore()
        for facts in order:
            store.put([facts], run=None)
        assert store.nquads() == expected


@pytest.mark.parametrize("number", range(4))
def test_adding_and_removing_an_article_leaves_no_trace(number: int) -> None:
    others = seeds()
    one = others.pop(number)
    store = filled(*others)
    before = store.nquads()
    store.put([one], run=ExtractionRun("9", "test", "2026-01-01"))
    assert store.nquads() != before
    assert store.remove([one.article.id]) == 1
    assert store.nquads() == before


@settings(max_examples=25, deadline=None)
@given(st.lists(article_facts(), min_size=1, max_size=3, unique_by=lambda facts: facts.article.id), st.randoms())
def test_order_and_removal_for_any_facts(articles: list[ArticleFacts], random: st.DataObject) -> None:
    known = {key: entity for facts in articles for key, entity in facts.entities.items() if entity.known}
    articles = [replace(f, entities={k: known.get(k, e) for k, e in f.entities.items()}) for f in articles]
    store, other = filled(*articles), GraphStore()
    shuffled = list(articles)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for facts in shuffled:
        other.put([facts])
    assert other.nquads() == store.nquads()
    other.remove([shuffled[-1].article.id])
    rest = GraphStore()
    rest.put(shuffled[:-1])
    assert other.nquads() == rest.nquads()


def test_vectors_of_stored_articles_count_for_later_ones(tmp_path: Path) -> None:
    def meeting(name: str, vector: tuple[float, ...]) -> ArticleFacts:
        return Story(name, "en", "2025-07-20", f"They met in {name}.").claim("CONSULT", "met", [EU, IRAN], vector=vector).facts()

    one, same, different = meeting("A", (0.5, 0.1)), meeting("B", (0.5, 0.11)), meeting("C", (-0.1, 0.5))
    with GraphStore(tmp_path / "g") as store:
        store.put([one])
    with GraphStore(tmp_path / "g") as store:
        store.put([same])
        store.put([different])
        assert store.nquads() == filled(different, same, one).nquads()
        assert sorted(len(event.claims) for event in store.events()) == [1, 2]


def test_putting_an_article_again_replaces_it() -> None:
    store = filled()
    before = store.nquads()
    changed = replace(english_seed(), claims=english_seed().claims[:1])
    assert store.put([changed]) == 1
    assert store.nquads() == filled(changed, *seeds()[1:]).nquads()
    store.put([english_seed()])
    assert store.nquads() == before


def test_an_article_that_contradicts_itself_harms_nothing() -> None:
    store = filled(english_seed())
    before = store.nquads()
    wrong = replace(turkish_report(), article=replace(turkish_report().article, text="Başka."))
    with pytest.raises(ArticleError, match="rapor-tr"):
        store.put([seeds()[1], wrong])
    assert store.nquads() == before


def test_a_failing_source_of_facts_harms_nothing() -> None:
    def failing() -> Iterator[ArticleFacts]:
        yield turkish_report()
        raise OSError("no more")

    store = filled(english_seed())
    before = store.nquads()
    with pytest.raises(OSError, match="no more"):
        store.put(failing())
    assert store.nquads() == before


def test_many_articles_come_in_several_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = filled().nquads()
    monkeypatch.setattr("kg.graph.store.CHUNK", 1)
    monkeypatch.setattr("kg.graph.store.BULK", 1)
    assert filled().nquads() == expected


def test_unknown_articles_are_named_and_nothing_is_removed() -> None:
    store = filled()
    before = store.nquads()
    with pytest.raises(NotFoundError, match="'nope'"):
        store.remove(["seed-en", "nope"])
    with pytest.raises(NotFoundError, match="'nope'"):
        list(store.facts(["nope"]))
    assert store.nquads() == before


def test_on_disk_it_is_the_same_graph(tmp_path: Path) -> None:
    path = tmp_path / "news.kg"
    with GraphStore(path, base="https://example.org/") as store:
        store.put(seeds())
        expected = store.nquads()
    with GraphStore(path, read_only=True) as store:
        assert store.nquads() == expected
        assert store.names.base == "https://example.org/"
        with pytest.raises(StoreError, match="reading only"):
            store.put(seeds())
    with GraphStore(path) as store:
        store.clear()
        assert store.nquads() == GraphStore().nquads()


def test_a_second_writer_is_told_so(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        store.put(seeds())
        with pytest.raises(StoreError, match="another process is writing"):
            GraphStore(tmp_path / "g")
        assert GraphStore(tmp_path / "g", read_only=True).articles() == store.articles()
    gc.collect()


def test_what_is_no_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no graph; build one with `kg build"):
        GraphStore(tmp_path / "absent", create=False)
    with pytest.raises(StoreError, match=r"there is no graph"):
        GraphStore(tmp_path / "absent", read_only=True)
    (tmp_path / "note.txt").write_text("hello")
    for path in (tmp_path, tmp_path / "note.txt"):
        with pytest.raises(StoreError, match="not a graph of kg"):
            GraphStore(path)


@pytest.mark.parametrize(("text", "message"), [('{"format": 99, "base": "x"}', "format 99"), ("{", "damaged"), ("[]", "damaged")])
def test_another_version_is_named_with_the_fix(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "kg.json").write_text(text)
    with pytest.raises(StoreError, match=f"{message}.*build the graph again"):
        GraphStore(tmp_path)


def test_damaged_files_are_named(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g") as store:
        store.put(seeds())
    gc.collect()
    (tmp_path / "g" / "graph" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="cannot be opened"):
        GraphStore(tmp_path / "g")


@pytest.mark.parametrize(
    ("failures", "message", "opens"), [(3, "while stat: No such file or directory", 4), (99, "No such file", 7), (99, "Corruption", 1)]
)
def test_a_reader_tries_again_while_a_writer_replaces_a_file(
    failures: int, message: str, opens: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    GraphStore(tmp_path / "g.kg").close()
    opened, real = [], pyoxigraph.Store.read_only

    def read_only(path: str) -> object:
        opened.append(path)
        if len(opened) <= failures:
            raise RuntimeError(message)
        return real(path)

    monkeypatch.setattr("kg.graph.folder.ox", SimpleNamespace(Store=SimpleNamespace(read_only=read_only)))
    monkeypatch.setattr("kg.graph.folder.time.sleep", lambda _seconds: None)
    if failures > TRIES:
        with pytest.raises(StoreError, match="cannot be opened"):
            GraphStore(tmp_path / "g.kg", read_only=True)
    else:
        GraphStore(tmp_path / "g.kg", read_only=True).close()
    assert len(opened) == opens


def test_every_serialisation_holds_the_graph() -> None:
    store = filled()
    assert json.loads(store.serialize("jsonld"))
    assert store.serialize("nq") == store.nquads()
    assert b"dip:Consult" in store.serialize("trig")
    assert store.serialize("ttl") == filled(*reversed(seeds())).serialize("ttl")
    with pytest.raises(UsageError, match="allowed: nq, trig, ttl, jsonld"):
        store.serialize("xml")


def test_rdflib_sees_the_graph() -> None:
    found = filled().to_rdflib().query("SELECT ?b { ?a rdfs:label 'European Union' . ?a dip:sanctioned/rdfs:label ?b }")
    assert [str(row[0]) for row in found] == ["Iran"]  # type: ignore[index]


def test_a_syntax_error_is_shown_where_it_is() -> None:
    with pytest.raises(UsageError, match=r"SPARQL, line 2, column \d+: unknown prefix(.|\n)*\?x foo:bar(.|\n)*\^"):
        filled().query("SELECT ?x {\n ?x foo:bar ?y }")
    with pytest.raises(UsageError, match=r"SPARQL, line 1"):
        filled().query("SELEKT")


def test_direct_relations_leave_out_ones_own_state() -> None:
    rows = filled().query("SELECT ?a ?b { ?x dip:consulted ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }")
    pairs = {(row["a"].value, row["b"].value) for row in rows}  # type: ignore[union-attr]
    assert {("Iran", "Vladimir Putin"), ("Vladimir Putin", "Iran"), ("Iran", "Russia")} <= pairs
    assert ("Vladimir Putin", "Russia") not in pairs
    assert ("Iran", "Türkiye") not in pairs, "a planned meeting is no relation yet"


def relations_of(*facts: ArticleFacts) -> set[tuple[str, str]]:
    rows = filled(*facts).query(
        "SELECT ?a ?b { GRAPH ?g { ?x ?p ?y } FILTER(STRENDS(STR(?g), 'relations')) ?x rdfs:label ?a . ?y rdfs:label ?b }"
    )
    return {(row["a"].value, row["b"].value) for row in rows}  # type: ignore[union-attr]


def test_those_who_agree_act_towards_one_another_those_who_sanction_together_do_not() -> None:
    agreed = Story("a", "en", "2025-07-27", "The EU and Iran agreed.").claim("AGREE", "agreed", [EU, IRAN]).facts()
    imposed = Story("b", "en", "2025-07-27", "The EU and Iran imposed sanctions.").claim("SANCTION", "sanctions", [EU, IRAN]).facts()
    assert relations_of(agreed) == {("European Union", "Iran"), ("Iran", "European Union")}
    assert relations_of(imposed) == set()


def test_a_claim_whose_participants_are_guessed_gives_no_direct_relation() -> None:
    facts = Story("a", "en", "2025-07-27", "Sanctions of Iran and the EU.").claim("SANCTION", "Sanctions", [EU], [IRAN]).facts()
    guessed = replace(facts, claims=tuple(replace(claim, confidence=0.4) for claim in facts.claims))
    assert relations_of(facts) == {("European Union", "Iran")}
    assert relations_of(guessed) == set()
