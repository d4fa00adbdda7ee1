"""The command line: exit codes, what goes to stdout and what to stderr, help for everything."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import kg
from kg.cli import COMMANDS, SUMMARIES, cli, main
from kg.explore.queries import load_queries
from kg.graph.store import GraphStore
from tests.conftest import ARTICLES, HandAnnotator
from tests.graph.samples import seeds
from tests.test_ingest import GERMAN

README = Path(__file__).parents[1] / "README.md"


class Ran(NamedTuple):
    """What a command left."""

    code: int
    out: str
    err: str


Kg = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    """Run `kg` in this process, through its front door."""

    def call(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        return Ran(int(stop.value.code or 0), *capsys.readouterr())

    return call


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Fill a store on disk with hand-made facts."""
    path = tmp_path_factory.mktemp("cli") / "news.kg"
    with GraphStore(path) as store:
        store.put(seeds())
    yield path


def shell(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `python -m kg` in a process of its own."""
    done = subprocess.run([sys.executable, "-W", "error", "-m", "kg", *map(str, words)], check=False, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


# Help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_an_example(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"], prog_name="kg")
    assert result.exit_code == 0
    assert re.search(rf"^  kg {name}\b", result.output, re.MULTILINE), "the help lacks an example"
    command = cli.get_command(click.Context(cli), name)
    assert command is not None and command.name == name
    assert command.help and command.help.split("\n")[0].endswith(".")
    assert all(option.help for option in command.params if isinstance(option, click.Option)), "an option lacks its help"


def test_every_command_is_listed_with_a_summary(run: Kg) -> None:
    assert list(COMMANDS) == list(SUMMARIES)
    assert all(summary.endswith(".") for summary in SUMMARIES.values())
    for words in (["--help"], ["-h"]):
        listed = run(*words)
        assert listed.code == 0 and not listed.err
        assert all(f"  {name}" in listed.out and SUMMARIES[name] in listed.out for name in COMMANDS)


@pytest.mark.skipif(not README.is_file(), reason="there is no README yet")
@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_tells_of_every_command(name: str) -> None:
    assert f"kg {name}" in README.read_text(encoding="utf-8")


def test_the_version(run: Kg) -> None:
    assert run("--version") == Ran(0, f"kg {kg.__version__}\n", "")


@pytest.mark.parametrize("words", [["--help"], ["build", "--help"], ["query", "-h"], ["--version"], ["nonsense"]])
def test_help_loads_no_heavy_package(words: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['kg', *{words!r}]\nfrom kg.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'stanza', 'transformers', 'rdflib', 'pyoxigraph', 'networkx', 'numpy', 'lingua', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "[]"


# Usage


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["biuld"], "No such command 'biuld'"),
        (["build"], "Missing argument 'PATHS...'"),
        (["build", "x", "--modles", "kg"], "No such option"),
        (["build", "x", "--language", "de"], "'de' is not one of 'tr', 'en'"),
        (["query"], "name a query, write SPARQL, or give --file"),
        (["query", "meetings", "-p", "Iran"], "--param 'Iran': write NAME=VALUE"),
        (["query", "meetings", "-n", "0"], "0 is not in the range x>=1"),
        (["query", "-f", "gone.rq"], "File 'gone.rq' does not exist"),
        (["export", "--format", "xls"], "'xls' is not one of"),
        (["remove"], "Missing argument 'ARTICLES...'"),
        (["train", "tr", "--data", "gone"], "Directory 'gone' does not exist"),
    ],
)
def test_wrong_usage_leaves_with_2_and_says_why(words: list[str], message: str, run: Kg) -> None:
    ran = run(*words)
    assert ran.code == 2 and not ran.out
    assert message in ran.err and "Usage:" in ran.err


def test_without_a_command_the_help_is_shown(run: Kg) -> None:
    ran = run()
    assert ran.code == 2 and "Commands:" in ran.err + ran.out


@pytest.mark.parametrize(
    "command", ["ls", "stats", "query meetings", "show Iran", "view", "export", "validate", "remove a", "add gone.txt"]
)
@pytest.mark.parametrize("place", ["gone.kg", "empty", "file"])
def test_a_store_that_is_not_there_leaves_with_1_and_the_fix(command: str, place: str, run: Kg, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    ran = run(*command.split(), "-g", tmp_path / place)
    assert ran.code == 1 and not ran.out
    assert ran.err.startswith(f"kg: {tmp_path / place}: ") and "kg build" in ran.err and ran.err.count("\n") == 1
    assert not list((tmp_path / "empty").iterdir())


# Reading articles

BAD = {
    "empty.txt": (b"", "the file is empty", 1),
    "blank.txt": (b" \n\t\n", "the file is empty", 1),
    "binary.txt": (b"\x7fELF\0\0\1", "the file is binary, not text", 1),
    "latin5.txt": ("Görüşme".encode("iso8859-9"), "not UTF-8 (byte 0xf6 at offset 1); convert it", 1),
    "german.txt": (GERMAN.encode(), "skipped: its language is neither en nor tr; say --language if it is", 1),
    "page.pdf": (b"%PDF", "files ending in '.pdf' cannot be read; allowed: .jsonl, .txt", 1),
    "bad.jsonl": (b'{"id": "a", "text"\n', "bad.jsonl:1: not JSON: Expecting ':' delimiter at column 19", 1),
    "half.jsonl": (b'{"id": "a"}\n', "half.jsonl:1: each line must be an object with the strings 'id' and 'text'", 1),
    "folder": (None, "no articles in this folder; files must end in .jsonl or .txt", 1),
    "gone.txt": (None, "no such file or folder", 2),
}


@pytest.fixture(params=BAD)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, int]:
    """Make one bad input; give its path, the message and the exit code where nothing else is read."""
    content, message, code = BAD[request.param]
    path = tmp_path / "bad" / str(request.param)
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    elif request.param == "folder":
        path.mkdir()
    return path, message, code


@pytest.mark.usefixtures("annotator")
def test_bad_input_alone(bad: tuple[Path, str, int], run: Kg, tmp_path: Path) -> None:
    path, message, code = bad
    for words in (["build", path, "-o", tmp_path / "g.kg"], ["add", path, "-g", tmp_path / "g.kg"], ["extract", path]):
        ran = run(*words)
        assert ran.code == code, words
        assert ran.err.startswith(f"kg: {path}") and message in ran.err and ran.err.count("\n") == 1
        assert not ran.out or words[0] == "add"


@pytest.mark.usefixtures("annotator")
def test_bad_input_beside_good(bad: tuple[Path, str, int], run: Kg, news: Path, tmp_path: Path) -> None:
    path, message, _ = bad
    ran = run("build", path, news, "-o", tmp_path / "g.kg")
    assert ran.code == 3
    first, last = ran.err.splitlines()
    assert first.startswith(f"kg: {path}") and message in first
    assert last == "kg: 1 failed, 3 done"
    assert ran.out.startswith(f"{tmp_path / 'g.kg'}: ")
    assert [row["id"] for row in json.loads(run("ls", "--json", "-g", tmp_path / "g.kg").out)] == sorted(ARTICLES)
    ran = run("add", news, path, "-g", tmp_path / "g.kg")
    assert (ran.code, ran.err.splitlines()[-1]) == (3, "kg: 1 failed, 3 done")
    ran = run("extract", path, news)
    assert ran.code == 3
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == sorted(ARTICLES)


@pytest.mark.usefixtures("annotator")
def test_a_build_and_all_that_follows(run: Kg, news: Path, tmp_path: Path) -> None:
    place, page = tmp_path / "g.kg", tmp_path / "page.html"
    ran = run("build", news / "met-en.txt", news / "met-tr.txt", "-o", place, "--view", page)
    assert ran.code == 0 and not ran.err
    assert page.is_file() and f"{page}: open it in a browser" in ran.out
    before = run("export", "--format", "nq", "-g", place).out
    assert run("add", news / "sanctions-en.txt", "-g", place)[::2] == (0, "")
    assert run("stats", "--json", "-g", place).out.count('"articles": 3') == 1
    assert run("remove", "sanctions-en", "-g", place)[::2] == (0, "")
    assert run("export", "--format", "nq", "-g", place).out == before
    ran = run("remove", "sanctions-en", "-g", place)
    assert ran == Ran(2, "", "kg: no such article: 'sanctions-en'; `kg ls` lists the 2 there are\n")


@pytest.mark.usefixtures("annotator")
def test_a_build_of_a_wrong_path_leaves_the_graph_that_was_there(run: Kg, news: Path, tmp_path: Path) -> None:
    run("build", news, "-o", tmp_path / "g.kg")
    ran = run("build", tmp_path / "tpyo", "-o", tmp_path / "g.kg")
    assert (ran.code, ran.out) == (2, "")
    assert len(json.loads(run("ls", "--json", "-g", tmp_path / "g.kg").out)) == 3


def test_the_options_of_reading_reach_the_models(
    annotator: type[HandAnnotator], run: Kg, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    original = annotator.__init__

    def noted(self: HandAnnotator, models: str = "kg") -> None:
        made.append(models)
        original(self, models)

    monkeypatch.setattr(annotator, "__init__", noted)
    ran = run("extract", news / "met-en.txt", "--models", "official", "--language", "en")
    assert ran.code == 0 and made == ["official"] and json.loads(ran.out)["lang"] == "en"
    monkeypatch.setenv("KG_EXTRACT_MODELS", "elsewhere")
    run("extract", news / "met-en.txt")
    assert made == ["official", "elsewhere"]


@pytest.mark.usefixtures("annotator")
def test_the_judge_can_be_done_without(run: Kg, news: Path, tmp_path: Path) -> None:
    by_rules = json.loads(run("extract", news / "met-en.txt", "--rules-only").out)["claims"]
    judged = json.loads(run("extract", news / "met-en.txt").out)["claims"]
    assert [claim["confidence"] for claim in by_rules] == [0.9], "named in the clause"
    assert [claim["type"] for claim in judged] == ["CONSULT"] and 0.3 < judged[0]["confidence"] < 1
    run("build", news / "met-en.txt", "-o", tmp_path / "g.kg", "--rules-only")
    stored = run("export", "-g", tmp_path / "g.kg", "--format", "claims").out
    assert [claim["confidence"] for claim in json.loads(stored)["claims"]] == [0.9]


@pytest.mark.parametrize("command", ["build", "extract"])
def test_missing_models_leave_with_1_and_the_fix(command: str, run: Kg, news: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    ran = run(command, news, "--models", tmp_path / "none", *(["-o", tmp_path / "g.kg"] if command == "build" else []))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"kg: {tmp_path / 'none'}: no models in Stanza's layout") and "fix: reinstall kg" in ran.err


@pytest.mark.usefixtures("annotator")
def test_articles_are_not_written_over_by_a_graph(run: Kg, news: Path) -> None:
    ran = run("build", news, "-o", news)
    assert ran.code == 1 and "not a graph of kg" in ran.err
    assert sorted(path.name for path in news.iterdir()) == sorted([*(f"{name}.txt" for name in ARTICLES), "metadata.toml"])


def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = shell("build", tmp_path / "empty.txt", "-o", tmp_path / "g.kg", code=1)
    assert done.stderr == f"kg: {tmp_path / 'empty.txt'}: the file is empty\n" and not done.stdout
    assert "no such file or folder" in shell("extract", tmp_path / "gone.txt", code=2).stderr
    assert "No such command" in shell("biuld", code=2).stderr
    assert shell("ls", "-g", tmp_path / "gone.kg", code=1).stderr.startswith(f"kg: {tmp_path / 'gone.kg'}: no graph here")


# Reading a graph


def test_the_named_queries_are_listed_with_their_parameters(run: Kg) -> None:
    ran = run("query", "--list")
    assert ran.code == 0 and not ran.err
    for query in load_queries().values():
        assert f"{query.name} " in ran.out and query.description in ran.out
        assert all(f"  {parameter.name}: " in ran.out for parameter in query.parameters)


def test_a_query_that_is_not_there_suggests_another(graph: Path, run: Kg) -> None:
    ran = run("query", "meetngs", "-g", graph)
    assert (ran.code, ran.out) == (2, "")
    assert "no query named 'meetngs'; did you mean 'meetings'?" in ran.err


def test_a_syntax_error_leaves_with_2_and_its_place(graph: Path, run: Kg, tmp_path: Path) -> None:
    ran = run("query", "SELECT ?a\n{ ?a dip:sanctioned }", "-g", graph)
    assert (ran.code, ran.out) == (2, "")
    assert re.search(r"kg: SPARQL, line 2, column \d+: ", ran.err)
    (tmp_path / "x.rq").write_text("SELECT {", encoding="utf-8")
    assert run("query", "-f", tmp_path / "x.rq", "-g", graph).code == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["meetings", "-p", "who=Iran"], "no parameter 'who'"),
        (["meetings", "-p", "entity=Atlantis"], "no entity named 'Atlantis'"),
        (["timeline"], "needs 'entity'"),
        (["meetings", "--format", "ttl"], "only the answer to CONSTRUCT"),
        (["SELECT * { ?s ?p ?o }", "-p", "entity=Iran"], "for named queries"),
    ],
)
def test_a_query_that_does_not_fit_leaves_with_2(words: list[str], message: str, graph: Path, run: Kg) -> None:
    ran = run("query", *words, "-g", graph)
    assert (ran.code, ran.out) == (2, "") and message in ran.err


def test_answers_are_read_back_in_every_form(graph: Path, run: Kg, tmp_path: Path) -> None:
    sparql = "SELECT ?a ?b { ?a dip:sanctioned ?b } ORDER BY ?a"
    rows = json.loads(run("query", sparql, "--format", "json", "-g", graph).out)
    assert rows and set(rows[0]) == {"a", "b"}
    for form, separator in (("csv", ","), ("tsv", "\t")):
        ran = run("query", sparql, "--format", form, "-g", graph)
        assert ran.code == 0 and not ran.err
        assert list(csv.DictReader(io.StringIO(ran.out), delimiter=separator)) == rows
    (tmp_path / "x.rq").write_text(sparql, encoding="utf-8")
    assert json.loads(run("query", "-f", tmp_path / "x.rq", "--format", "json", "-g", graph).out) == rows
    ttl = run("query", "CONSTRUCT { ?a dip:sanctioned ?b } WHERE { ?a dip:sanctioned ?b }", "--format", "ttl", "-g", graph).out
    assert len(list(ox.parse(ttl, format=ox.RdfFormat.TURTLE))) == len(rows)
    assert "organization/European_Union" in run("query", sparql, "-g", graph).out
    assert len(json.loads(run("query", "meetings", "-n", "1", "--format", "json", "-g", graph).out)) == 1


def test_a_result_ends_with_one_line_break(graph: Path, run: Kg) -> None:
    for form in ("table", "csv", "tsv", "json"):
        out = run("query", "sanctions", "-p", "entity=İran'ın", "--format", form, "-g", graph).out
        assert out.endswith("\n") and not out.endswith("\n\n"), form


def test_the_articles_are_listed(graph: Path, run: Kg) -> None:
    rows = json.loads(run("ls", "--json", "-g", graph).out)
    assert [row["id"] for row in rows] == ["rapor-tr", "report-en", "seed-en", "seed-tr"]
    assert rows[2] == {"id": "seed-en", "language": "en", "published": "2025-07-27", "claims": 6}
    assert run("ls", "-g", graph).out.splitlines()[2].split() == ["seed-en", "en", "2025-07-27", "6", "claims"]


def test_what_a_graph_holds_is_counted(graph: Path, run: Kg) -> None:
    found = json.loads(run("stats", "--json", "-g", graph).out)
    assert found["articles"] == 4 and found["articles by language"] == {"en": 2, "tr": 2}
    assert re.search(r"^articles +4$", run("stats", "-g", graph).out, re.MULTILINE)


@pytest.mark.parametrize("name", ["İran", "Avrupa Birliği", "seed-tr"])
def test_what_is_shown_has_its_sentences(name: str, graph: Path, run: Kg) -> None:
    ran = run("show", name, "--why", "--lang", "tr", "-g", graph)
    assert ran.code == 0 and not ran.err
    assert "İrana karşı sert yaptırım kararları almıştı." in ran.out


def test_what_is_not_there_is_not_shown(graph: Path, run: Kg) -> None:
    ran = run("show", "Atlantis", "-g", graph)
    assert (ran.code, ran.out) == (2, "") and "Atlantis" in ran.err


def test_the_view_is_written(graph: Path, run: Kg, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("view", page, "-g", graph) == Ran(0, f"{page}: open it in a browser\n", "")
    assert "görüşme yapacak" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["nq", "trig", "ttl", "jsonld", "claims", "csv", "graphml"])
def test_every_export_is_read_back(form: str, graph: Path, run: Kg, tmp_path: Path) -> None:
    ran = run("export", "--format", form, "-g", graph)
    assert ran.code == 0 and not ran.err
    run("export", "--format", form, "-o", tmp_path / "out", "-g", graph)
    assert (tmp_path / "out").read_text(encoding="utf-8") == ran.out
    if form in ("nq", "trig", "ttl", "jsonld"):
        kinds = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}
        found = {quad.triple for quad in ox.parse(ran.out, format=kinds[form])}
        with GraphStore(graph, read_only=True) as store:
            assert found == {quad.triple for quad in store}
    elif form == "claims":
        assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["rapor-tr", "report-en", "seed-en", "seed-tr"]
    elif form == "csv":
        assert len(list(csv.DictReader(io.StringIO(ran.out)))) == 16
    else:
        import networkx

        assert networkx.parse_graphml(ran.out).number_of_nodes() > 0


def test_a_file_that_cannot_be_written_leaves_with_1(graph: Path, run: Kg, tmp_path: Path) -> None:
    ran = run("export", "-o", tmp_path / "gone" / "x.trig", "-g", graph)
    assert ran == Ran(1, "", f"kg: {tmp_path / 'gone' / 'x.trig'}: No such file or directory\n")


def test_a_good_graph_is_valid(graph: Path, run: Kg) -> None:
    assert run("validate", "-g", graph) == Ran(0, f"{graph}: conforms to the shapes\n", "")


def test_a_graph_off_the_schema_is_not(run: Kg, tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g.kg") as store:
        store.put(seeds())
        store._store.update("DELETE WHERE { GRAPH ?g { ?claim <https://w3id.org/diplomacy-kg/ontology#factuality> ?value } }")
    ran = run("validate", "-g", tmp_path / "g.kg")
    assert ran.code == 1 and "violations" in ran.err and "factuality" in ran.out


def test_reading_goes_on_beside_a_writer(graph: Path, run: Kg, tmp_path: Path) -> None:
    with GraphStore(tmp_path / "g.kg") as store:
        store.put(seeds()[:1])
        assert run("ls", "-g", tmp_path / "g.kg").code == 0
        ran = run("remove", "seed-en", "-g", tmp_path / "g.kg")
        assert ran.code == 1 and "another process is writing" in ran.err


# The workshop


def test_the_models_at_hand_are_listed(run: Kg, tmp_path: Path) -> None:
    ran = run("models", "--models", tmp_path)
    assert ran.code == 1 and f"kg: {tmp_path}: no resources.json" in ran.err
    (tmp_path / "resources.json").write_text("{}")
    (tmp_path / "tr" / "pos").mkdir(parents=True)
    (tmp_path / "tr" / "pos" / "kg.pt").write_bytes(b"0" * 1_500_000)
    assert json.loads(run("models", "--models", tmp_path, "--json").out) == [
        {"language": "tr", "processor": "pos", "model": "kg", "megabytes": 1.5}
    ]
    assert run("models", "--models", tmp_path).out.split() == ["tr", "pos", "kg", "1.5", "MB"]


def test_training_needs_a_recipe(run: Kg, tmp_path: Path) -> None:
    ran = run("train", "--data", tmp_path)
    assert ran.code == 2 and "which RECIPE? There are: en, multilingual, tr" in ran.err
    ran = run("train", "klingon", "--data", tmp_path, "--work", tmp_path / "work")
    assert (ran.code, ran.out) == (2, "") and "no recipe 'klingon'; there are: en, multilingual, tr" in ran.err
    ran = run("train", "tr", "sentiment", "--data", tmp_path, "--work", tmp_path / "work")
    assert ran.code == 2 and "has no sentiment" in ran.err
    assert not (tmp_path / "work").exists()


def test_an_interrupt_is_one_word(run: Kg, graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.explore.stats.stats", stop)
    ran = run("stats", "-g", graph)
    assert ran.code == 1 and ran.err.strip() == "interrupted"
