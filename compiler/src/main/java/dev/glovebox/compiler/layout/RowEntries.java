package dev.glovebox.compiler.layout;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The entries of an affine map by rows, over all ciphertexts it reads; and which rows read the same slots. */
final class RowEntries {
    private final int[] start;
    private final int[] source;
    private final int[] slot;
    private final double[] value;

    /** For each row, the number of its support: the set of slots it reads. */
    private final int[] supportOf;

    /** The first row of each support, in order. */
    private final int[] representatives;

    RowEntries(List<SlotMatrix> matrices, int rows) {
        start = new int[rows + 1];
        matrices.forEach(matrix -> matrix.forEachRow((row, from, to, _, _) -> start[row + 1] += to - from));
        for (int row = 0; row < rows; row++) {
            start[row + 1] += start[row];
        }
        int entries = start[rows];
        source = new int[entries];
        slot = new int[entries];
        value = new double[entries];
        int[] next = Arrays.copyOf(start, rows);
        for (int i = 0; i < matrices.size(); i++) {
            int number = i;
            matrices.get(i).forEachRow((row, from, to, slots, values) -> {
                int first = next[row];
                next[row] += to - from;
                Arrays.fill(source, first, next[row], number);
                System.arraycopy(slots, from, slot, first, to - from);
                System.arraycopy(values, from, value, first, to - from);
            });
        }
        supportOf = new int[rows];
        representatives = group(rows);
    }

    private int[] group(int rows) {
        int[] firsts = new int[rows];
        int count = 0;
        Map<Integer, Integer> byHash = new HashMap<>();
        int[] sameHash = new int[rows];
        for (int row = 0; row < rows; row++) {
            int hash = hash(row);
            int support = byHash.getOrDefault(hash, -1);
            while (support >= 0 && !sameSupport(firsts[support], row)) {
                support = sameHash[support];
            }
            if (support < 0) {
                support = count++;
                firsts[support] = row;
                Integer other = byHash.put(hash, support);
                sameHash[support] = other == null ? -1 : other;
            }
            supportOf[row] = support;
        }
        return Arrays.copyOf(firsts, count);
    }

    private int hash(int row) {
        int hash = 1;
        for (int k = start[row]; k < start[row + 1]; k++) {
            hash = 31 * (31 * hash + source[k]) + slot[k] * 0x9E3779B9;
        }
        return hash;
    }

    private boolean sameSupport(int a, int b) {
        return Arrays.equals(slot, start[a], start[a + 1], slot, start[b], start[b + 1])
                && Arrays.equals(source, start[a], start[a + 1], source, start[b], start[b + 1]);
    }

    int rows() {
        return supportOf.length;
    }

    int supports() {
        return representatives.length;
    }

    int supportOf(int row) {
        return supportOf[row];
    }

    /** The first row of a support. */
    int representative(int support) {
        return representatives[support];
    }

    int size(int row) {
        return start[row + 1] - start[row];
    }

    int start(int row) {
        return start[row];
    }

    int end(int row) {
        return start[row + 1];
    }

    /** Which of the matrices an entry is of. */
    int source(int entry) {
        return source[entry];
    }

    int slot(int entry) {
        return slot[entry];
    }

    double value(int entry) {
        return value[entry];
    }
}
