"""Commands for those who make what ships: train, models, gazetteer."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

JUDGE = "judge"
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _passages(option: str, name: str, text: str) -> Callable[[Decorated], Decorated]:
    """Make an option for files of annotated passages that may be given several times."""
    return click.option(option, name, multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help=text)


@click.command("train")
@click.argument("recipe", required=False)
@click.argument("processors", nargs=-1)
@click.option("--data", type=click.Path(path_type=Path, exists=True, file_okay=False), default=None, help="Folder with ud/ and ner/.")
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=Path("build/train"),
    show_default=True,
    help="Prepared data and unstripped models; keep it to resume.",
)
@click.option("--into", type=click.Path(path_type=Path), default=None, help="Folder to ship into; the package's own by default.")
@click.option("--check", is_flag=True, help="Do not train: score the models at hand on the recipe's test sets.")
@_passages(
    "--gold", "golds", "Annotated passages (JSON Lines): what the judge learns from; with --check, whose names the models are to find."
)
@_passages("--written", "writtens", "With judge: annotated passages written to learn from; one counts for less than one of --gold.")
@_passages("--cast", "casts", "With judge: annotated passages too dense to learn from what is an event, but who takes part and where.")
@click.option(
    "--held-out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="With judge: also write what it makes of each passage of the first --gold when trained without it.",
)
@click.option("--again", is_flag=True, help="Train even what is already trained in the work folder.")
def train_command(
    recipe: str | None,
    processors: tuple[str, ...],
    data: Path | None,
    work: Path,
    into: Path | None,
    check: bool,
    golds: tuple[Path, ...],
    writtens: tuple[Path, ...],
    casts: tuple[Path, ...],
    held_out: Path | None,
    again: bool,
) -> None:
    """Train the models of a RECIPE (tr, en, multilingual) with Stanza's own trainers on the shipped encoder, or the judge.

    What is trained already in the work folder is only shipped.

    \b
    kg train tr --data ../data
    kg train tr pos depparse --data ../data
    kg train judge --gold passages.jsonl     # learns which candidate events are some, and who takes part
    kg train --check --data ../data          # score what is shipped on every recipe's test sets
    """
    from kg.train import recipe_names

    if recipe == JUDGE:
        _train_judge(golds, writtens, casts, into=into, work=work, apart=held_out)
    elif data is None:
        raise click.UsageError("--data is missing: the folder with ud/ and ner/")
    elif check:
        _check([recipe] if recipe else recipe_names(), data, str(into) if into else "kg", golds)
    elif not recipe:
        raise click.UsageError(f"which RECIPE? There are: {', '.join(recipe_names())}, {JUDGE}")
    else:
        _train_recipe(recipe, processors, data=data, work=work, into=into, again=again)


def _train_recipe(recipe: str, processors: Sequence[str], *, data: Path, work: Path, into: Path | None, again: bool) -> None:
    from kg.train import train
    from kg.train.progress import shown

    with shown():
        shipped = train(recipe, processors, data=data, work=work, into=into, again=again)
    for path in shipped:
        click.echo(f"{path}  {path.stat().st_size / 1e6:.1f} MB")


def _train_judge(
    golds: Sequence[Path], writtens: Sequence[Path], casts: Sequence[Path], *, into: Path | None, work: Path, apart: Path | None
) -> None:
    from kg.build import Reader
    from kg.extract.frames import load_frames
    from kg.extract.judge import judge_path, network_path, save_judge
    from kg.train.held_out import held_out
    from kg.train.judge import GOLD, examples, learn
    from kg.train.network import teach
    from kg.train.passages import frame_examples, read_passages

    if not golds:
        raise click.UsageError("--gold is missing: annotated passages to learn from")
    reader = Reader(cache=work / JUDGE)
    passages = [list(read_passages(path)) for path in golds]
    found = [replace(example, weight=GOLD) for listed in passages for example in examples(listed, reader)]
    written = [*(read_passages(path) for path in writtens), frame_examples(load_frames())]
    found += [example for listed in written for example in examples(listed, reader)]
    found += [example.without("event") for path in casts for example in examples(read_passages(path), reader)]
    path = judge_path(into)
    save_judge(replace(learn(found), network=teach(found)), path)
    size = sum(file.stat().st_size for file in (path, network_path(path)) if file.is_file())
    click.echo(f"{path}  {size / 1e6:.1f} MB with its network, from {sum(example.right for example in found)} events")
    if apart:
        records = held_out(passages[0], found, reader)
        apart.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
        click.echo(f"{apart}: {golds[0]}, each passage judged without having seen it")


def _check(recipes: list[str], data: Path, models: str, golds: Sequence[Path]) -> None:
    from kg.train.check import check

    for recipe in recipes:
        for score in check(recipe, data=data, models=models):
            click.echo(f"{score.test:<24} {score.metric:<10} {score.f1:6.2f}")
    if golds:
        from kg.annotate import Annotator
        from kg.train.recall import recall

        annotator = Annotator(models)
        for found in (found for gold in golds for found in recall(gold, annotator)):
            click.echo(f"{found.language} names, {found.variant:<24} exact {found.exact:6.2f}   touched {found.touched:6.2f}")


@click.command("models")
@click.option("--models", "folder", type=click.Path(path_type=Path), default=None, help="Another folder in Stanza's layout.")
@click.option("--download", "languages", multiple=True, metavar="LANG", help="Fetch Stanza's official models first, and list those.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def models_command(folder: Path | None, languages: tuple[str, ...], as_json: bool) -> None:
    """List the models at hand: language, processor, file, size.

    \b
    kg models
    kg models --download tr --download en    # then: kg build --models official ...
    """
    from kg.errors import ModelError
    from kg.resources import models_dir

    if languages:
        from kg.annotate import download

        for language in languages:
            folder = download(language)

    folder = folder or models_dir()
    if not (folder / "resources.json").is_file():
        raise ModelError(f"{folder}: no resources.json, so no models in Stanza's layout")
    found = [
        {
            "language": path.parent.parent.name,
            "processor": path.parent.name,
            "model": path.stem,
            "megabytes": round(path.stat().st_size / 1e6, 1),
        }
        for path in sorted(folder.glob("*/*/*.pt"))
    ]
    if as_json:
        click.echo(json.dumps(found))
        return
    for row in found:
        click.echo(f"{row['language']:<13} {row['processor']:<9} {row['model']:<9} {row['megabytes']:>6} MB")


@click.command("gazetteer")
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--into", type=click.Path(path_type=Path), default=None, help="Folder to write to; ontology/gazetteer by default.")
def gazetteer_command(source: Path, into: Path | None) -> None:
    """Make the SKOS gazetteer from the tables in SOURCE (states.tsv, organizations.tsv, persons.tsv …).

    \b
    kg gazetteer ../data/gazetteer/curated
    """
    from kg.link.compile import compile_gazetteer
    from kg.resources import ontology_dir

    for path in compile_gazetteer(source, into or ontology_dir() / "gazetteer"):
        click.echo(f"{path}  {path.stat().st_size / 1e3:.0f} kB")
