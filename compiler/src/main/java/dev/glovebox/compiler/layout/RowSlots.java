package dev.glovebox.compiler.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Slots for the rows of a structured map: each row at its anchor, so that the diagonals stay few. Rows of one anchor, the
 * channels of a convolution, go apart by one offset for each channel: into the gaps that a stride leaves, or blocks of the
 * input's period further on, whichever adds the fewest diagonals (the multiplexed packing of Lee et al., "Low-complexity deep
 * convolutional neural networks on fully homomorphic encryption using multiplexed parallel convolutions", ICML 2022, and of Ebel,
 * Garimella, Reagen, "Orion", ASPLOS 2025; here found from the matrix, not from a layer).
 */
final class RowSlots {
    private static final int MOST_CHANNELS = 256;
    private static final int MOST_OFFSETS = 1024;
    private static final int SMALL_OFFSETS = 8;

    /** Parts of a period whose multiples are tried first: where channels lie in blocks, they go into other blocks. */
    private static final int PARTS = 32;

    private static final int FEWEST_SUPPORTS = 2;

    private final RowAnchors.Found found;
    private final int[] periods;
    private final int longest;

    /** For each row, how many rows before it have its anchor. */
    private final int[] channels;

    /** The most rows that one anchor has. */
    private final int most;

    private final List<int[]> anchorsOfChannel = new ArrayList<>();

    private RowSlots(RowAnchors.Found found, int[] periods) {
        this.found = found;
        this.periods = periods;
        longest = Arrays.stream(periods).max().orElseThrow();
        int[] count = new int[longest];
        int[] anchorAt = new int[longest];
        channels = new int[found.anchors().length];
        for (int row = 0; row < channels.length; row++) {
            int anchor = found.anchors()[row];
            channels[row] = count[anchor & (longest - 1)]++;
            anchorAt[anchor & (longest - 1)] = anchor;
        }
        most = Arrays.stream(count).max().orElseThrow();
        for (int channel = 0; channel < Math.min(most, MOST_CHANNELS); channel++) {
            int least = channel;
            anchorsOfChannel.add(IntStream.range(0, longest)
                    .filter(a -> count[a] > least)
                    .map(a -> anchorAt[a])
                    .toArray());
        }
    }

    /** Candidates of every period that has room; none if the map is dense or without structure. */
    static List<SlotMap> candidates(List<SlotMatrix> matrices, int rows, int maxSlots) {
        if (matrices.isEmpty() || rows < 2) {
            return List.of();
        }
        RowEntries entries = new RowEntries(matrices, rows);
        int[] periods = matrices.stream().mapToInt(SlotMatrix::period).toArray();
        if (entries.supports() < FEWEST_SUPPORTS) {
            return List.of();
        }
        return RowAnchors.of(entries, periods)
                .map(found -> new RowSlots(found, periods).candidates(maxSlots))
                .orElse(List.of());
    }

    private List<SlotMap> candidates(int maxSlots) {
        List<SlotMap> candidates = new ArrayList<>();
        if (most > MOST_CHANNELS) {
            return candidates;
        }
        long greatest = Math.min(maxSlots, (long) longest * LatencyLayout.powerOfTwo(most));
        for (int period = LatencyLayout.powerOfTwo(channels.length); period <= greatest; period *= 2) {
            int[] near = offsets(period, false);
            int[] blocks = offsets(period, true);
            addMaps(candidates, period, near);
            if (!Arrays.equals(near, blocks)) {
                addMaps(candidates, period, blocks);
            }
        }
        return candidates;
    }

    private void addMaps(List<SlotMap> candidates, int period, int[] offsets) {
        if (offsets.length == most) {
            int gap = Arrays.stream(offsets).map(o -> o & (longest - 1)).max().orElse(0);
            candidates.add(map(period, offsets, 0));
            if (gap > 0) {
                candidates.add(map(period, offsets, gap));
            }
        }
    }

    private SlotMap map(int period, int[] offsets, int shift) {
        int[] slots = new int[channels.length];
        Arrays.setAll(slots, row -> (found.anchors()[row] + offsets[channels[row]] - shift) & (period - 1));
        return SlotMap.of(period, slots);
    }

