package dev.glovebox.backends.java;

import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape in use, and {@link DoubleModulus} on vectors. C2 boxes vectors where it stops inlining, which it does when a
 * method with all it calls grows large: constants come as vectors, and a kernel has few dozens of operations.
 */
final class VectorLanes {
    /** The system property that sets the bits of a vector: 128, 256 or 512. The default is what the processor prefers. */
    static final String PROPERTY = "glovebox.vector.bits";

    static final VectorSpecies<Double> DOUBLES = species();
    static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, DOUBLES.vectorShape());

    /** Doubles in a vector: 2, 4 or 8. */
    static final int LANES = DOUBLES.length();

    private VectorLanes() {}

    private static VectorSpecies<Double> species() {
        int preferred = DoubleVector.SPECIES_PREFERRED.vectorBitSize();
        return switch (Math.clamp(Integer.getInteger(PROPERTY, preferred), 128, 512)) {
            case 128 -> DoubleVector.SPECIES_128;
            case 256 -> DoubleVector.SPECIES_256;
            case 512 -> DoubleVector.SPECIES_512;
            default ->
                throw new IllegalArgumentException(
                        "-D" + PROPERTY + "=" + Integer.getInteger(PROPERTY) + ", expected 128, 256 or 512");
        };
    }

    /** Takes lane l from lane source(l), modulo the number of lanes. */
    static VectorShuffle<Double> shuffle(IntUnaryOperator source) {
        return VectorShuffle.fromOp(DOUBLES, l -> source.applyAsInt(l) & (LANES - 1));
    }

    /** The lanes whose number has a bit set. */
    static VectorMask<Double> lanesWith(int bit) {
        boolean[] lanes = new boolean[LANES];
        for (int l = 0; l < LANES; l++) {
            lanes[l] = (l & bit) != 0;
        }
        return VectorMask.fromArray(DOUBLES, lanes, 0);
    }

    static DoubleVector load(double[] a, int index) {
        return DoubleVector.fromArray(DOUBLES, a, index);
    }

    static DoubleVector all(double value) {
        return DoubleVector.broadcast(DOUBLES, value);
    }

    /** {@link DoubleModulus#centre}. */
    static DoubleVector centre(DoubleVector x, DoubleVector minusP, DoubleVector inverse, DoubleVector round) {
        return x.fma(inverse, round).sub(round).fma(minusP, x);
    }

    /** {@link DoubleModulus#multiply} by w with v = w·inverse. */
    static DoubleVector multiply(
            DoubleVector y, DoubleVector w, DoubleVector v, DoubleVector p, DoubleVector minusP, DoubleVector round) {
        DoubleVector quotient = y.fma(v, round).sub(round);
        DoubleVector multiple = quotient.mul(minusP);
        return y.fma(w, multiple).sub(quotient.fma(p, multiple));
    }

    /** Longs below 2^51 in size as doubles. */
    static DoubleVector toDoubles(LongVector x) {
        return x.add(Double.doubleToRawLongBits(DoubleModulus.ROUND))
                .reinterpretAsDoubles()
                .sub(DoubleModulus.ROUND);
    }

    /** Integers below 2^51 in size as longs. */
    static LongVector toLongs(DoubleVector x) {
        return x.add(DoubleModulus.ROUND)
                .reinterpretAsLongs()
                .lanewise(VectorOperators.SUB, Double.doubleToRawLongBits(DoubleModulus.ROUND));
    }
}
