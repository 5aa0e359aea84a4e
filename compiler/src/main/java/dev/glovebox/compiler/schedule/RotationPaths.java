package dev.glovebox.compiler.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** The shortest ways to compose each rotation from those of some keys: breadth first over the steps modulo the slots. */
final class RotationPaths {
    /** What {@link #length} says of steps that the keys do not reach. */
    static final int NONE = Integer.MAX_VALUE;

    private final int[] length;

    /** The key that ends the shortest way to some steps. */
    private final int[] last;

    /**
     * @param slots a power of two
     * @param keys steps
     */
    RotationPaths(int slots, SortedSet<Integer> keys) {
        length = new int[slots];
        last = new int[slots];
        Arrays.fill(length, NONE);
        length[0] = 0;
        int[] queue = new int[slots];
        int end = 1;
        for (int at = 0; at < end; at++) {
            int from = queue[at];
            for (int key : keys) {
                int to = (from + key) & (slots - 1);
                if (length[to] == NONE) {
                    length[to] = length[from] + 1;
                    last[to] = key & (slots - 1);
                    queue[end++] = to;
                }
            }
        }
    }

    /** How many rotations make these steps. */
    int length(int steps) {
        return length[steps & (length.length - 1)];
    }

    /** The rotations that make these steps, the greatest first: equal beginnings can be shared. */
    List<Integer> path(int steps) {
        if (length(steps) == NONE) {
            throw new IllegalArgumentException("a rotation by " + steps + " that the keys do not compose");
        }
        List<Integer> path = new ArrayList<>();
        for (int at = steps & (length.length - 1); at != 0; at = (at - last[at]) & (length.length - 1)) {
            path.add(last[at]);
        }
        path.sort(Collections.reverseOrder());
        return path;
    }
}
