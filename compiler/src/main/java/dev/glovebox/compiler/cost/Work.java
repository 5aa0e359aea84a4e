package dev.glovebox.compiler.cost;

/**
 * How much of each elementary kind of work an operation does, counted in limbs: of N values each.
 *
 * @param calls operations; what one costs whatever its size
 * @param transforms number-theoretic transforms of a limb
 * @param conversions multiply-and-add passes of base conversions over a limb
 * @param keys multiply-and-add passes over a limb by one of a switching key, which comes from far memory
 * @param products other multiply-and-add passes over a limb by a limb or a scalar
 * @param passes other passes over a limb: sums, copies, automorphisms, constants read, results written
 */
public record Work(double calls, double transforms, double conversions, double keys, double products, double passes) {
    /** Number of kinds of work. */
    static final int KINDS = 6;

    static final Work NONE = new Work(0, 0, 0, 0, 0, 0);
    static final Work CALL = new Work(1, 0, 0, 0, 0, 0);

    Work plus(Work w) {
        return new Work(
                calls + w.calls,
                transforms + w.transforms,
                conversions + w.conversions,
                keys + w.keys,
                products + w.products,
                passes + w.passes);
    }

    Work times(int count) {
        return new Work(
                count * calls, count * transforms, count * conversions, count * keys, count * products, count * passes);
    }

    /** In nanosecond-sized units of a ring: a transform takes N·log₂N steps, a pass N. */
    double[] steps(int logDegree) {
        double n = 1 << logDegree;
        return new double[] {calls, transforms * n * logDegree, conversions * n, keys * n, products * n, passes * n};
    }

    /** One operation that passes once over so many limbs. */
    static Work passes(int limbs) {
        return new Work(1, 0, 0, 0, 0, limbs);
    }

    /** One operation that writes so many limbs, each a sum of so many products. */
    static Work sums(int limbs, double products) {
        return new Work(1, 0, 0, 0, limbs * products, limbs);
    }

    /**
     * One operation that writes polynomials, each a sum of so many products with constants.
     *
     * @param size polynomials of so many limbs each
     * @param kept the part of a constant's values that is kept, {@link RingShape#kept}
     */
    static Work plainSums(int size, int limbs, double products, double kept) {
        return new Work(1, 0, 0, 0, size * limbs * products, (size + products * kept) * limbs);
    }

    /** One operation that passes over polynomials and a constant. */
    static Work plainPasses(int size, int limbs, double kept) {
        return new Work(1, 0, 0, 0, 0, (size + kept) * limbs);
    }

    /** Σ aᵢ·bᵢ of ciphertexts of two polynomials: four products of limbs each, three polynomials written. */
    static Work sumOfProducts(RingShape s, int level, int terms) {
        return new Work(1, 0, 0, 0, 4.0 * terms * s.limbs(level), 3.0 * s.limbs(level));
    }

    /** Extending the digits of one polynomial to all limbs. */
    static Work decompose(RingShape s, int level) {
        int limbs = s.limbs(level);
        int digits = s.digits(level);
        int last = limbs - (digits - 1) * s.digitLimbs();
        double squares = (double) (digits - 1) * s.digitLimbs() * s.digitLimbs() + (double) last * last;
        return new Work(0, digits * s.full(level), (double) limbs * s.full(level) - squares, 0, 0, 0);
    }

    /** The inner product with a key. */
    static Work inner(RingShape s, int level) {
        return new Work(0, 0, 0, 2.0 * s.digits(level) * s.full(level), 0, 0);
    }

    /** Division of one polynomial by limbs that it drops. */
    static Work divide(int left, int dropped) {
        return new Work(0, left + dropped, (double) left * dropped, 0, 0, left);
    }

    /** From digits to a ciphertext: inner product, division by the special limbs. */
    static Work finish(RingShape s, int level) {
        return inner(s, level)
                .plus(divide(s.limbs(level), s.special()).times(2))
                .plus(CALL);
    }

    static Work relinearize(RingShape s, int level) {
        return decompose(s, level).plus(finish(s, level)).plus(new Work(0, 0, 0, 0, 0, 2.0 * s.limbs(level)));
    }

    /** @param level after it */
    static Work relinearizeRescale(RingShape s, int level) {
        int left = s.limbs(level);
        return decompose(s, level + 1)
                .plus(inner(s, level + 1))
                .plus(divide(left, s.full(level + 1) - left).times(2))
                .plus(new Work(1, 0, 0, 0, 0, 2.0 * left));
    }

    static Work hoist(RingShape s, int level, int size) {
        return decompose(s, level).plus(passes(size * s.limbs(level)));
    }

    static Work hoistedRotation(RingShape s, int level) {
        return finish(s, level).plus(new Work(0, 0, 0, 0, 0, 3.0 * s.limbs(level)));
    }

    static Work rotate(RingShape s, int level) {
        return decompose(s, level).plus(hoistedRotation(s, level));
    }

    /** @param level after it */
    static Work rescale(RingShape s, int level, int size) {
        int left = s.limbs(level);
        return CALL.plus(divide(left, s.limbs(level + 1) - left).times(size));
    }

    /** @param level after it */
    static Work adjust(RingShape s, int level, int size) {
        return rescale(s, level, size).plus(new Work(0, 0, 0, 0, (double) size * s.limbs(level + 1), 0));
    }

    /** @param kept the part of a diagonal's values that is kept, {@link RingShape#kept} */
    static Work linearTransform(RingShape s, int level, TransformShape t, double kept) {
        int full = s.full(level);
        Work rotation = inner(s, level).plus(new Work(1, 0, 0, 0, 0, 3.0 * full));
        Work giant = divide(s.limbs(level), s.special())
                .plus(decompose(s, level))
                .plus(rotation)
                .plus(passes(4 * full));
        // The operand times P, its copy, and the sum: from zeros, with the giant step of 0 added.
        return passes(9 * full)
                .plus(t.babies() == 0 ? NONE : decompose(s, level))
                .plus(rotation.times(t.babies()))
                .plus(new Work(0, 0, 0, 0, 2.0 * full, kept * full).times(t.diagonals()))
                .plus(giant.times(t.giants()))
                .plus(divide(s.limbs(level), s.special()).times(2));
    }

    /** A transform of complex numbers, then one of each limb, in the subring that the values lie in. */
    static Work encode(RingShape s, int limbs, int values) {
        double kept = s.kept(values);
        double transform = kept * s.keptLogDegree(values) / s.logDegree();
        return new Work(1, limbs * transform, 0, 0, kept * s.keptLogDegree(values), limbs * kept);
    }
}
