"""The command line: each command parses, calls one library function, and prints.

Data goes to stdout, progress and messages to stderr. Exit codes: 0 done, 1 failed, 2 usage, 3 some articles failed and the others
are in. Every module below is imported when its command runs, so that `kg --help` is quick.
"""

from __future__ import annotations

import importlib
import sys

import click

from kg import __version__

COMMANDS = {
    "build": "kg.cli.write",
    "add": "kg.cli.write",
    "remove": "kg.cli.write",
    "extract": "kg.cli.write",
    "query": "kg.cli.read",
    "show": "kg.cli.read",
    "view": "kg.cli.read",
    "ls": "kg.cli.read",
    "stats": "kg.cli.read",
    "export": "kg.cli.read",
    "validate": "kg.cli.read",
    "train": "kg.cli.workshop",
    "models": "kg.cli.workshop",
    "gazetteer": "kg.cli.workshop",
}
SUMMARIES = {
    "build": "Read articles into a new graph.",
    "add": "Read articles into an existing graph.",
    "remove": "Take articles out of a graph.",
    "extract": "Print what is understood of articles, as JSON Lines.",
    "query": "Answer a SPARQL query or a named one.",
    "show": "Show an entity, event, claim or article with its evidence.",
    "view": "Write the graph as one HTML file.",
    "ls": "List the articles in a graph.",
    "stats": "Count what a graph holds.",
    "export": "Write a graph in another format.",
    "validate": "Check a graph against its shapes.",
    "train": "Train the models that ship with kg.",
    "models": "List the models at hand.",
    "gazetteer": "Make the gazetteer from its source tables.",
}


class LazyGroup(click.Group):
    """A group whose commands live in modules that are imported when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a first visit."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "KG"})
@click.version_option(__version__, "--version", message="kg %(version)s")
def cli() -> None:
    """Build and read a knowledge graph of diplomacy news in Turkish and English.

    \b
    kg build seeds -o seeds.kg --view graph.html
    kg query -g seeds.kg meetings
    """


def main() -> None:
    """Run the command line; an expected error becomes one clear message and its exit code."""
    from kg.errors import KGError

    try:
        sys.exit(cli(standalone_mode=False))  # not standalone, click returns the code that a command exits with
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("interrupted", err=True)
        sys.exit(1)
    except KGError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        click.echo(f"kg: {error.filename or 'failed'}: {error.strerror or error}", err=True)
        sys.exit(1)
