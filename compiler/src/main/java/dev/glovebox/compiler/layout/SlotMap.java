package dev.glovebox.compiler.layout;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Which slot each element of a vector lies in, within one period; the slots between are padding. Immutable.
 *
 * @param period a power of two that the vector repeats with
 * @param slots of the elements, distinct, below the period
 * @param elements of the slots, -1 in padding
 */
record SlotMap(int period, int[] slots, int[] elements) {

    /** @throws IllegalArgumentException if two elements share a slot */
    static SlotMap of(int period, int[] slots) {
        int[] elements = new int[period];
        Arrays.fill(elements, -1);
        for (int e = 0; e < slots.length; e++) {
            if (elements[slots[e]] >= 0) {
                throw new IllegalArgumentException("elements " + elements[slots[e]] + " and " + e + " share a slot");
            }
            elements[slots[e]] = e;
        }
        return new SlotMap(period, slots, elements);
    }

    /** Element e in slot offset + e. */
    static SlotMap consecutive(int size, int offset, int period) {
        int[] slots = new int[size];
        Arrays.setAll(slots, e -> offset + e);
        return of(period, slots);
    }

    int size() {
        return slots.length;
    }

    int slot(int element) {
        return slots[element];
    }

    /** The element at any slot, or -1. */
    int element(int slot) {
        return elements[slot & (period - 1)];
    }

    boolean isPadding(int slot) {
        return element(slot) < 0;
    }

    /** The same slots in a period that is a multiple or holds them all. */
    SlotMap withPeriod(int other) {
        return other == period ? this : of(other, slots);
    }

    /** Whether all slots are distinct below a period. */
    boolean fits(int smaller) {
        boolean[] used = new boolean[smaller];
        for (int slot : slots) {
            int place = slot & (smaller - 1);
            if (used[place]) {
                return false;
            }
            used[place] = true;
        }
        return true;
    }

    /** The same slots modulo a period that they {@link #fits fit}. */
    SlotMap reduced(int smaller) {
        return of(smaller, Arrays.stream(slots).map(s -> s & (smaller - 1)).toArray());
    }

    /**
     * The steps by which every element lies behind the same element of another map, if they are the same for all; modulo the
     * shorter period.
     */
    OptionalInt distanceFrom(SlotMap other) {
        int modulus = Math.min(period, other.period);
        int steps = (slots[0] - other.slots[0]) & (modulus - 1);
        for (int e = 1; e < slots.length; e++) {
            if (((slots[e] - other.slots[e]) & (modulus - 1)) != steps) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(steps);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SlotMap m && period == m.period && Arrays.equals(slots, m.slots);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(slots) + period;
    }

    @Override
    public String toString() {
        return Arrays.toString(slots) + " of " + period;
    }
}
