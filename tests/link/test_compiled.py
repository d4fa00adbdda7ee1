"""The compiled gazetteer: equal to the parsed one, never stale, and no error where it cannot be kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.link.compiled import cache_file, read_compiled, write_compiled
from kg.link.gazetteer import Gazetteer, _load, load_gazetteer
from kg.resources import ontology_dir

SHIPPED = ontology_dir() / "gazetteer"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load_gazetteer.cache_clear()
    return tmp_path / "cache" / "kg"


def test_the_compiled_copy_equals_the_parsed_gazetteer(own_cache: Path) -> None:
    parsed = load_gazetteer()
    load_gazetteer.cache_clear()
    assert [path.name for path in own_cache.iterdir()] == [cache_file(SHIPPED).name]
    compiled = load_gazetteer()
    assert isinstance(compiled, Gazetteer)
    assert compiled is not parsed
    assert (compiled.entities, compiled.index, compiled.bodies) == (parsed.entities, parsed.index, parsed.bodies)


def test_a_changed_file_has_another_name(tmp_path: Path) -> None:
    folder = tmp_path / "gazetteer"
    shutil.copytree(SHIPPED, folder)
    before = cache_file(folder)
    states = folder / "states.ttl"
    states.write_text(states.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert cache_file(folder) != before


def test_older_copies_go(own_cache: Path) -> None:
    own_cache.mkdir(parents=True)
    (own_cache / "gazetteer-old.pickle").write_bytes(b"old")
    load_gazetteer()
    assert [path.name for path in own_cache.iterdir()] == [cache_file(SHIPPED).name]


def test_a_damaged_copy_is_made_anew(own_cache: Path) -> None:
    own_cache.mkdir(parents=True)
    cache_file(SHIPPED).write_bytes(b"\x80\x05 damaged")
    assert load_gazetteer().entities == _load(SHIPPED).entities
    assert read_compiled(cache_file(SHIPPED)) is not None


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    write_compiled(cache_file(SHIPPED), "anything")
    assert read_compiled(cache_file(SHIPPED)) is None
    assert load_gazetteer().entities
