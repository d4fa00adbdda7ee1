"""Tag a treebank with taggers that have not seen it: a parser that learns from flawless tags trusts them too much at run time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kg.train.recipe import Recipe

Call = Callable[[Recipe, str, list[str]], None]


def tag(recipe: Recipe, gold: Path, dev: Path, tagged: Path, call: Call) -> None:
    """Write `gold` with predicted tags to `tagged`, each sentence tagged by a tagger trained on the other folds.

    The sentences are dealt out to `recipe.folds` folds in turn, so that each has its part of every treebank. A fold's tagger takes
    `max_steps / folds` steps: with two folds, as many passes over its half as the shipped tagger makes over the whole.

    Args:
        recipe: whose `pos` settings the taggers are trained with.
        gold: CoNLL-U, the training sentences.
        dev: CoNLL-U, to choose each tagger's best state by.
        tagged: CoNLL-U, written; the folds' files lie beside it, and finished ones are used again.
        call: runs one of Stanza's trainers (`kg.train.run`).
    """
    sentences = gold.read_text(encoding="utf-8").strip().split("\n\n")
    steps = int(recipe.settings["pos"]["max_steps"]) // recipe.folds
    short = replace(recipe, settings={**recipe.settings, "pos": {**recipe.settings["pos"], "max_steps": steps}})
    found: dict[int, str] = {}
    for fold in range(recipe.folds):
        kept, held = gold.with_suffix(f".but{fold}.conllu"), gold.with_suffix(f".fold{fold}.conllu")
        _write([text for n, text in enumerate(sentences) if n % recipe.folds != fold], kept)
        _write(sentences[fold :: recipe.folds], held)
        done = gold.with_suffix(f".fold{fold}.tagged.conllu")
        if not done.is_file():
            model = gold.with_name(f"pos.fold{fold}.pt")
            call(short, "pos", ["--train_file", str(kept), "--eval_file", str(dev), *_saved(model)])
            predict(short, held, done, model, call)
        tagged_fold = done.read_text(encoding="utf-8").strip().split("\n\n")
        found.update(zip(range(fold, len(sentences), recipe.folds), tagged_fold, strict=True))
    _write([found[n] for n in range(len(sentences))], tagged)


def predict(recipe: Recipe, gold: Path, tagged: Path, model: Path, call: Call) -> None:
    """Write `gold` to `tagged` with the tags of a trained tagger."""
    call(recipe, "pos", ["--mode", "predict", "--eval_file", str(gold), "--output_file", str(tagged), *_saved(model)])


def _saved(model: Path) -> list[str]:
    return ["--save_dir", str(model.parent), "--save_name", model.name]


def _write(sentences: list[str], path: Path) -> None:
    path.write_text("\n\n".join(sentences) + "\n\n", encoding="utf-8")
