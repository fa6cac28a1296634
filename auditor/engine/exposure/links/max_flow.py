"""The largest flow through a network and the smallest cut that bounds it (Y. Dinitz, 1970)."""

from __future__ import annotations

from collections import deque


class Flow:
    """A network of numbered nodes. Capacities are whole numbers."""

    def __init__(self) -> None:
        self._edges: list[list[int]] = []  # of each node; edge e leads back over e ^ 1
        self._to: list[int] = []
        self._left: list[int] = []

    def node(self) -> int:
        """Add a node and return its number."""
        self._edges.append([])
        return len(self._edges) - 1

    def edge(self, start: int, end: int, capacity: int) -> None:
        """Add an edge."""
        for here, there, room in ((start, end, capacity), (end, start, 0)):
            self._edges[here].append(len(self._to))
            self._to.append(there)
            self._left.append(room)

    def saturate(self, source: int, sink: int) -> frozenset[int]:
        """Send as much as goes and return the nodes on the source's side of the smallest cut.

        Of all smallest cuts it is the one nearest to the source: its side is part of the source's
        side of every other one.
        """
        while True:
            levels = self._levels(source)
            if levels[sink] < 0:
                return frozenset(node for node, level in enumerate(levels) if level >= 0)
            self._push(source, sink, levels)

    def _levels(self, source: int) -> list[int]:
        levels = [-1] * len(self._edges)
        levels[source] = 0
        waiting = deque([source])
        while waiting:
            node = waiting.popleft()
            for edge in self._edges[node]:
                there = self._to[edge]
                if self._left[edge] > 0 and levels[there] < 0:
                    levels[there] = levels[node] + 1
                    waiting.append(there)
        return levels

    def _push(self, source: int, sink: int, levels: list[int]) -> None:
        """Fill every shortest way from source to sink."""
        tried = [0] * len(self._edges)
        path: list[int] = []
        node = source
        while True:
            if node == sink:
                room = min(self._left[taken] for taken in path)
                for taken in path:
                    self._left[taken] -= room
                    self._left[taken ^ 1] += room
                path, node = [], source
            edge: int | None = self._next(node, levels, tried)
            if edge is not None:
                path.append(edge)
                node = self._to[edge]
            elif path:
                node = self._to[path.pop() ^ 1]
                tried[node] += 1
            else:
                return

    def _next(self, node: int, levels: list[int], tried: list[int]) -> int | None:
        edges = self._edges[node]
        while tried[node] < len(edges):
            edge = edges[tried[node]]
            if self._left[edge] > 0 and levels[self._to[edge]] == levels[node] + 1:
                return edge
            tried[node] += 1
        return None
