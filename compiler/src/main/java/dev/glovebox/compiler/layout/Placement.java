package dev.glovebox.compiler.layout;

/**
 * Where a vector lies: element i in slot offset + i of a node, and what all its slots may hold.
 *
 * @param bounds of one period of the node; slots outside the vector are padding
 */
record Placement(int node, int offset, int size, SlotBounds bounds) {

    int period() {
        return bounds.period();
    }

    boolean isPadding(int slot) {
        int place = slot & (bounds.period() - 1);
        return place < offset || place >= offset + size;
    }
}
