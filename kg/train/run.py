"""Call Stanza's trainers, one processor after the other."""

from __future__ import annotations

import importlib
import logging
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from kg.errors import UsageError
from kg.morphology import FILE as MORPHOLOGY
from kg.multiword import FILE as MULTIWORD
from kg.resources import models_dir
from kg.train import decay, jackknife, morphology, multiword, prepare, resume, words
from kg.train.recipe import PROCESSORS, Recipe, read_recipe
from kg.train.ship import enter, ship

TRAINERS = {
    "tokenize": "tokenizer",
    "mwt": "mwt_expander",
    "pos": "tagger",
    "depparse": "parser",
    "lemma": "lemmatizer",
    "ner": "ner_tagger",
}
OWN: Mapping[str, tuple[Callable[[Recipe, Path, Path], None], str, str]] = {
    "words": (words.fit, words.FILE, "encoder"),
    "morphology": (morphology.compiled, MORPHOLOGY, ""),
    "multiword": (multiword.fit, MULTIWORD, ""),
}  # no processors of Stanza's but what these get to see or are told; how it is made, its file and the folder, if not the language's
ON_ENCODER = ("pos", "depparse", "ner")
logger = logging.getLogger(__name__)


def train(
    name: str, processors: Iterable[str] = (), *, data: Path, work: Path, into: Path | None = None, again: bool = False
) -> list[Path]:
    """Train the processors of a recipe (all by default) and ship them; what is already trained in `work` is only shipped.

    Args:
        name: a recipe (`tr`, `en`, `multilingual`).
        processors: some of its processors, in any order.
        data: the folder that the recipe's file names start from.
        work: where prepared data, unstripped models and snapshots of trainings under way go; keep it to resume.
        into: the folder of models to ship into; the package's own by default.
        again: train even what `work` already has, from the beginning.

    Returns:
        The shipped files.

    Raises:
        UsageError: a processor that the recipe does not have.
    """
    recipe, into = read_recipe(name), into or models_dir()
    wanted = set(processors) or set(recipe.settings)
    if strange := wanted - set(recipe.settings):
        raise UsageError(f"recipe {name!r} has no {', '.join(sorted(strange))}; it has: {', '.join(recipe.settings)}")
    work = work / name
    work.mkdir(parents=True, exist_ok=True)
    shipped = []
    for processor in [p for p in PROCESSORS if p in wanted]:
        if processor in OWN:
            shipped.append(_fitted(recipe, processor, data, work, into, again=again))
        else:
            shipped.append(ship(_trained(recipe, processor, data, work, again=again), into, recipe.name, processor))
        logger.info("shipped %s (%.1f MB)", shipped[-1], shipped[-1].stat().st_size / 1e6)
    return shipped


def _fitted(recipe: Recipe, part: str, data: Path, work: Path, into: Path, *, again: bool) -> Path:
    fit, name, folder = OWN[part]
    saved, target = work / name, into / (folder or recipe.name) / name
    if again or not saved.is_file():
        fit(recipe, data, saved)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(saved, target)
    if not folder:
        enter(into, recipe.name)
    return target


def _trained(recipe: Recipe, processor: str, data: Path, work: Path, *, again: bool) -> Path:
    saved, done, snapshot = work / f"{processor}.pt", work / f"{processor}.done", work / f"{processor}.snapshot"
    if again:
        snapshot.unlink(missing_ok=True)
    if again or not done.is_file():
        arguments = PREPARE[processor](recipe, data, work)
        with _resumable(processor, snapshot):
            _call(recipe, processor, [*arguments, "--save_dir", str(work), "--save_name", saved.name])
        done.touch()
        snapshot.unlink(missing_ok=True)
    return saved


def _resumable(processor: str, snapshot: Path) -> AbstractContextManager[None]:
    """Let the longest training go on where it was interrupted; the others start over."""
    if processor != "ner":
        return nullcontext()
    return resume.resumable(importlib.import_module(f"stanza.models.{TRAINERS[processor]}"), snapshot)


def _rough(recipe: Recipe, data: Path, entries: Iterable[str], processor: str = "") -> list[prepare.Block]:
    """Read training sentences, roughened."""
    found, shares = [], recipe.own_rough.get(processor, recipe.rough)
    for entry in entries:
        column = 1 if ".conllu" in entry else 0
        found += prepare.roughen(prepare.read_blocks(data, [entry]), shares, prepare.language_of(entry), column)
    return found


def _call(recipe: Recipe, processor: str, arguments: list[str]) -> None:
    from kg.train import packed

    trainer = importlib.import_module(f"stanza.models.{TRAINERS[processor]}")
    common = ["--lang", recipe.language, "--shorthand", f"{recipe.language}_{recipe.name}", "--seed", "1234"]
    if processor in ("lemma", "mwt", "ner"):
        common = common[2:] if processor != "mwt" else common
    if processor in ON_ENCODER:
        arguments = [*arguments, *_on_encoder(recipe, processor)]
    logger.info("training %s of %s", processor, recipe.name)
    steps = recipe.settings[processor].get("max_steps") if processor in ON_ENCODER else None
    with decay.linear(int(steps)) if steps else nullcontext(), packed.quick_lstm():
        trainer.main([*common, *arguments, *recipe.arguments(processor)])


