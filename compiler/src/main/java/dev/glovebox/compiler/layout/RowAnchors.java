package dev.glovebox.compiler.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the anchor of every row of a structured map: a slot such that the entries of all rows, counted from their anchors, lie on
 * few diagonals. For a convolution the anchors are the places of the kernel, at the stride of the input's slots; for a gather, the
 * slot that is read. Nothing is known of convolutions: the row with most entries is the pattern, and each next row is laid where
 * the pattern holds all its entries, values that agree and steps that were made before deciding where several places do.
 */
final class RowAnchors {
    /** Checks of entries that are done before the map counts as unstructured. */
    private static final long MOST_WORK = 50_000_000;

    private static final int KNOWN_STEPS = 4;

    private final RowEntries entries;
    private final int[] periods;

    /** By source and diagonal: the value of the pattern there, or NaN. */
    private final double[][] pattern;

    private final List<Diagonal> diagonals = new ArrayList<>();
    private final int[] anchors;
    private final int[] steps = new int[KNOWN_STEPS];
    private final int mostDiagonals;
    private int stepCount;
    private long work;

    /** A diagonal of one source. */
    record Diagonal(int source, int offset) {}

    /**
     * What was found.
     *
     * @param anchors of the rows, in a range shorter than the longest period, which may start below 0
     * @param diagonals on which all entries lie
     */
    record Found(int[] anchors, List<Diagonal> diagonals) {}

    private RowAnchors(RowEntries entries, int[] periods) {
        this.entries = entries;
        this.periods = periods;
        pattern = new double[periods.length][];
        for (int i = 0; i < periods.length; i++) {
            pattern[i] = new double[periods[i]];
            Arrays.fill(pattern[i], Double.NaN);
        }
        anchors = new int[entries.supports()];
        mostDiagonals = 4 * entries.size(entries.representative(largest())) + 64;
    }

    /**
     * @param periods of the sources
     * @return nothing if the map is not structured
     */
    static Optional<Found> of(RowEntries entries, int[] periods) {
        return new RowAnchors(entries, periods).find();
    }

    private int largest() {
        int largest = 0;
        for (int s = 1; s < entries.supports(); s++) {
            if (size(s) > size(largest)) {
                largest = s;
            }
        }
        return largest;
    }

    private int size(int support) {
        return entries.size(entries.representative(support));
    }

    private Optional<Found> find() {
        int first = largest();
        if (size(first) == 0) {
            return Optional.empty();
        }
        anchors[first] = leastSlot(first);
        extend(first);
        for (int s = first + 1; s < anchors.length; s++) {
            if (!anchor(s, anchors[s - 1], 1)) {
                return Optional.empty();
            }
        }
        for (int s = first - 1; s >= 0; s--) {
            if (!anchor(s, anchors[s + 1], -1)) {
                return Optional.empty();
            }
        }
        int longest = Arrays.stream(periods).max().orElseThrow();
        int[] places = unwrapped(longest);
        int[] rows = new int[entries.rows()];
        Arrays.setAll(rows, row -> places[entries.supportOf(row)]);
        return Optional.of(new Found(rows, diagonals));
    }

    /**
     * The anchors are known modulo the longest period. Each next to the one before, a picture stays in one piece also where the
     * result has a longer period; if that does not fit, they are taken from 0.
     */
    private int[] unwrapped(int longest) {
        int[] places = anchors.clone();
        for (int s = 1; s < places.length; s++) {
            places[s] += Math.floorDiv(places[s - 1] - places[s] + longest / 2, longest) * longest;
        }
        int least = Arrays.stream(places).min().orElse(0);
        int greatest = Arrays.stream(places).max().orElse(0);
        if (greatest - least >= longest) {
            Arrays.setAll(places, s -> anchors[s] & (longest - 1));
        }
        return places;
    }

    private int leastSlot(int support) {
        int row = entries.representative(support);
        int least = Integer.MAX_VALUE;
        for (int k = entries.start(row); k < entries.end(row); k++) {
            if (entries.source(k) == entries.source(entries.start(row))) {
                least = Math.min(least, entries.slot(k));
            }
        }
        return least;
    }

    private int offset(int entry, int anchor) {
        return (entries.slot(entry) - anchor) & (periods[entries.source(entry)] - 1);
    }

    /** Adds the diagonals of a support at its anchor to the pattern. */
    private void extend(int support) {
        int row = entries.representative(support);
        for (int k = entries.start(row); k < entries.end(row); k++) {
            int offset = offset(k, anchors[support]);
            double[] known = pattern[entries.source(k)];
            if (Double.isNaN(known[offset])) {
                known[offset] = entries.value(k);
                diagonals.add(new Diagonal(entries.source(k), offset));
            }
        }
    }

    /** How many values agree with the pattern, or -1 - n if n entries lie outside of it. */
    private int score(int support, int anchor, boolean countOutside) {
        int row = entries.representative(support);
        int agree = 0;
        int outside = 0;
        for (int k = entries.start(row); k < entries.end(row); k++) {
            work++;
            double known = pattern[entries.source(k)][offset(k, anchor)];
            if (Double.isNaN(known)) {
                outside++;
                if (!countOutside) {
                    return -1;
                }
            } else if (known == entries.value(k)) {
                agree++;
            }
        }
        return outside > 0 ? -1 - outside : agree;
    }

    /** @param direction 1 from the support before, -1 from the one behind */
    private boolean anchor(int support, int neighbour, int direction) {
        int size = size(support);
        int best = -1;
        int anchor = neighbour;
        for (int i = 0; i < Math.min(stepCount, KNOWN_STEPS); i++) {
            int candidate = neighbour + direction * steps[(stepCount - 1 - i) % KNOWN_STEPS];
            int score = score(support, candidate, false);
            if (score > best) {
                best = score;
                anchor = candidate;
            }
        }
        if (best < size) {
            int predicted = anchor;
            int first = entries.start(entries.representative(support));
            for (Diagonal diagonal : size == 0 ? List.<Diagonal>of() : diagonals) {
                if (diagonal.source == entries.source(first)) {
                    int candidate = entries.slot(first) - diagonal.offset;
                    int score = score(support, candidate, false);
                    if (score > best
                            || score == best
                                    && score >= 0
                                    && distance(candidate, predicted) < distance(anchor, predicted)) {
                        best = score;
                        anchor = candidate;
                    }
                }
            }
        }
        if (best < 0) {
            anchor = leastOutside(support, neighbour, direction);
        }
        anchors[support] = anchor;
        if (best < 0) {
            extend(support);
        }
        remember(direction * (anchor - neighbour));
        return work <= MOST_WORK && diagonals.size() <= mostDiagonals;
    }

    private static int distance(int a, int b) {
        return Math.abs(a - b);
    }

    /** Among the neighbour's continuations and the least slot, the anchor with the fewest entries outside the pattern. */
    private int leastOutside(int support, int neighbour, int direction) {
        int best = leastSlot(support);
        int score = score(support, best, true);
        for (int i = 0; i < Math.min(stepCount, KNOWN_STEPS); i++) {
            int candidate = neighbour + direction * steps[i];
            int other = score(support, candidate, true);
            if (other > score) {
                score = other;
                best = candidate;
            }
        }
        return best;
    }

    private void remember(int step) {
        for (int i = 0; i < Math.min(stepCount, KNOWN_STEPS); i++) {
            if (steps[i] == step) {
                return;
            }
        }
        steps[stepCount++ % KNOWN_STEPS] = step;
    }
}
