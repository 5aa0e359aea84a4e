package dev.glovebox.compiler.schedule;

import java.util.Arrays;

/**
 * A least set of vertices of a directed graph that every path from a source to a sink meets: Dinic's maximum flow (Soviet Math.
 * Doklady 11, 1970) with vertices split into an entry and an exit of capacity 1. O(edges·√vertices).
 */
final class VertexCut {
    private static final int INFINITE = Integer.MAX_VALUE / 2;

    private final int vertices;
    private final int start;
    private final int end;
    private int[] head = new int[64];
    private int[] capacity = new int[64];
    private int[] next = new int[64];
    private int edges;
    private final int[] first;
    private int[] level = {};
    private int[] current = {};
    private final int[] path;

    VertexCut(int vertices) {
        this.vertices = vertices;
        start = 2 * vertices;
        end = start + 1;
        first = new int[2 * vertices + 2];
        path = new int[first.length];
        Arrays.fill(first, -1);
        for (int v = 0; v < vertices; v++) {
            connect(entry(v), exit(v), 1);
        }
    }

    private static int entry(int vertex) {
        return 2 * vertex;
    }

    private static int exit(int vertex) {
        return 2 * vertex + 1;
    }

    void edge(int from, int to) {
        connect(exit(from), entry(to), INFINITE);
    }

    void source(int vertex) {
        connect(start, entry(vertex), INFINITE);
    }

    void sink(int vertex) {
        connect(exit(vertex), end, INFINITE);
    }

    private void connect(int from, int to, int most) {
        if (edges + 2 > head.length) {
            head = Arrays.copyOf(head, 2 * edges);
            capacity = Arrays.copyOf(capacity, 2 * edges);
            next = Arrays.copyOf(next, 2 * edges);
        }
        link(from, to, most);
        link(to, from, 0);
    }

    private void link(int from, int to, int most) {
        head[edges] = to;
        capacity[edges] = most;
        next[edges] = first[from];
        first[from] = edges++;
    }

    /** The least cut that is nearest to the sources. */
    boolean[] nearestToSources() {
        while (layer()) {
            current = first.clone();
            while (augment()) {}
        }
        boolean[] cut = new boolean[vertices];
        for (int v = 0; v < vertices; v++) {
            cut[v] = level[entry(v)] >= 0 && level[exit(v)] < 0;
        }
        return cut;
    }

    /** Distances from the start in what capacity is left. */
    private boolean layer() {
        level = new int[first.length];
        Arrays.fill(level, -1);
        int[] queue = new int[first.length];
        int tail = 0;
        queue[tail++] = start;
        level[start] = 0;
        for (int at = 0; at < tail; at++) {
            for (int e = first[queue[at]]; e >= 0; e = next[e]) {
                if (capacity[e] > 0 && level[head[e]] < 0) {
                    level[head[e]] = level[queue[at]] + 1;
                    queue[tail++] = head[e];
                }
            }
        }
        return level[end] >= 0;
    }

    /** Sends one unit along a shortest path, if there is one; without recursion, as paths may be long. */
    private boolean augment() {
        int length = 0;
        int at = start;
        while (at != end) {
            int e = current[at];
            while (e >= 0 && (capacity[e] == 0 || level[head[e]] != level[at] + 1)) {
                e = next[e];
            }
            current[at] = e;
            if (e >= 0) {
                path[length++] = e;
                at = head[e];
            } else if (length == 0) {
                return false;
            } else {
                level[at] = -2;
                at = head[path[--length] ^ 1];
            }
        }
        for (int i = 0; i < length; i++) {
            capacity[path[i]]--;
            capacity[path[i] ^ 1]++;
        }
        return true;
    }
}
