package dev.glovebox.compiler.layout;

/**
 * Where a vector lies: in which slots of a node, and what all its slots may hold.
 *
 * @param slots of the elements, in one period of the bounds
 * @param bounds of one period; slots outside the vector are padding
 */
record Placement(int node, SlotMap slots, SlotBounds bounds) {

    int period() {
        return bounds.period();
    }

    int size() {
        return slots.size();
    }

    boolean isPadding(int slot) {
        return slots.isPadding(slot);
    }
}
