"""The rooms put together, with hand-made analyses in the place of the models: cache, replacement, order, failures."""

from __future__ import annotations

import importlib
from itertools import permutations
from pathlib import Path

import pytest

import kg
from kg.build import CACHE, KnowledgeGraph, Reader, as_records, build, open_graph
from kg.document import Article
from kg.errors import ArticleError, ModelError, NotFoundError, StoreError
from kg.facts import ArticleFacts
from kg.graph.store import GraphStore
from tests.conftest import ARTICLES, HandAnnotator


def read(reader: Reader, *names: str) -> list[ArticleFacts]:
    found = list(reader.read(ARTICLES[name] for name in names))
    return [facts for facts in found if isinstance(facts, ArticleFacts)]


def test_an_article_becomes_facts_with_exact_evidence(annotator: type[HandAnnotator]) -> None:
    for facts in read(Reader(), *ARTICLES):
        assert facts.claims and facts.links
        text = facts.article.text
        for claim in facts.claims:
            evidence = claim.evidence
            assert text[evidence.start : evidence.end] == evidence.quote
            assert text[evidence.trigger_start : evidence.trigger_end] == evidence.trigger
            assert {*claim.participants} <= set(facts.entities)
        assert {"state/IRN"} <= set(facts.entities)


def test_errors_pass_through_in_their_place(annotator: type[HandAnnotator]) -> None:
    before = ArticleError("x", "no such file")
    found = list(Reader().read([ARTICLES["met-en"], before, Article("odd", "Unheard of.", "en"), ARTICLES["met-tr"]]))
    assert [type(item) for item in found] == [ArticleFacts, ArticleError, ArticleError, ArticleFacts]
    assert found[1] is before
    assert "odd" in str(found[2])


# The cache of annotations


def test_nothing_is_annotated_twice(annotator: type[HandAnnotator], tmp_path: Path) -> None:
    first = read(Reader(cache=tmp_path), "met-en", "met-tr")
    assert annotator.read == ["met-en", "met-tr"]
    again = read(Reader(cache=tmp_path), "met-tr", "met-en")
    assert annotator.read == ["met-en", "met-tr"]
    assert {f.article.id: f for f in again} == {f.article.id: f for f in first}


def test_a_cached_document_is_what_was_annotated(annotator: type[HandAnnotator], tmp_path: Path) -> None:
    reader, article = Reader(cache=tmp_path), ARTICLES["met-tr"]
    fresh, kept = reader.document(article), reader.document(article)
    assert annotator.read == ["met-tr"]
    assert not isinstance(fresh, ArticleError) and not isinstance(kept, ArticleError)
    assert [s.tokens for s in kept.sentences] == [s.tokens for s in fresh.sentences]
    assert kept.sentences[0].vector == pytest.approx(fresh.sentences[0].vector, abs=1e-7)
    assert [s.states for s in kept.sentences] == [s.states for s in fresh.sentences] and any(s.states for s in kept.sentences)


def test_the_cache_goes_by_text_language_and_models(annotator: type[HandAnnotator], tmp_path: Path) -> None:
    article = ARTICLES["met-en"]
    renamed = Article("other", article.text, "en", title="Other")
    for models, one in [("kg", article), ("kg", renamed), ("official", article), ("kg", Article("x", article.text, "tr"))]:
        assert not isinstance(Reader(models, tmp_path).document(one), ArticleError)
    assert annotator.read == ["met-en", "met-en", "x"]
    found = Reader("kg", tmp_path).document(renamed)
    assert not isinstance(found, ArticleError) and found.article is renamed


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"{}", b"\xff", b'{"conllu": "1\\tx", "vectors": []}', b'{"conllu": "", "vectors": ["A"]}',
        b'{"conllu": "1\\ta\\ta\\tX\\t_\\t_\\t0\\troot\\t_\\t_\\n", "vectors": [""]}',
        b'{"conllu": "1\\ta\\ta\\tX\\t_\\t_\\t0\\troot\\t_\\t_\\n", "vectors": [""], "states": ["no zlib"]}',
        b'{"conllu": "1\\ta\\ta\\tX\\t_\\t_\\t0\\troot\\t_\\t_\\n", "vectors": [""], "states": ["eJxLBAAAYgBi"]}',
    ],
)  # fmt: skip
def test_a_damaged_cache_is_made_anew(content: bytes, annotator: type[HandAnnotator], tmp_path: Path) -> None:
    expected = read(Reader(cache=tmp_path), "met-en")
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(content)
    assert read(Reader(cache=tmp_path), "met-en") == expected
    assert annotator.read == ["met-en", "met-en"]
    assert path.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


