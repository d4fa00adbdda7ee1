"""Named queries: all run, all show their sentences, and parameters cannot become SPARQL."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from kg.errors import KGError, KnowledgeError, NotFoundError, UsageError
from kg.explore.queries import answer, bind, find_entities, load_queries, named_query, run
from kg.explore.result import Result, result_of
from kg.graph.store import GraphStore
from tests.graph.samples import seeds


@pytest.fixture(scope="module")
def store() -> GraphStore:
    graph = GraphStore()
    graph.put(seeds())
    return graph


@pytest.mark.parametrize("name", load_queries())
def test_every_query_answers_and_shows_exact_sentences(name: str, store: GraphStore) -> None:
    query = named_query(name)
    result = run(store, query, **{p.name: "Iran" for p in query.parameters if p.required})
    assert len(result) > 0
    texts = {facts.article.id: facts.article.text for facts in store.facts()}
    for row in result:
        if "start" in row:
            quote = row.get("quote") or row.get("denied") or row.get("english") or row.get("mention")
            assert texts[row["article"]][row["start"] : row["end"]] == quote
        elif name != "unknown-entities":
            assert any(value in text for text in texts.values() for value in row.values() if isinstance(value, str))


@pytest.mark.parametrize("name", load_queries())
def test_every_query_is_plain_sparql_and_deterministic(name: str, store: GraphStore) -> None:
    text = named_query(name).text
    assert "ORDER BY" in text
    assert result_of(store.query(text)).columns


def test_there_are_enough_queries_and_each_tells_what_it_is_for() -> None:
    assert len(load_queries()) >= 12
    for query in load_queries().values():
        assert query.title and query.description.endswith(".")
        assert all(parameter.help for parameter in query.parameters)


IRI = "https://w3id.org/diplomacy-kg/id/state/IRN"


@pytest.mark.parametrize("name", ["Iran", "IRAN", "iran", "İRAN", "İran'ın", "İranın", "Tahran", "IRN", "state/IRN", IRI])
def test_an_entity_answers_to_any_of_its_names(name: str, store: GraphStore) -> None:
    assert [node.value.rpartition("/")[2] for node in find_entities(store, name)] == ["IRN"]


def test_an_entity_that_is_not_there_is_named_with_those_alike(store: GraphStore) -> None:
    with pytest.raises(NotFoundError, match=r"no entity named 'Irak' in the graph; did you mean: .*iran"):
        find_entities(store, "Irak")


@pytest.mark.parametrize("evil", ['Iran" } ; DROP ALL #', "x> } DELETE { ?s ?p ?o } #", "Iran\n} #", "\\u0022 }"])
def test_a_value_cannot_become_sparql(evil: str, store: GraphStore) -> None:
    with pytest.raises(NotFoundError):
        run(store, "meetings", entity=evil)
    with pytest.raises(UsageError):
        run(store, "meetings", since=evil)
    with pytest.raises(UsageError):
        run(store, "meetings", lang=evil)


def test_parameters_narrow_the_answer(store: GraphStore) -> None:
    def found(**values: str) -> set[str]:
        return {row["when"] for row in run(store, "meetings", **values)}

    assert found(entity="AB", since="2025-01-01") == {"2025-07-24"}
    assert "2025-07-24" not in found(until="2013-01-01")
    assert found(entity="Azerbaycan") == {"2012-11-28"}
    assert found(since="2012-04-15", until="2012-04-20") == {"2012-04"}, "a month lies in the days asked for"


def test_labels_come_in_the_language_asked_for(store: GraphStore) -> None:
    names = {row["name"] for row in run(store, "meetings", lang="tr")}
    assert "Azerbaycan, İran, Türkiye: görüşme (Erzurum, 2012-11-28)" in names


def test_a_denial_beside_an_assertion_is_a_contradiction(store: GraphStore) -> None:
    (row,) = run(store, "contradictions")
    assert (row["assertedIn"], row["article"], row["denial"]) == ("report-en", "rapor-tr", "denied")


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("meetings", {"who": "Iran"}, "no parameter 'who'; it has: entity, since, until, lang"),
        ("timeline", {}, "query 'timeline' needs 'entity': whose timeline"),
        ("meetings", {"since": "yesterday"}, "no date"),
        ("meetings", {"lang": "de"}, "there are: en, tr"),
    ],
)
def test_parameters_that_do_not_fit_are_explained(name: str, values: dict[str, str], message: str, store: GraphStore) -> None:
    with pytest.raises(UsageError, match=message):
        run(store, name, **values)


def test_without_a_graph_an_entity_must_be_an_iri() -> None:
    assert "<https://x.org/a>" in bind(named_query("timeline"), entity="https://x.org/a")
    with pytest.raises(UsageError, match="no graph to look the name up in"):
        bind(named_query("timeline"), entity="Iran Islamic")


def test_answer_takes_sparql_or_a_name(store: GraphStore) -> None:
    assert len(answer(store, "sanctions", entity="Iran")) == 2
    assert [row["b"] for row in answer(store, "SELECT ?b { ?a dip:sanctioned/rdfs:label ?b }")] == ["Iran"]
    with pytest.raises(NotFoundError, match="did you mean 'sanctions'"):
        answer(store, "sanction")
    with pytest.raises(UsageError, match="for named queries"):
        answer(store, "SELECT * { ?s ?p ?o }", entity="Iran")


def test_a_result_comes_in_every_form(store: GraphStore) -> None:
    result = run(store, "planned-events", entity="Azerbaijan")
    assert "Erzurumda görüşme yapacak" in result.to_table(width=200)
    assert next(iter(json.loads(result.to_json())))["start"] == 143
    assert list(csv.reader(io.StringIO(result.to_csv())))[1][-2:] == ["143", "228"]
    assert result.to_tsv().splitlines()[0].split("\t")[0] == "name"
    assert result._repr_html_().count("<tr>") == 2
    assert len(result.head(0)) == 0
    assert result.render("csv") == result.to_csv()
    with pytest.raises(UsageError, match="only the answer to CONSTRUCT"):
        result.render("ttl")
    with pytest.raises(UsageError, match="allowed: table, csv"):
        result.render("xls")


def test_graphs_and_truth_values_are_results_too(store: GraphStore) -> None:
    graph = answer(store, "CONSTRUCT { ?a dip:sanctioned ?b } WHERE { ?a dip:sanctioned ?b }")
    assert "dip:sanctioned" in graph.to_ttl()
    assert "state/IRN" in graph.to_table()
    assert answer(store, "ASK { ?a dip:sanctioned ?b }")
    assert not answer(store, "ASK { ?a dip:aided ?b }")


def test_cells_of_a_table_are_escaped_in_html() -> None:
    store = GraphStore()
    assert "&lt;b&gt;" in answer(store, "SELECT ('<b>' AS ?x) {}")._repr_html_()


def test_a_missing_pandas_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(KGError, match="pip install"):
        Result(("x",), ()).to_dataframe()


def test_all_faults_of_all_headers_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("# title: A\n# param x: thing - what\n# param y: text - y\n# wrong\nSELECT * { ?s ?p ?o }")
    (tmp_path / "b.rq").write_text("# title: B\n# description: b\nSELECT {")
    with pytest.raises(KnowledgeError) as caught:
        load_queries(tmp_path)
    told = "\n".join(caught.value.faults)
    for part in (
        "a.rq: line 2: unknown type 'thing'",
        "a.rq: line 4",
        "'# description: …' is missing",
        "lacks 'VALUES ?y",
        "b.rq: not SPARQL",
    ):
        assert re.search(re.escape(part), told), part
