"""From sentences to claims: event frames (data under `ontology/events/`) matched against dependency trees.

`frames` reads the data, `syntax` names the slots around a predicate, `match` finds what may fire; `participants`, `discourse` and
`roles` fill the slots with entities; `propose` walks through an article, `situation` gathers what the `judge` (and its `network`) is told
of each candidate, and it decides; `factuality`, `temporal`, `circumstances` and `attribution` say how real, when, where and according to
whom; `claims` puts it together.
"""

from __future__ import annotations

from kg.extract.claims import extract_claims
from kg.extract.frames import Frames, load_frames
from kg.extract.judge import Judge, load_judge
from kg.extract.match import matches

__all__ = ["Frames", "Judge", "extract_claims", "load_frames", "load_judge", "matches"]
