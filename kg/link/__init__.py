"""Names → entities: the SKOS gazetteer, and the linker that finds what an article names.

A tour, from the tables to the links:

1. `sources` reads and checks the curated tables; `compile` writes them as SKOS into `ontology/gazetteer/`.
2. `gazetteer` loads entities and the index of their names; `offices` answers who held which office when.
3. `atoms`, `titles`, `reading`: an article as words and gaps, with the words that stand around names.
4. `lookup` finds names of the gazetteer; `spans` those a recogniser tagged or a title announces; `bodies` ministries;
   `arrange` settles which of the overlapping ones stand.
5. `choose` picks the entity, `seats` tells a government from its capital, `people` knows surnames, `nil` makes new entities.
6. `linker` puts it together.
"""

from kg.link.compile import compile_gazetteer
from kg.link.gazetteer import Gazetteer, load_gazetteer
from kg.link.linker import link_mentions
from kg.link.offices import office_holder

__all__ = ["Gazetteer", "compile_gazetteer", "link_mentions", "load_gazetteer", "office_holder"]