def test_what_failed_is_not_cached(annotator: type[HandAnnotator], tmp_path: Path) -> None:
    for _ in range(2):
        assert isinstance(Reader(cache=tmp_path).document(Article("odd", "Unheard of.", "en")), ArticleError)
    assert annotator.read == ["odd", "odd"] and not list(tmp_path.iterdir())


def test_a_graph_on_disk_keeps_its_annotations(annotator: type[HandAnnotator], news: Path, tmp_path: Path) -> None:
    for _ in range(2):
        with build(news, tmp_path / "g.kg") as graph:
            assert graph.added == 3 and not graph.failures
    assert sorted(annotator.read) == sorted(ARTICLES)
    assert len(list((tmp_path / "g.kg" / CACHE).iterdir())) == 3


# Adding and removing


def test_any_order_of_adding_gives_the_same_bytes(annotator: type[HandAnnotator], news: Path) -> None:
    expected = build(news).store.nquads()
    assert expected
    for order in permutations(ARTICLES):
        graph = KnowledgeGraph(GraphStore())
        for name in order:
            assert graph.add(news / f"{name}.txt") == 1
        assert graph.store.nquads() == expected


@pytest.mark.parametrize("name", ARTICLES)
def test_removing_an_article_leaves_no_trace(name: str, annotator: type[HandAnnotator], news: Path) -> None:
    graph = build([news / f"{other}.txt" for other in ARTICLES if other != name])
    before = graph.store.nquads()
    graph.add(news / f"{name}.txt")
    assert graph.store.nquads() != before
    graph.remove([name])
    assert graph.store.nquads() == before
    assert name not in graph.store.articles()


def test_an_article_of_the_same_id_is_replaced(annotator: type[HandAnnotator], news: Path) -> None:
    graph, expected = build(news / "met-en.txt"), build(news / "sanctions-en.txt").store.nquads().replace(b"sanctions-en", b"met-en")
    (news / "met-en.txt").write_bytes((news / "sanctions-en.txt").read_bytes())
    assert graph.add(str(news / "met-en.txt")) == 1
    assert graph.store.articles() == ["met-en"]
    (facts,) = graph.store.facts()
    assert facts.article.text == ARTICLES["sanctions-en"].text
    assert {claim.type for claim in facts.claims} == {"SANCTION"}
    assert len(graph.store.nquads().splitlines()) == len(expected.splitlines())


def test_both_languages_tell_of_one_event(annotator: type[HandAnnotator], news: Path) -> None:
    events = [event for event in build(news).store.events() if event.type == "CONSULT"]
    assert {frozenset(event.actors) for event in events} == {frozenset({"state/IRN", "state/RUS"})}


def test_failures_are_kept_and_the_others_are_in(annotator: type[HandAnnotator], news: Path) -> None:
    (news / "empty.txt").write_bytes(b"")
    seen: list[str] = []
    graph = KnowledgeGraph(GraphStore())
    assert graph.add([news, news / "gone.txt"], progress=seen.append) == graph.added == 3
    assert seen == sorted(ARTICLES)
    assert [failure.reason for failure in graph.failures] == ["the file is empty", "no such file or folder"]
    graph.add(news / "met-en.txt")
    assert graph.failures == [] and graph.added == 1


