"""Options that several commands share, and what they print to stderr."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.errors import ArticleError

Command = TypeVar("Command", bound=Callable[..., Any])

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
GRAPH = click.option(
    "-g",
    "--graph",
    "store",
    type=click.Path(path_type=Path),
    default=Path("news.kg"),
    show_default=True,
    envvar="KG_GRAPH",
    help="The graph's folder.",
)


def reading_options(command: Command) -> Command:
    """Add the options of commands that read articles."""
    command = click.option(
        "--models", default="kg", show_default=True, help="kg (shipped), official (Stanza's own, downloaded), or a folder."
    )(command)
    command = click.option("--rules-only", is_flag=True, help="Choose events and participants by rules alone, without the learned judge.")(
        command
    )
    return click.option("--language", type=click.Choice(["tr", "en"]), default=None, help="Skip language identification.")(command)


def report_failures(failures: Sequence[ArticleError], done: int) -> None:
    """Name each article that failed, and leave with 3 if others are in, with 1 (2 for a wrong path alone) if none is."""
    for failure in failures:
        click.echo(f"kg: {failure}", err=True)
    if failures and done:
        click.echo(f"kg: {len(failures)} failed, {done} done", err=True)
        raise click.exceptions.Exit(3)
    if failures:
        raise click.exceptions.Exit(2 if all("no such file" in failure.reason for failure in failures) else 1)


@contextlib.contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show a counter on a terminal, nothing where stderr is none."""
    if not sys.stderr.isatty():
        yield lambda _message: None
        return
    from rich.console import Console

    with Console(stderr=True).status(title) as status:
        count = 0

        def step(message: str) -> None:
            nonlocal count
            count += 1
            status.update(f"{title}: {count} ({message})")

        yield step