def _on_encoder(recipe: Recipe, processor: str) -> list[str]:
    """Hand Stanza's trainers our encoder wherever they would load a transformer, and return the arguments for it.

    Names need no morphology: with it the Turkish recogniser had F1 0.787 on its development set after 5,000 steps, as without.
    """
    from stanza.models.common import bert_embedding

    from kg import encoder
    from kg.views import LAYERS, WORDS, views

    if not hasattr(bert_embedding, "kg_pair"):
        bert_embedding.kg_pair = encoder.load()  # once a process
    shared, tokenizer = bert_embedding.kg_pair
    seen = views(shared, tokenizer, recipe.language, models_dir())
    bert_embedding.load_bert = lambda name, *_args, **_options: (seen[name], tokenizer)
    name = WORDS if processor == "ner" else next(reversed(seen))  # what tells most
    return ["--bert_model", name, "--bert_hidden_layers", str(LAYERS), "--no_bert_finetune", "--no_pretrain"]


def _treebanks(recipe: Recipe, data: Path, work: Path, processor: str = "") -> tuple[Path, Path]:
    """Return what a processor learns from and what its best state is chosen by."""
    return _treebank(recipe, data, work, "train", processor), _treebank(recipe, data, work, "dev", processor)


def _treebank(recipe: Recipe, data: Path, work: Path, part: str, processor: str) -> Path:
    """Write a part of the treebanks, the processor's own if the recipe has one."""
    key = f"{processor}_{part}" if f"{processor}_{part}" in recipe.data else part
    path, entries = work / f"{key}.conllu", recipe.data[key]
    if not path.is_file():
        prepare.write_treebank(_rough(recipe, data, entries) if part == "train" else prepare.read_blocks(data, entries), path)
    return path


def _for_tokenize(recipe: Recipe, data: Path, work: Path) -> list[str]:
    from stanza.utils.datasets import prepare_tokenizer_data

    for conllu in _treebanks(recipe, data, work):
        prepare.write_text(conllu, conllu.with_suffix(".txt"))
        prepare_tokenizer_data.main(
            [
                str(conllu.with_suffix(".txt")),
                str(conllu),
                "-o",
                str(conllu.with_suffix(".labels")),
                "-m",
                str(conllu.with_suffix(".mwt.json")),
            ]
        )
    names = (
        ("--txt_file", "train.txt"),
        ("--label_file", "train.labels"),
        ("--dev_txt_file", "dev.txt"),
        ("--dev_label_file", "dev.labels"),
        ("--dev_conll_gold", "dev.conllu"),
        ("--mwt_json_file", "dev.mwt.json"),
    )
    return [word for option, name in names for word in (option, str(work / name))]


def _for_mwt(recipe: Recipe, data: Path, work: Path) -> list[str]:
    from stanza.utils.datasets.contract_mwt import contract_mwt

    train, dev = _treebanks(recipe, data, work)
    contracted = work / "dev.contracted.conllu"
    contract_mwt(str(dev), str(contracted))
    return ["--train_file", str(train), "--eval_file", str(contracted), "--gold_file", str(dev)]


def _for_lemma(recipe: Recipe, data: Path, work: Path) -> list[str]:
    train, dev = _treebanks(recipe, data, work)
    return ["--train_file", str(train), "--eval_file", str(dev)]


def _for_pos(recipe: Recipe, data: Path, work: Path) -> list[str]:
    train, dev = _treebanks(recipe, data, work, "pos")
    return ["--train_file", str(train), "--eval_file", str(dev)]


def _for_depparse(recipe: Recipe, data: Path, work: Path) -> list[str]:
    """Parse on predicted tags, as Stanza does: at run time there are no others."""
    known, dev = _treebanks(recipe, data, work, "pos")
    entries = recipe.data.get("pos_train", recipe.data["train"])
    new = [entry for key in ("train", "depparse_train") for entry in recipe.data.get(key, ()) if entry not in entries]
    tagged = [_tag(recipe, known, work)] if not recipe.folds else [known.with_suffix(".unseen.conllu")]
    if recipe.folds and not tagged[0].is_file():
        jackknife.tag(recipe, known, dev, tagged[0], _call)
    if new:
        extra = work / "depparse_train.conllu"
        prepare.write_treebank(_rough(recipe, data, new), extra)
        tagged.append(_tag(recipe, extra, work))
    every = work / "depparse_all.conllu"
    every.write_text("".join(path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" for path in tagged), encoding="utf-8")
    dev = _tag(recipe, _treebank(recipe, data, work, "dev", "depparse"), work)
    return ["--train_file", str(every), "--eval_file", str(dev)]


def _tag(recipe: Recipe, gold: Path, work: Path) -> Path:
    """Tag a treebank with the trained tagger, unless it has been; return the tagged file."""
    tagged = gold.with_suffix(".tagged.conllu")
    if not tagged.is_file():
        jackknife.predict(recipe, gold, tagged, work / "pos.pt", _call)
    return tagged


def _for_ner(recipe: Recipe, data: Path, work: Path) -> list[str]:
    from stanza.utils.datasets.ner.prepare_ner_file import process_dataset

    arguments = []
    for option, key in (("--train_file", "ner_train"), ("--eval_file", "ner_dev")):
        bio = work / f"{key}.bio"
        entries = recipe.data[key]
        prepare.write_names(_rough(recipe, data, entries, "ner") if key == "ner_train" else prepare.read_blocks(data, entries), bio)
        process_dataset(str(bio), str(bio.with_suffix(".json")))
        arguments += [option, str(bio.with_suffix(".json"))]
    return arguments


PREPARE: dict[str, Callable[[Recipe, Path, Path], list[str]]] = {
    "tokenize": _for_tokenize,
    "mwt": _for_mwt,
    "pos": _for_pos,
    "depparse": _for_depparse,
    "lemma": _for_lemma,
    "ner": _for_ner,
}
