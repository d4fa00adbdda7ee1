"""What is understood of a text: mentions linked to entities, and claims about events, each with its evidence.

All values are frozen. Entities are named by `key`, a path below the base IRI such as `state/IRN` or `person/Catherine_Ashton`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from kg.document import Article


class EntityType(str, Enum):
    """The five types of entity; the value is the class's local name in the vocabulary."""

    __str__ = str.__str__

    STATE = "State"
    ORGANIZATION = "Organization"
    PERSON = "Person"
    PLACE = "Place"
    AGREEMENT = "Agreement"


ACTING = frozenset({EntityType.STATE, EntityType.ORGANIZATION, EntityType.PERSON})
# Kinds of organizations that act for a state or for another organization, and have a house.
ORGANS = frozenset({"ministry", "institution", "parliament"})
# Classes of the vocabulary that an organization's `kind` puts it in, beside its own.
ORGANIZATION_CLASSES = {"igo": "IntergovernmentalOrganization", "group": "GroupOfStates", "armed-group": "ArmedGroup"}


class Factuality(str, Enum):
    """What a claim says of its event's reality (after FactBank and PLOVER's modes)."""

    __str__ = str.__str__

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"
    DENIED = "denied"
    ALLEGED = "alleged"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text that names an entity, without its title, with its suffixes.

    `sentence` counts from 0 in the document, `head` from 1 in the sentence. `kind` is how it names the entity:
    name, acronym, demonym (a nationality or country adjective), capital (a city standing for its government), office.
    """

    start: int
    end: int
    text: str
    sentence: int
    head: int
    kind: str = "name"
    ner: str = ""


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person holding an office: role id, body (an entity key), ISO dates as coarse as known, empty if not known."""

    role: str
    body: str
    begin: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that can be mentioned.

    `labels` holds one preferred label a language; `names` every alias, code and acronym. `kind` refines the type (igo, group,
    armed-group, capital, city, un-member …). `members`, `parent`, `country`, `capital` and the bodies of `tenures` are entity keys.
    `known` is False for an entity made from a mention that the gazetteer does not have.
    """

    key: str
    type: EntityType
    labels: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ()
    kind: str = ""
    country: str = ""
    capital: str = ""
    parent: str = ""
    members: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    coordinates: tuple[float, float] | None = None
    wikidata: str = ""
    known: bool = True

    def label(self, language: str = "en") -> str:
        """Return the preferred label in that language, else the first one, else the key."""
        labels = dict(self.labels)
        return labels.get(language) or next(iter(labels.values()), self.key)


@dataclass(frozen=True, slots=True)
class Link:
    """A mention and the entity it was linked to; `score` in 0..1, `runner_up` the next best key and its score, if any."""

    mention: Mention
    entity: str
    score: float = 1.0
    runner_up: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """When, as coarse as the text says.

    `begin` and `end` are ISO 8601 (`2018`, `2012-04`, `2012-11-28`), equal unless an interval; `text` is the phrase.
    """

    begin: str
    end: str
    text: str = ""

    def iso(self) -> str:
        """Return `begin`, or `begin/end` for an interval."""
        return self.begin if self.begin == self.end else f"{self.begin}/{self.end}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands: the sentence's span, and in it the trigger's; offsets into the article's text.

    Always `article.text[start:end] == quote` and `article.text[trigger_start:trigger_end] == trigger`.
    """

    article: str
    start: int
    end: int
    quote: str
    trigger_start: int
    trigger_end: int
    trigger: str
    vector: tuple[float, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says of one event.

    `id` is unique in its article (`c<trigger start>-<type>`). `actors`, `recipients`, `place`, `agreement`, `source` are entity keys.
    `about` is the id of the claim whose event this act is about (an embedded act). `rule` names frame, language and pattern.
    """

    id: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    factuality: Factuality
    evidence: Evidence
    rule: str
    time: TimeSpan | None = None
    place: str = ""
    agreement: str = ""
    source: str = ""
    about: str = ""
    confidence: float = 1.0

    @property
    def participants(self) -> tuple[str, ...]:
        """Actors, then recipients."""
        return self.actors + self.recipients

    @property
    def keys(self) -> frozenset[str]:
        """Every entity that the claim refers to: participants, place, source and agreement."""
        return frozenset(filter(None, (*self.participants, self.place, self.source, self.agreement)))


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """Everything understood of one article. `entities` has all that links and claims refer to, by key."""

    article: Article
    entities: Mapping[str, Entity]
    links: tuple[Link, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A thing in the world that one or more claims speak of. `key` is stable: it depends on the claims' contents, not on their order.

    `claims` are (article id, claim id) pairs.
    """

    key: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    claims: tuple[tuple[str, str], ...]
    time: TimeSpan | None = None
    place: str = ""
    agreement: str = ""
    about: tuple[str, ...] = ()