    /**
     * An offset for each channel, or fewer where there is no room. Each takes the offset that adds the fewest diagonals, the first
     * of equal ones; as that is not always best in the end, both orders are laid out and compared.
     *
     * @param blocksFirst whether parts of the period come before the distances of diagonals
     */
    private int[] offsets(int period, boolean blocksFirst) {
        boolean[] used = new boolean[period];
        boolean[][] taken = new boolean[periods.length][];
        Arrays.setAll(taken, i -> new boolean[Math.min(period, periods[i])]);
        int[][] pattern = pattern(period);
        Set<Integer> parts = blocksFirst ? parts(period) : Set.of();
        Set<Integer> candidates = new LinkedHashSet<>(parts);
        candidates.addAll(offsetCandidates(period, pattern));
        int[] offsets = new int[anchorsOfChannel.size()];
        for (int channel = 0; channel < offsets.length; channel++) {
            int best = channel == 0 ? (isFree(0, 0, used) ? 0 : -1) : best(channel, candidates, pattern, taken, used);
            if (best < 0) {
                return Arrays.copyOf(offsets, channel);
            }
            offsets[channel] = best;
            parts.forEach(part -> candidates.add((best + part) & (period - 1)));
            Arrays.stream(offsets, 0, channel + 1).forEach(candidates::remove);
            for (int anchor : anchorsOfChannel.get(channel)) {
                used[(anchor + best) & (period - 1)] = true;
            }
            for (int i = 0; i < taken.length; i++) {
                for (int d : pattern[i]) {
                    taken[i][(d - best) & (taken[i].length - 1)] = true;
                }
            }
        }
        return offsets;
    }

    /** The diagonals of each source, modulo the shorter of both periods. */
    private int[][] pattern(int period) {
        int[][] pattern = new int[periods.length][];
        for (int i = 0; i < pattern.length; i++) {
            int source = i;
            int modulus = Math.min(period, periods[i]);
            pattern[i] = found.diagonals().stream()
                    .filter(d -> d.source() == source)
                    .mapToInt(d -> d.offset() & (modulus - 1))
                    .distinct()
                    .toArray();
        }
        return pattern;
    }

    private static Set<Integer> parts(int period) {
        Set<Integer> parts = new LinkedHashSet<>();
        int part = Math.max(1, period / PARTS);
        for (int offset = part; offset < period; offset += part) {
            parts.add(offset);
        }
        return parts;
    }

    /** Offsets in order of preference among equals: whole periods, distances of diagonals, powers of two. */
    private Set<Integer> offsetCandidates(int period, int[][] pattern) {
        Set<Integer> offsets = new LinkedHashSet<>();
        for (int block = longest; block < period; block += longest) {
            offsets.add(block);
        }
        int[] first =
                Arrays.stream(pattern).filter(p -> p.length > 0).findFirst().orElseThrow();
        int[] sorted = Arrays.stream(first).sorted().limit(MOST_OFFSETS).toArray();
        for (int d : sorted) {
            offsets.add(d - sorted[0]);
        }
        for (int d = 1; d <= SMALL_OFFSETS; d++) {
            offsets.add(d);
        }
        for (int d = 1; d < period; d *= 2) {
            offsets.add(d);
        }
        offsets.remove(0);
        offsets.removeIf(o -> o >= period);
        return offsets;
    }

    private int best(int channel, Set<Integer> candidates, int[][] pattern, boolean[][] taken, boolean[] used) {
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int offset : candidates) {
            int growth = 0;
            for (int i = 0; i < taken.length && growth < least; i++) {
                for (int k = 0; k < pattern[i].length && growth < least; k++) {
                    growth += taken[i][(pattern[i][k] - offset) & (taken[i].length - 1)] ? 0 : 1;
                }
            }
            if (growth < least && isFree(channel, offset, used)) {
                least = growth;
                best = offset;
            }
        }
        return best;
    }

    private boolean isFree(int channel, int offset, boolean[] used) {
        boolean[] own = channel == 0 ? new boolean[used.length] : new boolean[0];
        for (int anchor : anchorsOfChannel.get(channel)) {
            int slot = (anchor + offset) & (used.length - 1);
            if (used[slot] || own.length > 0 && own[slot]) {
                return false;
            }
            if (own.length > 0) {
                own[slot] = true;
            }
        }
        return true;
    }
}
