"""What an article has spoken of so far: who "he", "the two countries", "the talks" and a dropped subject are.

Only clear antecedents are taken: of two equal ones, none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.facts import Entity, EntityType, Factuality

WINDOW = 3  # sentences that an event noun looks back for its participants
MEMORY = 5  # sentences within which somebody named may still be meant
Participants = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(slots=True)
class Discourse:
    """The running memory of one article.

    `realities` has how real the last event of each type was, `spoken` the sentence in which each speaker last spoke, latest last.
    """

    entities: Mapping[str, Entity]
    subjects: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    claims: dict[str, tuple[int, Participants]] = field(default_factory=dict)
    mentioned: list[tuple[int, str]] = field(default_factory=list)
    mentions: Counter[str] = field(default_factory=Counter)
    realities: dict[str, Factuality] = field(default_factory=dict)
    spoken: dict[str, int] = field(default_factory=dict)

    def hear_subject(self, sentence: int, keys: Sequence[str]) -> None:
        """Remember the subject of a clause."""
        if keys:
            self.subjects.append((sentence, tuple(keys)))

    def hear_mention(self, sentence: int, key: str) -> None:
        """Remember a mention, in text order."""
        self.mentioned.append((sentence, key))
        self.mentions[key] += 1

    def hear_speaker(self, sentence: int, key: str) -> None:
        """Remember who spoke."""
        self.spoken.pop(key, None)
        self.spoken[key] = sentence

    def hear_claim(self, sentence: int, type_: str, actors: tuple[str, ...], recipients: tuple[str, ...], factuality: Factuality) -> None:
        """Remember who took part in the last event of a type, and how real it was."""
        self.realities[type_] = factuality
        if len(actors) + len(recipients) > 1 or type_ not in self.claims:
            self.claims[type_] = (sentence, (actors, recipients))

    def same_event(self, sentence: int, type_: str) -> Participants | None:
        """Return the participants of the last event of that type, if it was spoken of just now ("the meeting")."""
        seen = self.claims.get(type_)
        return seen[1] if seen and sentence - seen[0] <= WINDOW else None

    def same_target(self, sentence: int, type_: str, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Return at whom the same actors' last act of that type was directed, if it was spoken of just now."""
        seen = self.claims.get(type_)
        if not seen or sentence - seen[0] > WINDOW or not set(actors) & set(seen[1][0]):
            return ()
        return tuple(key for key in seen[1][1] if key not in actors)

    def lately(self, sentence: int) -> dict[str, int]:
        """Return the entities mentioned in the last few sentences or this one, latest first, with how many sentences ago."""
        found: dict[str, int] = {}
        for seen, key in reversed(self.mentioned):
            if sentence - seen > MEMORY:
                break
            found.setdefault(key, sentence - seen)
        return found

    def person(self, sentence: int) -> tuple[str, ...]:
        """Return the person a singular pronoun means: the last clause's subject if a person, else the only one of late."""
        for seen, keys in reversed(self.subjects):
            people = self._of(keys, EntityType.PERSON)
            if sentence - seen > WINDOW:
                break
            if people:
                return people if len(people) == 1 else ()
        recent = {key for seen, key in self.mentioned if sentence - seen <= 1 and self._of((key,), EntityType.PERSON)}
        return tuple(recent) if len(recent) == 1 else ()

    def subject(self, sentence: int) -> tuple[str, ...]:
        """Return the last clause's subject, for a clause that drops its own."""
        if self.subjects and sentence - self.subjects[-1][0] <= 1:
            return self.subjects[-1][1]
        return ()

    def group(self, sentence: int, type_: EntityType | None) -> tuple[str, ...]:
        """Return the two that "they" or "the two countries" means: a plural subject, else the last two mentioned, of that type."""
        for seen, keys in reversed(self.subjects):
            fitting = self._of(keys, type_)
            if sentence - seen <= WINDOW and len(fitting) > 1:
                return fitting
        recent: list[str] = []
        for seen, key in reversed(self.mentioned):
            if sentence - seen <= WINDOW - 1 and key not in recent and self._of((key,), type_ or EntityType.STATE):
                recent.append(key)
        return tuple(reversed(recent)) if len(recent) == 2 else ()

    def _of(self, keys: Sequence[str], type_: EntityType | None) -> tuple[str, ...]:
        return tuple(key for key in keys if type_ is None or self.entities[key].type is type_)
