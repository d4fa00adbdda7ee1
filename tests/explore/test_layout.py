"""Places of nodes: the same for the same graph, apart from one another, quick for thousands."""

from __future__ import annotations

import math
import random
from itertools import combinations

import networkx
import pytest

from kg.explore.layout import LETTER, LINE, layout
from kg.explore.network import Graph, network
from kg.graph.store import GraphStore


def made(nodes: int, edges: int) -> Graph:
    """Return a graph in which a few nodes have most edges, some nodes none."""
    random_ = random.Random(3)  # noqa: S311
    graph: Graph = networkx.MultiDiGraph()
    names = [f"organization/{number}" for number in range(nodes)]
    for number, name in enumerate(names):
        graph.add_node(name, label_en=f"Organization number {number}", label_tr="Örgüt")
    for _ in range(edges):
        graph.add_edge(random_.choice(names[: max(2, nodes // 10)]), random_.choice(names))
    return graph


def test_equal_graphs_have_equal_layouts(store: GraphStore) -> None:
    assert layout(network(store)) == layout(network(store))


def test_the_order_of_nodes_and_edges_does_not_matter() -> None:
    graph = made(40, 80)
    other: Graph = networkx.MultiDiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges())))
    assert layout(graph) == layout(other)


@pytest.mark.parametrize(("nodes", "edges"), [(0, 0), (1, 0), (1, 3), (2, 1), (5, 0), (45, 100), (1000, 3000)])
def test_every_node_has_a_place_of_its_own(nodes: int, edges: int) -> None:
    places = layout(made(nodes, edges))
    assert len(places) == nodes
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())
    assert len(set(places.values())) == nodes


def test_labels_of_a_small_graph_do_not_run_into_one_another() -> None:
    places = layout(made(45, 100))
    width = LINE * LETTER
    close = [(a, b) for a, b in combinations(places.values(), 2) if abs(a[0] - b[0]) < width * 0.9 and abs(a[1] - b[1]) < 40]
    assert len(close) <= 2


def test_no_line_passes_through_a_node_between_others() -> None:
    graph: Graph = networkx.MultiDiGraph([("a", "b"), ("b", "c"), ("a", "c")])
    places = layout(graph)
    (ax, ay), (bx, by), (cx, cy) = (places[node] for node in "abc")
    twice_area = abs((cx - ax) * (by - ay) - (bx - ax) * (cy - ay))
    assert twice_area / math.dist((ax, ay), (cx, cy)) > 20


def test_neighbours_stand_nearer_than_others() -> None:
    graph: Graph = networkx.MultiDiGraph()
    for side in "ab":
        graph.add_edges_from((f"{side}{one}", f"{side}{other}") for one, other in combinations(range(6), 2))
    places = layout(graph)
    inside = [math.dist(places[a], places[b]) for a, b in combinations(places, 2) if a[0] == b[0]]
    across = [math.dist(places[a], places[b]) for a, b in combinations(places, 2) if a[0] != b[0]]
    assert sum(inside) / len(inside) < sum(across) / len(across)
