package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.cost.RingShape;
import dev.glovebox.compiler.cost.TransformShape;

/**
 * What the operations of a layout take, in seconds, at one level of a ring like the one that the circuit will get. Layouts of a map
 * are compared by it. A rotation also counts for its key, which clients make and send and servers keep.
 *
 * @param ring a typical one: parameters are chosen later
 */
record LayoutCost(CostModel model, RingShape ring, int level) {
    /** A level that one way needs and another spares, in rotations: every operation before it pays for it. */
    private static final int LEVEL_ROTATIONS = 4;

    /** A ring of twice the degree, in rotations: every operation of the circuit pays for it. */
    private static final int RING_ROTATIONS = 100;

    /** What a rotation's key weighs, in rotations. */
    private static final double KEY = 0.25;

    /** At another level, from 1 to the highest of the ring. */
    LayoutCost at(int other) {
        return new LayoutCost(model, ring, Math.clamp(other, Math.min(1, ring.maxLevel()), ring.maxLevel()));
    }

    double rotation() {
        return model.rotate(ring, level);
    }

    /** Rotations of one vector, by different steps. */
    double rotations(int count) {
        return model.rotations(ring, level, count) + count * KEY * rotation();
    }

    /** @param values of each diagonal */
    double transform(TransformShape shape, int values) {
        return model.linearTransform(ring, level, shape, Math.min(values, ring.degree() / 2))
                + (shape.babies() + shape.giants()) * KEY * rotation();
    }

    /** @param values of the constant */
    double plainProduct(int values) {
        return model.multiplyPlain(ring, level, Math.min(values, ring.degree() / 2));
    }

    double scalarProduct() {
        return model.multiplyScalar(ring, level);
    }

    double addition() {
        return model.add(ring, level);
    }

    double oneLevel() {
        return LEVEL_ROTATIONS * rotation();
    }

    double largerRing() {
        return RING_ROTATIONS * rotation();
    }
}
