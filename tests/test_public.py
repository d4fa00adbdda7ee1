"""What `import kg` promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.resources import PACKAGE

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def python(code: str) -> str:
    """Run code in a fresh interpreter and return what it prints."""
    return subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("name", kg.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert getattr(kg, name)
    assert name in dir(kg)
    assert name == "__version__" or getattr(kg, name).__doc__


def test_the_public_names_are_all_there_are() -> None:
    assert len(kg.__all__) == len(set(kg.__all__))
    assert set(kg._HOMES) | {"__version__"} == set(kg.__all__)
    scope: dict[str, object] = {}
    exec("from kg import *", scope)  # noqa: S102 - that is what is tested
    assert set(scope) - {"__builtins__"} == set(kg.__all__)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'biuld'"):
        _ = kg.biuld


@pytest.mark.parametrize(
    "first", ["import kg", "import kg.build", "from kg.build import Reader; import kg", "import kg; kg.open", "import kg; kg.build"]
)
def test_a_function_is_not_hidden_by_the_module_of_its_name(first: str) -> None:
    assert python(f"{first}\nimport kg; from kg import build\nprint(kg.build is build, type(kg.build).__name__)") == "True function"


def test_importing_loads_no_room() -> None:
    heavy = "{'torch', 'stanza', 'transformers', 'rdflib', 'pyoxigraph', 'networkx', 'numpy', 'lingua', 'click', 'kg.build'}"
    assert python(f"import sys, kg\nprint(sorted({heavy} & set(sys.modules)))") == "[]"


def test_the_version_is_the_one_of_the_package() -> None:
    path = Path(__file__).parents[1] / "pyproject.toml"
    assert tomllib.loads(path.read_text(encoding="utf-8"))["project"]["version"] == kg.__version__


def test_type_checkers_may_trust_the_package() -> None:
    assert (PACKAGE / "py.typed").is_file()
