"""Commands that read articles: build, add, remove, extract."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import GRAPH, PATHS, progress, reading_options, report_failures


@click.command("build")
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("news.kg"),
    show_default=True,
    help="Folder of the graph; replaced if there.",
)
@click.option("--view", "page", type=click.Path(path_type=Path), default=None, help="Also write the HTML view to this file.")
@reading_options
def build_command(paths: tuple[Path, ...], output: Path, page: Path | None, models: str, rules_only: bool, language: str | None) -> None:
    """Read articles (files or folders of .txt and .jsonl) into a new graph.

    \b
    kg build seeds -o seeds.kg --view graph.html
    """
    from kg.build import build
    from kg.explore.stats import summary

    with progress("reading") as step:
        graph = build(paths, output, models=models, language=language or "", rules_only=rules_only, progress=step)
    with graph:
        if graph.added:
            click.echo(f"{output}: {summary(graph.store)}")
            if page:
                click.echo(f"{graph.view(page)}: open it in a browser")
        report_failures(graph.failures, graph.added)


@click.command("add")
@PATHS
@GRAPH
@reading_options
def add_command(paths: tuple[Path, ...], store: Path, models: str, rules_only: bool, language: str | None) -> None:
    """Read articles into an existing graph; one of a known id is replaced.

    \b
    kg add -g news.kg more.jsonl
    """
    from kg.build import open_graph
    from kg.explore.stats import summary

    with open_graph(store) as graph, progress("reading") as step:
        graph.models, graph.rules_only = models, rules_only
        done = graph.add(paths, language=language or "", progress=step)
        click.echo(f"{store}: {summary(graph.store)}")
        report_failures(graph.failures, done)


@click.command("remove")
@click.argument("articles", nargs=-1, required=True)
@GRAPH
def remove_command(articles: tuple[str, ...], store: Path) -> None:
    """Take articles out of a graph, by id (see `kg ls`).

    \b
    kg remove -g news.kg 004_ba3b25685ffe3d77
    """
    from kg.build import open_graph
    from kg.explore.stats import summary

    with open_graph(store) as graph:
        graph.remove(articles)
        click.echo(f"{store}: {summary(graph.store)}")


@click.command("extract")
@PATHS
@reading_options
def extract_command(paths: tuple[Path, ...], models: str, rules_only: bool, language: str | None) -> None:
    """Print entities, mentions and claims of articles, one JSON object an article.

    \b
    kg extract seeds > seeds.claims.jsonl
    """
    from kg.build import Reader, as_records
    from kg.errors import ArticleError
    from kg.ingest import read_articles

    failures, done = [], 0
    with progress("reading") as step:
        for found in Reader(models, rules_only=rules_only).read(read_articles(paths, language=language or "")):
            if isinstance(found, ArticleError):
                failures.append(found)
                continue
            for record in as_records([found]):
                click.echo(json.dumps(record, ensure_ascii=False))
            done += 1
            step(found.article.id)
    report_failures(failures, done)
