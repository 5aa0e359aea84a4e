package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.cost.RingShape;
import dev.glovebox.compiler.cost.TransformShape;
import java.util.stream.IntStream;

/**
 * What the operations of a layout take, in seconds, at one level of a ring like the one that the circuit will get. Layouts of a map
 * are compared by it. A rotation also counts for its key, which clients make and send and servers keep.
 *
 * @param ring a typical one: parameters are chosen later
 */
record LayoutCost(CostModel model, RingShape ring, int level) {
    /**
     * What a rotation's key weighs, in rotations: clients make and send it, servers keep it. Parameters are chosen by time · (1 + key
     * bytes/64 MiB). By that measure, with one key switch a level, a key weighs 0.02 rotations in a circuit of depth 2, 0.15 at depth 5,
     * 0.6 at depth 8 and 2 at depth 17. With those weights shallow programs took up to a third more rotations and keys for a few per cent
     * of the time, and the measure of the deepest models changed by less than 3 %: one number serves all. From 0.6 to 1.2 the plans of the
     * acceptance programs and of the layers of known networks are the same; below, a network of convolutions takes a tenth more keys.
     */
    private static final double KEY = 0.7;

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

    /** A vector added to itself, rotated: one step of a sum over a period. */
    double doubling() {
        return rotations(1) + addition();
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

    /**
     * A level that one way needs and another spares: a result is rescaled, and every operation before is done one level higher. With a
     * key switch on each level these differences add up to that between the highest level and this one.
     */
    double oneLevel() {
        RingShape deeper = RingShape.typical(ring.maxLevel() + 1, ring.degree() / 2);
        return model.rescale(ring, level - 1) + Math.max(0, model.rotate(deeper, deeper.maxLevel()) - rotation());
    }

    /** A ring of so many times twice the degree: every operation of the circuit pays for it, with a key switch on each level. */
    double largerRing(int doublings) {
        if (doublings == 0) {
            return 0;
        }
        RingShape larger = RingShape.typical(ring.maxLevel(), ring.degree() << (doublings - 1));
        return IntStream.rangeClosed(0, ring.maxLevel())
                .mapToDouble(l -> model.rotate(larger, l) - model.rotate(ring, l))
                .sum();
    }
}
