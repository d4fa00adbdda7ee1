"""Stanza's official models as an option: fetched from a server in Stanza's own layout (here a local one), then read with."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kg.resources import models_dir

pytestmark = pytest.mark.models
TREE = """\
1\tErdoğan\tErdoğan\tPROPN\t_\tCase=Nom\t4\tnsubj\t_\tner=S-PERSON
2\tMoskova'da\tMoskova\tPROPN\t_\tCase=Loc\t4\tobl\t_\tner=S-GPE
3\tPutin'le\tPutin\tPROPN\t_\tCase=Ins\t4\tobl\t_\tner=S-PERSON
4\tgörüştü\tgörüş\tVERB\t_\tTense=Past\t0\troot\t_\t_
5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_

"""
SMALL = {
    "pos": ["--max_steps", "60", "--eval_interval", "30"],
    "depparse": ["--max_steps", "60", "--eval_interval", "30", "--optim", "adam", "--lr", "0.005", "--no_char"],
    "ner": ["--max_steps", "80", "--eval_interval", "40", "--optim", "adam", "--lr", "0.01", "--batch_size", "8"],
}
TRAINERS = {"pos": "tagger", "depparse": "parser", "ner": "ner_tagger"}
VERSION = "9.9.9"


def trained(folder: Path, processor: str) -> Path:
    """Train a processor on one sentence, without any encoder, as small as it gets."""
    rows = [line.split("\t") for line in TREE.splitlines() if line]
    if processor == "ner":
        sentence = [{"text": row[1], "ner": row[9].removeprefix("ner=").replace("_", "O")} for row in rows]
        data = folder / "names.json"
        data.write_text(json.dumps([sentence] * 16), encoding="utf-8")
    else:
        data = folder / "trees.conllu"
        data.write_text(TREE * 16, encoding="utf-8")
    arguments = ["--train_file", str(data), "--eval_file", str(data), "--no_pretrain", "--no_bert_model", "--word_emb_dim", "10"]
    sizes = ["--hidden_dim", "16", "--char_hidden_dim", "8", "--num_layers", "1", "--word_dropout", "0"]
    names = ["--lang", "tr", "--shorthand", "tr_tiny", "--save_dir", str(folder), "--save_name", f"{processor}.pt"]
    options = [*arguments, *sizes, *names[2 * (processor == "ner") :], *SMALL[processor]]
    subprocess.run([sys.executable, "-m", f"stanza.models.{TRAINERS[processor]}", *options], check=True, capture_output=True)
    return folder / f"{processor}.pt"


class Quiet(SimpleHTTPRequestHandler):
    """A file server that keeps no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Serve `resources_VERSION.json` and `LANG/VERSION/PROCESSOR/PACKAGE.pt`; yield the environment that points Stanza there."""
    served, work = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("work")
    entry: dict[str, object] = {"lang_name": "Turkish"}
    for processor in ("tokenize", "mwt", "lemma", *SMALL):
        made = models_dir() / "tr" / processor / "kg.pt" if processor not in SMALL else trained(work, processor)
        target = served / "tr" / VERSION / processor / "tiny.pt"
        target.parent.mkdir(parents=True)
        shutil.copyfile(made, target)
        entry[processor] = {"tiny": {"md5": hashlib.md5(target.read_bytes(), usedforsecurity=False).hexdigest()}}
    defaults = dict.fromkeys(("tokenize", "mwt", "lemma", *SMALL), "tiny")
    entry |= {"default_processors": defaults, "packages": {"default": defaults}}
    (served / f"resources_{VERSION}.json").write_text(json.dumps({"tr": entry, "url": "http://unused.invalid"}))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(served))) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{running.server_port}"
        yield {
            "STANZA_RESOURCES_URL": root,
            "STANZA_RESOURCES_VERSION": VERSION,
            "STANZA_MODEL_URL": root + "/{lang}/{resources_version}/{filename}",
            "STANZA_RESOURCES_DIR": str(work / "stanza"),
        }
        running.shutdown()


def kg(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, text=True, env=os.environ | environment)


def test_official_models_are_fetched_listed_and_read_with(server: dict[str, str], tmp_path: Path) -> None:
    news = tmp_path / "news.txt"
    news.write_text("Erdoğan Moskova'da Putin'le görüştü.\n", encoding="utf-8")
    before = kg(server, "extract", str(news), "--language", "tr", "--models", "official")
    assert before.returncode == 1 and "fix: `kg models --download tr`" in before.stderr, before.stderr
    listed = kg(server, "models", "--download", "tr", "--json")
    assert listed.returncode == 0, listed.stderr
    assert {(row["language"], row["processor"], row["model"]) for row in json.loads(listed.stdout)} == {
        ("tr", processor, "tiny") for processor in ("tokenize", "mwt", "lemma", *SMALL)
    }
    read = kg(server, "extract", str(news), "--language", "tr", "--models", "official")
    assert read.returncode == 0, read.stderr
    (found,) = [json.loads(line) for line in read.stdout.splitlines()]
    types = {mention["text"]: found["entities"][mention["entity"]]["type"] for mention in found["mentions"]}
    assert types["Erdoğan"] == "Person" and types["Putin'le"] == "Person" and types["Moskova'da"] in {"Place", "State"}
    assert [claim["type"] for claim in found["claims"]] == ["CONSULT"]


def test_a_language_that_the_server_lacks_is_told(server: dict[str, str]) -> None:
    found = kg(server, "models", "--download", "xx")
    assert found.returncode == 1 and "official models for 'xx' cannot be fetched" in found.stderr, found.stderr
    assert "Traceback" not in found.stderr


def test_a_server_that_does_not_answer_is_told(server: dict[str, str]) -> None:
    found = kg({**server, "STANZA_RESOURCES_URL": "http://127.0.0.1:9"}, "models", "--download", "tr")
    assert found.returncode == 1 and "STANZA_RESOURCES_URL" in found.stderr, found.stderr
