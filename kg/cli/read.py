"""Commands that read a graph: query, show, view, ls, stats, export, validate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from kg.cli.options import GRAPH


@click.command("query")
@click.argument("query", required=False)
@click.option(
    "-f",
    "--file",
    "source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help="Read the SPARQL from a file.",
)
@click.option("-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query, e.g. entity=Iran.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "tsv", "ttl"]),
    default="table",
    show_default=True,
    help="How to print the answer.",
)
@click.option("-n", "--limit", type=click.IntRange(min=1), default=None, help="Show at most so many rows.")
@click.option("--list", "listing", is_flag=True, help="List the named queries and their parameters.")
@GRAPH
def query_command(
    query: str | None, source: Path | None, parameters: tuple[str, ...], form: str, limit: int | None, listing: bool, store: Path
) -> None:
    """Answer a SPARQL query, or a named one (`kg query --list`).

    \b
    kg query -g seeds.kg meetings -p entity=Iran
    kg query -g seeds.kg 'SELECT ?a ?b { ?a dip:sanctioned ?b }'
    """
    from kg.build import open_graph
    from kg.explore.queries import load_queries

    if listing:
        for named in load_queries().values():
            click.echo(f"{named.name:<22} {named.description}")
            for parameter in named.parameters:
                need = "required" if parameter.required else f"default {parameter.default}" if parameter.default else "optional"
                click.echo(f"{'':<22}   {parameter.name}: {parameter.help} ({need})")
        return
    text = source.read_text(encoding="utf-8") if source else query
    if not text:
        raise click.UsageError("name a query, write SPARQL, or give --file; `kg query --list` shows the named ones")
    pairs = [pair.partition("=") for pair in parameters]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise click.UsageError(f"--param {wrong[0]!r}: write NAME=VALUE")
    with open_graph(store, read_only=True) as graph:
        result = graph.query(text, **{name: value for name, _, value in pairs})
        click.echo((result.head(limit) if limit else result).render(form), nl=False)


@click.command("show")
@click.argument("name")
@click.option("--why", is_flag=True, help="Tell the rule and trigger of each claim.")
@click.option("--lang", "language", type=click.Choice(["en", "tr"]), default="en", show_default=True, help="Language of labels.")
@GRAPH
def show_command(name: str, why: bool, language: str, store: Path) -> None:
    """Show what the graph says of an entity, event, claim or article, with the sentences.

    \b
    kg show -g seeds.kg "Avrupa Birliği"
    """
    from kg.build import open_graph
    from kg.explore.show import show

    with open_graph(store, read_only=True) as graph:
        click.echo(show(graph.store, name, why=why, language=language))


@click.command("view")
@click.argument("page", type=click.Path(path_type=Path, dir_okay=False), default=Path("graph.html"))
@GRAPH
def view_command(page: Path, store: Path) -> None:
    """Write the graph as one HTML file that needs no network.

    \b
    kg view -g seeds.kg graph.html
    """
    from kg.build import open_graph

    with open_graph(store, read_only=True) as graph:
        click.echo(f"{graph.view(page)}: open it in a browser")


@click.command("ls")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@GRAPH
def ls_command(as_json: bool, store: Path) -> None:
    """List the articles in a graph.

    \b
    kg ls -g seeds.kg
    """
    from kg.build import open_graph

    with open_graph(store, read_only=True) as graph:
        rows = [
            {
                "id": facts.article.id,
                "language": facts.article.language,
                "published": str(facts.article.published or ""),
                "claims": len(facts.claims),
            }
            for facts in graph.store.facts()
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['language']}  {row['published'] or '-':<10}  {row['claims']} claims")


@click.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@GRAPH
def stats_command(as_json: bool, store: Path) -> None:
    """Count what a graph holds.

    \b
    kg stats -g seeds.kg
    """
    from kg.build import open_graph
    from kg.explore.stats import stats

    with open_graph(store, read_only=True) as graph:
        found = stats(graph.store)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for key, value in found.items():
        click.echo(f"{key:<26} {', '.join(f'{k} {v}' for k, v in value.items()) if isinstance(value, dict) else value}")


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["nq", "trig", "ttl", "jsonld", "claims", "csv", "graphml"]),
    default="trig",
    show_default=True,
    help="What to write.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write to a file instead of stdout.")
@GRAPH
def export_command(form: str, output: Path | None, store: Path) -> None:
    """Write a graph in another format; `claims` is what `kg extract` prints, with events.

    \b
    kg export -g seeds.kg --format csv -o claims.csv
    """
    from kg.build import open_graph
    from kg.explore.export import export

    with open_graph(store, read_only=True) as graph:
        content = export(graph.store, form)
    if output:
        output.write_bytes(content)
    else:
        click.echo(content, nl=False)


@click.command("validate")
@GRAPH
def validate_command(store: Path) -> None:
    """Check a graph against the SHACL shapes; leaves with 1 if it breaks one.

    \b
    kg validate -g seeds.kg
    """
    from kg.build import open_graph
    from kg.graph.validate import validate

    with open_graph(store, read_only=True) as graph:
        violations: list[Any] = list(validate(graph.store))
    for violation in violations:
        click.echo(str(violation))
    click.echo(f"{store}: {len(violations)} violations" if violations else f"{store}: conforms to the shapes", err=bool(violations))
    if violations:
        raise click.exceptions.Exit(1)
