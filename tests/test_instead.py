"""What is put in a library's place goes away again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kg.instead import instead


def test_the_own_comes_back_even_after_an_error() -> None:
    owner = SimpleNamespace(name="own")
    with pytest.raises(ValueError, match="inside"), instead(owner, "name", "other"):
        assert owner.name == "other"
        raise ValueError("inside")
    assert owner.name == "own"