def test_removing_what_is_not_there_removes_nothing(annotator: type[HandAnnotator], news: Path) -> None:
    graph = build(news)
    with pytest.raises(NotFoundError, match="no such article: 'gone'"):
        graph.remove(["met-en", "gone"])
    assert len(graph.store.articles()) == 3


# Building and opening


def test_a_build_replaces_what_was_there(annotator: type[HandAnnotator], news: Path, tmp_path: Path) -> None:
    build(news, tmp_path / "g.kg").close()
    with build(news / "met-tr.txt", tmp_path / "g.kg") as graph:
        assert graph.store.articles() == ["met-tr"]


def test_a_build_that_reads_nothing_leaves_the_old_graph(annotator: type[HandAnnotator], news: Path, tmp_path: Path) -> None:
    build(news, tmp_path / "g.kg").close()
    with build(tmp_path / "tpyo", tmp_path / "g.kg") as graph:
        assert (graph.added, len(graph.failures)) == (0, 1)
        assert len(graph.store.articles()) == 3


def test_missing_models_leave_the_old_graph(
    annotator: type[HandAnnotator], news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(news / "met-tr.txt", tmp_path / "g.kg").close()
    monkeypatch.undo()
    with pytest.raises(ModelError):
        build(news, tmp_path / "g.kg", models=str(tmp_path))
    with open_graph(tmp_path / "g.kg", read_only=True) as graph:
        assert graph.store.articles() == ["met-tr"]


def test_a_graph_is_opened_again(annotator: type[HandAnnotator], news: Path, tmp_path: Path) -> None:
    with build(news, tmp_path / "g.kg") as graph:
        expected = graph.store.nquads()
    with kg.open(tmp_path / "g.kg") as graph:
        assert graph.store.nquads() == expected
        assert len(graph.query("SELECT ?b { ?a dip:sanctioned ?b }")) == 1
        assert len(graph.query("sanctions", entity="Iran")) == 1
        assert graph.network().number_of_nodes() > 0
        assert "3" in graph._repr_html_()


def test_what_is_no_graph_is_told_with_the_fix(annotator: type[HandAnnotator], news: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no graph here; make one with `kg build PATH... -o .*gone`"):
        kg.open(tmp_path / "gone")
    with pytest.raises(StoreError, match="not a graph of kg"):
        kg.open(news)
    with pytest.raises(StoreError, match="not a graph of kg"):
        build(news, news)
    assert (news / "met-en.txt").is_file()


def test_the_view_is_written_where_asked(annotator: type[HandAnnotator], news: Path, tmp_path: Path) -> None:
    path = build(news).view(str(tmp_path / "page.html"))
    assert path == tmp_path / "page.html"
    assert "<html" in path.read_text(encoding="utf-8")


def test_records_have_the_form_other_programs_rely_on(annotator: type[HandAnnotator]) -> None:
    (record,) = as_records(read(Reader(), "met-tr"))
    assert {"id", "lang", "entities", "mentions", "claims"} <= set(record)
    assert (record["id"], record["lang"]) == ("met-tr", "tr")
    (claim,) = record["claims"]
    assert claim["type"] == "CONSULT" and claim["factuality"] == "occurred"
    keys = {key.rpartition("/")[2]: key for key in record["entities"]}
    assert set(claim["actors"]) == {keys["IRN"], keys["RUS"]} and claim["place"] == keys["Istanbul"]
    text = ARTICLES["met-tr"].text
    assert text[claim["start"] : claim["end"]] == claim["trigger"] == "görüştü"
    assert all(text[mention["start"] : mention["end"]] == mention["text"] for mention in record["mentions"])


def test_the_module_stays_behind_the_function_of_its_name() -> None:
    module = importlib.import_module("kg.build")
    assert kg.build is module.build
