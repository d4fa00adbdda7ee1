"""What a graph holds, in numbers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.graph.store import GraphStore


def stats(store: GraphStore) -> dict[str, Any]:
    """Return counts: articles by language, entities by type, claims by type and factuality, events, events in both languages, quads."""
    languages: dict[str, str] = {}
    types: Counter[str] = Counter()
    factualities: Counter[str] = Counter()
    for facts in store.facts():
        languages[facts.article.id] = facts.article.language
        types.update(claim.type for claim in facts.claims)
        factualities.update(str(claim.factuality) for claim in facts.claims)
    events = store.events()
    both = sum(len({languages[article] for article, _ in event.claims}) > 1 for event in events)
    return {
        "articles": len(languages),
        "articles by language": dict(sorted(Counter(languages.values()).items())),
        "entities": len(entities := store.entities()),
        "entities by type": dict(sorted(Counter(str(entity.type) for entity in entities.values()).items())),
        "claims": sum(types.values()),
        "claims by type": dict(sorted(types.items(), key=lambda item: (-item[1], item[0]))),
        "claims by factuality": dict(sorted(factualities.items(), key=lambda item: (-item[1], item[0]))),
        "events": len(events),
        "events in both languages": both,
        "quads": len(store),
    }


def summary(store: GraphStore) -> str:
    """Return one line: articles, entities, claims, events."""
    found = stats(store)
    languages = ", ".join(f"{count} {language}" for language, count in found["articles by language"].items())
    articles = f"{found['articles']} articles" + (f" ({languages})" if languages else "")
    return f"{articles}, {found['entities']} entities, {found['claims']} claims, {found['events']} events"
