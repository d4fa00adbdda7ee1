"""Where nodes stand: a force-directed layout with short-range repulsion, deterministic and quick enough for thousands of nodes.

networkx's `spring_layout` compares all pairs (175 s at 5,000 nodes); here each node is pushed only by those near it (Fruchterman &
Reingold 1991, their grid variant, with a k-d tree for the grid).
"""

from __future__ import annotations

import networkx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

STEPS = 120
REACH = 2.6  # ideal distances within which nodes repel each other

Points = NDArray[np.float64]


def layout(graph: networkx.MultiDiGraph[str], *, spacing: float = 130.0, seed: int = 7) -> dict[str, tuple[float, float]]:
    """Return a position in pixels for each node; equal graphs give equal positions."""
    nodes = sorted(graph.nodes)
    if not nodes:
        return {}
    index = {node: i for i, node in enumerate(nodes)}
    arcs = np.array(sorted({(index[a], index[b]) for a, b in graph.edges() if a != b}), dtype=int).reshape(-1, 2)
    places = np.random.default_rng(seed).normal(size=(len(nodes), 2)) * np.sqrt(len(nodes))
    for step in range(STEPS):
        places = _moved(places, arcs, limit=1.5 * (1 - step / STEPS) + 0.02)
    places = (places - places.mean(axis=0)) * spacing
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, places, strict=True)}


def _moved(places: Points, arcs: NDArray[np.int_], *, limit: float) -> Points:
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
        pull = 0.18 * gap * (distance - 1.0) / distance
        np.add.at(force, arcs[:, 0], -pull)
        np.add.at(force, arcs[:, 1], pull)
    length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
    moved: Points = places + force / length * np.minimum(length, limit)
    return moved
