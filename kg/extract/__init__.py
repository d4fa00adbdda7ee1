"""From sentences to claims: event frames (data under `ontology/events/`) matched against dependency trees.

`frames` reads the data, `syntax` names the slots around a predicate, `participants` and `discourse` fill them with entities,
`factuality`, `temporal` and `attribution` say how real, when and according to whom, and `claims` puts it together.
"""

from __future__ import annotations

from kg.extract.claims import extract_claims, matches
from kg.extract.frames import Frames, load_frames

__all__ = ["Frames", "extract_claims", "load_frames", "matches"]
