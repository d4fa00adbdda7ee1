"""Train the models that ship with `kg`: Stanza's own trainers on the frozen encoder, settings as data.

`recipe` reads `kg/models/recipes/<name>.toml`, `prepare` writes the files Stanza's trainers read, `run` calls them,
`ship` strips what they saved and enters it in `resources.json`. The front door is `train`.
"""

from __future__ import annotations

from kg.train.recipe import PROCESSORS, Recipe, read_recipe, recipe_names
from kg.train.run import train

__all__ = ["PROCESSORS", "Recipe", "read_recipe", "recipe_names", "train"]
