"""Where nodes stand: a force-directed layout with short-range repulsion, deterministic and quick enough for thousands of nodes.

networkx's `spring_layout` compares all pairs (175 s at 5,000 nodes); here each node is pushed only by those near it (Fruchterman &
Reingold 1991, their grid variant, with a k-d tree for the grid). Then boxes around nodes and their labels are moved apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from kg.explore.network import Graph

STEPS = 150
FEW = 18
REACH = 2.6  # ideal distances within which nodes repel each other
WIDE = (1.1, 0.9)  # screens are wider than high
# Of labels, in pixels: the page breaks them at LINE letters.
LINE, LETTER, HEIGHT, MARGIN = 17, 8.0, 18.0, 7.0
PASSES = 80
ROOM = 32.0  # between a node and a line that passes it
CROSSINGS = 60_000  # pairs of line and node up to which lines are kept off nodes

Points = NDArray[np.float64]


def layout(graph: Graph, *, roominess: float = 1.5, seed: int = 7) -> dict[str, tuple[float, float]]:
    """Return a position in pixels for each node; equal graphs give equal positions.

    Args:
        graph: the network; room is made for the labels in nodes' `label_en` and `label_tr`, where there are any.
        roominess: how many times the area of all labels together the picture has (more where there are few).
        seed: of the random start.
    """
    nodes = sorted(graph.nodes)
    if not nodes:
        return {}
    index = {node: i for i, node in enumerate(nodes)}
    arcs = np.array(sorted({(index[a], index[b]) for a, b in graph.edges() if a != b}), dtype=int).reshape(-1, 2)
    strength = _strength(arcs, len(nodes))
    places = np.random.default_rng(seed).normal(size=(len(nodes), 2)) * np.sqrt(len(nodes))
    for step in range(STEPS):
        places = _moved(places, arcs, strength, limit=1.5 * (1 - step / STEPS) + 0.02)
    boxes = np.array([_box(graph.nodes[node], node) for node in nodes])
    places = _spread(places, area=roominess * (1 + FEW / len(nodes)) * 4 * float(boxes.prod(axis=1).sum()))
    for _ in range(PASSES):
        places = _apart(_clear(places, arcs), boxes)
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, places, strict=True)}


def _strength(arcs: NDArray[np.int_], size: int) -> Points:
    """Return how hard each arc pulls: less where both ends have many, else all of a dense graph would be one clump."""
    degrees = np.maximum(np.bincount(arcs.ravel(), minlength=size), 1)
    pull: Points = 0.18 / np.sqrt(np.minimum(degrees[arcs[:, 0]], degrees[arcs[:, 1]]))
    return pull.reshape(-1, 1)


def _moved(places: Points, arcs: NDArray[np.int_], strength: Points, *, limit: float) -> Points:
    force = -0.06 * places / max(1.0, np.sqrt(len(places)) / 4)  # gravity keeps parts together
    near = cKDTree(places).query_pairs(REACH, output_type="ndarray")
    if len(near):
        gap = places[near[:, 0]] - places[near[:, 1]]
        distance = np.maximum(np.linalg.norm(gap, axis=1, keepdims=True), 0.05)
        push = gap / distance * (1.0 / distance - 1.0 / REACH)
        np.add.at(force, near[:, 0], push)
        np.add.at(force, near[:, 1], -push)
    if len(arcs):
        gap = places[arcs[:, 0]] - places[arcs[:, 1]]
        distance = np.maximum(np.linalg.norm(gap, axis=1, keepdims=True), 0.05)
        pull = strength * gap * (distance - 1.0) / distance
        np.add.at(force, arcs[:, 0], -pull)
        np.add.at(force, arcs[:, 1], pull)
    length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
    moved: Points = places + force / length * np.minimum(length, limit)
    return moved


def _spread(places: Points, *, area: float) -> Points:
    """Scale to an ellipse of that area, its crowded middle widened and its outskirts drawn in."""
    places = places - places.mean(axis=0)
    radius = np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-9)
    ranks = (np.argsort(np.argsort(radius, axis=0, kind="stable"), axis=0, kind="stable") + 0.5) / len(places)
    even = np.sqrt(ranks)  # what radii would be, were nodes spread evenly
    spread: Points = places / radius * (0.5 * radius / radius.max() + 0.5 * even) * np.sqrt(area / np.pi) * np.array(WIDE)
    return spread


def _box(data: dict[str, Any], node: str) -> tuple[float, float]:
    """Return half the width and half the height that a node and its longer label need."""
    label = max(str(data.get("label_en", "")), str(data.get("label_tr", "")), key=len) or node
    lines = -(-len(label) // LINE)
    return min(len(label), LINE) * LETTER / 2 + MARGIN, 20 + lines * HEIGHT / 2 + MARGIN


def _apart(places: Points, boxes: Points) -> Points:
    """Move nodes whose boxes overlap away from each other, along the axis on which they overlap less."""
    near = cKDTree(places).query_pairs(2 * float(np.linalg.norm(boxes.max(axis=0))), output_type="ndarray")
    gap = places[near[:, 0]] - places[near[:, 1]]
    overlap = boxes[near[:, 0]] + boxes[near[:, 1]] - np.abs(gap)
    hit = (overlap > 0).all(axis=1)
    near, gap, overlap = near[hit], gap[hit], overlap[hit]
    along = overlap == overlap.min(axis=1, keepdims=True)
    step = np.where(along, np.where(gap < 0, -1.0, 1.0) * (overlap / 2 + 0.5), 0.0) * 0.6
    moved: Points = places.copy()
    np.add.at(moved, near[:, 0], step)
    np.add.at(moved, near[:, 1], -step)
    return moved


def _clear(places: Points, arcs: NDArray[np.int_]) -> Points:
    """Move nodes off the lines between others, so that no line seems to end at them; too many lines are left as they are."""
    if not 0 < len(arcs) * len(places) <= CROSSINGS:
        return places
    start, way = places[arcs[:, 0]], places[arcs[:, 1]] - places[arcs[:, 0]]
    length = np.maximum((way**2).sum(axis=1), 1e-9)
    ahead = places[None, :, :] - start[:, None, :]
    part = (ahead * way[:, None, :]).sum(axis=2) / length[:, None]
    off = ahead - part[:, :, None] * way[:, None, :]
    distance = np.linalg.norm(off, axis=2)
    ends = np.arange(len(places))[None, :] == arcs[:, :1], np.arange(len(places))[None, :] == arcs[:, 1:]
    hit = (distance < ROOM) & (part > 0) & (part < 1) & ~ends[0] & ~ends[1]
    normal = np.stack([-way[:, 1], way[:, 0]], axis=1) / np.sqrt(length)[:, None]
    side = np.where((ahead * normal[:, None, :]).sum(axis=2) < 0, -1.0, 1.0)
    push: Points = ((ROOM - distance) * side * hit)[:, :, None] * normal[:, None, :]
    moved: Points = places + 0.35 * np.clip(push.sum(axis=0), -ROOM, ROOM)
    return moved
