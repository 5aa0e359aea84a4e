package dev.glovebox.backends.java;

import static dev.glovebox.backends.java.VectorLanes.DOUBLES;
import static dev.glovebox.backends.java.VectorLanes.LANES;
import static dev.glovebox.backends.java.VectorLanes.load;
import static dev.glovebox.backends.java.VectorLanes.shuffle;

import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * The stages with strides below a vector's length for {@link WideNtt}, on two pairs of neighbouring vectors, a and b, at a time. For
 * stride s, lanes are exchanged so that one vector holds the first and one the second member of every pair of numbers; lane l of both
 * then belongs to block l/s of the two.
 *
 * <p>A stage of the next four vectors runs beside the last two stages of these, as the time of all three, one after the other, is more
 * than a processor looks ahead. The first round thus writes four vectors that mean nothing where the second writes again, and the last
 * begins on four vectors that it drops.
 */
final class WideTail {
    private static final VectorShuffle<Double> REPEAT_2 = shuffle(l -> l / 2);
    private static final VectorShuffle<Double> REPEAT_4 = shuffle(l -> l / 4);

    /** Which lanes of two vectors, one after the other, make a vector: first and second members, halves side by side, every other. */
    private static final double[] LANE_NUMBERS = numbers(
            l -> first(l, 4),
            l -> first(l, 4) + 4,
            l -> first(l, 2),
            l -> first(l, 2) + 2,
            l -> first(l, 1),
            l -> first(l, 1) + 1,
            l -> l / 2 + (l & 1) * LANES,
            l -> l / 2 + (l & 1) * LANES + LANES / 2,
            l -> 2 * l,
            l -> 2 * l + 1);

    private WideTail() {}

    private static int first(int lane, int stride) {
        return (lane & stride) == 0 ? lane : lane - stride + LANES;
    }

    private static double[] numbers(IntUnaryOperator... vectors) {
        double[] numbers = new double[vectors.length * LANES];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vectors[i / LANES].applyAsInt(i % LANES);
        }
        return numbers;
    }

    /** Of the elements from {@code start} to {@code end}, multiples of four vectors; centres. */
    static void forward(double[] a, double[] roots, int degree, int start, int end, double[] constants) {
        DoubleVector p = load(constants, 0);
        DoubleVector minusP = load(constants, LANES);
        DoubleVector inverse = load(constants, 2 * LANES);
        DoubleVector round = load(constants, 3 * LANES);
        DoubleVector firsts4 = load(LANE_NUMBERS, 0 * LANES);
        DoubleVector seconds4 = load(LANE_NUMBERS, 1 * LANES);
        DoubleVector firsts2 = load(LANE_NUMBERS, 2 * LANES);
        DoubleVector seconds2 = load(LANE_NUMBERS, 3 * LANES);
        DoubleVector firsts1 = load(LANE_NUMBERS, 4 * LANES);
        DoubleVector seconds1 = load(LANE_NUMBERS, 5 * LANES);
        DoubleVector lower = load(LANE_NUMBERS, 6 * LANES);
        DoubleVector upper = load(LANE_NUMBERS, 7 * LANES);
        int first = start / (4 * LANES);
        int last = end / (4 * LANES) - 1;
        DoubleVector xa = round;
        DoubleVector ya = round;
        DoubleVector xb = round;
        DoubleVector yb = round;
        for (int i = first - 1; i <= last; i++) {
            int next = Math.min(i + 1, last);
            DoubleVector x0a = DoubleVector.fromArray(DOUBLES, a, 4 * LANES * next);
            DoubleVector y0a = DoubleVector.fromArray(DOUBLES, a, 4 * LANES * next + LANES);
            DoubleVector x0b = DoubleVector.fromArray(DOUBLES, a, 4 * LANES * next + 2 * LANES);
            DoubleVector y0b = DoubleVector.fromArray(DOUBLES, a, 4 * LANES * next + 3 * LANES);
            DoubleVector w4a = DoubleVector.fromArray(DOUBLES, roots, degree / 8 + 4 * next)
                    .rearrange(REPEAT_4);
            DoubleVector v4a = w4a.mul(inverse);
            DoubleVector f4a = firsts4.selectFrom(x0a, y0a);
            DoubleVector s4a = seconds4.selectFrom(x0a, y0a);
            DoubleVector w4b = DoubleVector.fromArray(DOUBLES, roots, degree / 8 + 4 * next + 2)
                    .rearrange(REPEAT_4);
            DoubleVector v4b = w4b.mul(inverse);
            DoubleVector f4b = firsts4.selectFrom(x0b, y0b);
            DoubleVector s4b = seconds4.selectFrom(x0b, y0b);
            DoubleVector q4a = s4a.fma(v4a, round).sub(round);
            DoubleVector m4a = q4a.mul(minusP);
            DoubleVector t4a = s4a.fma(w4a, m4a).sub(q4a.fma(p, m4a));
            DoubleVector x1a = f4a.add(t4a);
            DoubleVector y1a = f4a.sub(t4a);
            DoubleVector q4b = s4b.fma(v4b, round).sub(round);
            DoubleVector m4b = q4b.mul(minusP);
            DoubleVector t4b = s4b.fma(w4b, m4b).sub(q4b.fma(p, m4b));
            DoubleVector x1b = f4b.add(t4b);
            DoubleVector y1b = f4b.sub(t4b);
            int now = Math.max(i, first);
            DoubleVector w2a =
                    DoubleVector.fromArray(DOUBLES, roots, degree / 4 + 8 * now).rearrange(REPEAT_2);
            DoubleVector v2a = w2a.mul(inverse);
            DoubleVector f2a = firsts2.selectFrom(xa, ya);
            DoubleVector s2a = seconds2.selectFrom(xa, ya);
            DoubleVector w2b = DoubleVector.fromArray(DOUBLES, roots, degree / 4 + 8 * now + 4)
                    .rearrange(REPEAT_2);
            DoubleVector v2b = w2b.mul(inverse);
            DoubleVector f2b = firsts2.selectFrom(xb, yb);
            DoubleVector s2b = seconds2.selectFrom(xb, yb);
            DoubleVector q2a = s2a.fma(v2a, round).sub(round);
            DoubleVector m2a = q2a.mul(minusP);
            DoubleVector t2a = s2a.fma(w2a, m2a).sub(q2a.fma(p, m2a));
            DoubleVector x2a = f2a.add(t2a);
            DoubleVector y2a = f2a.sub(t2a);
            DoubleVector q2b = s2b.fma(v2b, round).sub(round);
            DoubleVector m2b = q2b.mul(minusP);
            DoubleVector t2b = s2b.fma(w2b, m2b).sub(q2b.fma(p, m2b));
            DoubleVector x2b = f2b.add(t2b);
            DoubleVector y2b = f2b.sub(t2b);
            DoubleVector w1a = DoubleVector.fromArray(DOUBLES, roots, degree / 2 + 16 * now);
            DoubleVector v1a = w1a.mul(inverse);
            DoubleVector f1a = firsts1.selectFrom(x2a, y2a);
            DoubleVector s1a = seconds1.selectFrom(x2a, y2a);
            DoubleVector w1b = DoubleVector.fromArray(DOUBLES, roots, degree / 2 + 16 * now + 8);
            DoubleVector v1b = w1b.mul(inverse);
            DoubleVector f1b = firsts1.selectFrom(x2b, y2b);
            DoubleVector s1b = seconds1.selectFrom(x2b, y2b);
            DoubleVector q1a = s1a.fma(v1a, round).sub(round);
            DoubleVector m1a = q1a.mul(minusP);
            DoubleVector t1a = s1a.fma(w1a, m1a).sub(q1a.fma(p, m1a));
            DoubleVector x3a = f1a.add(t1a);
            DoubleVector y3a = f1a.sub(t1a);
            DoubleVector q1b = s1b.fma(v1b, round).sub(round);
            DoubleVector m1b = q1b.mul(minusP);
            DoubleVector t1b = s1b.fma(w1b, m1b).sub(q1b.fma(p, m1b));
            DoubleVector x3b = f1b.add(t1b);
            DoubleVector y3b = f1b.sub(t1b);
            x3a = x3a.fma(inverse, round).sub(round).fma(minusP, x3a);
            y3a = y3a.fma(inverse, round).sub(round).fma(minusP, y3a);
            x3b = x3b.fma(inverse, round).sub(round).fma(minusP, x3b);
            y3b = y3b.fma(inverse, round).sub(round).fma(minusP, y3b);
            lower.selectFrom(x3a, y3a).intoArray(a, 4 * LANES * now);
            upper.selectFrom(x3a, y3a).intoArray(a, 4 * LANES * now + LANES);
            lower.selectFrom(x3b, y3b).intoArray(a, 4 * LANES * now + 2 * LANES);
            upper.selectFrom(x3b, y3b).intoArray(a, 4 * LANES * now + 3 * LANES);
            xa = x1a;
            ya = y1a;
            xb = x1b;
            yb = y1b;
        }
    }

    /** Undoes {@link #forward} step by step, but for a factor of 8. */
    static void inverse(
            double[] to, double[] from, double[] roots, int degree, int start, int end, double[] constants) {
        DoubleVector p = load(constants, 0);
        DoubleVector minusP = load(constants, LANES);
        DoubleVector inverse = load(constants, 2 * LANES);
        DoubleVector round = load(constants, 3 * LANES);
        DoubleVector even = load(LANE_NUMBERS, 8 * LANES);
        DoubleVector odd = load(LANE_NUMBERS, 9 * LANES);
        DoubleVector firsts4 = load(LANE_NUMBERS, 0 * LANES);
        DoubleVector seconds4 = load(LANE_NUMBERS, 1 * LANES);
        DoubleVector firsts2 = load(LANE_NUMBERS, 2 * LANES);
        DoubleVector seconds2 = load(LANE_NUMBERS, 3 * LANES);
        DoubleVector firsts1 = load(LANE_NUMBERS, 4 * LANES);
        DoubleVector seconds1 = load(LANE_NUMBERS, 5 * LANES);
        int first = start / (4 * LANES);
        int last = end / (4 * LANES) - 1;
        DoubleVector xa = round;
        DoubleVector ya = round;
        DoubleVector xb = round;
        DoubleVector yb = round;
        for (int i = first - 1; i <= last; i++) {
            int next = Math.min(i + 1, last);
            DoubleVector lowera = DoubleVector.fromArray(DOUBLES, from, 4 * LANES * next);
            DoubleVector uppera = DoubleVector.fromArray(DOUBLES, from, 4 * LANES * next + LANES);
            DoubleVector lowerb = DoubleVector.fromArray(DOUBLES, from, 4 * LANES * next + 2 * LANES);
            DoubleVector upperb = DoubleVector.fromArray(DOUBLES, from, 4 * LANES * next + 3 * LANES);
            DoubleVector x0a = even.selectFrom(lowera, uppera);
            DoubleVector y0a = odd.selectFrom(lowera, uppera);
            DoubleVector x0b = even.selectFrom(lowerb, upperb);
            DoubleVector y0b = odd.selectFrom(lowerb, upperb);
            DoubleVector w1a = DoubleVector.fromArray(DOUBLES, roots, degree / 2 + 16 * next);
            DoubleVector v1a = w1a.mul(inverse);
            DoubleVector w1b = DoubleVector.fromArray(DOUBLES, roots, degree / 2 + 16 * next + 8);
            DoubleVector v1b = w1b.mul(inverse);
            DoubleVector d1a = x0a.sub(y0a);
            DoubleVector u1a = x0a.add(y0a);
            DoubleVector q1a = d1a.fma(v1a, round).sub(round);
            DoubleVector m1a = q1a.mul(minusP);
            DoubleVector t1a = d1a.fma(w1a, m1a).sub(q1a.fma(p, m1a));
            DoubleVector x1a = firsts1.selectFrom(u1a, t1a);
            DoubleVector y1a = seconds1.selectFrom(u1a, t1a);
            DoubleVector d1b = x0b.sub(y0b);
            DoubleVector u1b = x0b.add(y0b);
            DoubleVector q1b = d1b.fma(v1b, round).sub(round);
            DoubleVector m1b = q1b.mul(minusP);
            DoubleVector t1b = d1b.fma(w1b, m1b).sub(q1b.fma(p, m1b));
            DoubleVector x1b = firsts1.selectFrom(u1b, t1b);
            DoubleVector y1b = seconds1.selectFrom(u1b, t1b);
            int now = Math.max(i, first);
            DoubleVector w2a =
                    DoubleVector.fromArray(DOUBLES, roots, degree / 4 + 8 * now).rearrange(REPEAT_2);
            DoubleVector v2a = w2a.mul(inverse);
            DoubleVector w2b = DoubleVector.fromArray(DOUBLES, roots, degree / 4 + 8 * now + 4)
                    .rearrange(REPEAT_2);
            DoubleVector v2b = w2b.mul(inverse);
            DoubleVector d2a = xa.sub(ya);
            DoubleVector u2a = xa.add(ya);
            DoubleVector q2a = d2a.fma(v2a, round).sub(round);
            DoubleVector m2a = q2a.mul(minusP);
            DoubleVector t2a = d2a.fma(w2a, m2a).sub(q2a.fma(p, m2a));
            DoubleVector x2a = firsts2.selectFrom(u2a, t2a);
            DoubleVector y2a = seconds2.selectFrom(u2a, t2a);
            DoubleVector d2b = xb.sub(yb);
            DoubleVector u2b = xb.add(yb);
            DoubleVector q2b = d2b.fma(v2b, round).sub(round);
            DoubleVector m2b = q2b.mul(minusP);
            DoubleVector t2b = d2b.fma(w2b, m2b).sub(q2b.fma(p, m2b));
            DoubleVector x2b = firsts2.selectFrom(u2b, t2b);
            DoubleVector y2b = seconds2.selectFrom(u2b, t2b);
            DoubleVector w4a =
                    DoubleVector.fromArray(DOUBLES, roots, degree / 8 + 4 * now).rearrange(REPEAT_4);
            DoubleVector v4a = w4a.mul(inverse);
            DoubleVector w4b = DoubleVector.fromArray(DOUBLES, roots, degree / 8 + 4 * now + 2)
                    .rearrange(REPEAT_4);
            DoubleVector v4b = w4b.mul(inverse);
            DoubleVector d4a = x2a.sub(y2a);
            DoubleVector u4a = x2a.add(y2a);
            DoubleVector q4a = d4a.fma(v4a, round).sub(round);
            DoubleVector m4a = q4a.mul(minusP);
            DoubleVector t4a = d4a.fma(w4a, m4a).sub(q4a.fma(p, m4a));
            u4a = u4a.fma(inverse, round).sub(round).fma(minusP, u4a);
            DoubleVector x3a = firsts4.selectFrom(u4a, t4a);
            DoubleVector y3a = seconds4.selectFrom(u4a, t4a);
            DoubleVector d4b = x2b.sub(y2b);
            DoubleVector u4b = x2b.add(y2b);
            DoubleVector q4b = d4b.fma(v4b, round).sub(round);
            DoubleVector m4b = q4b.mul(minusP);
            DoubleVector t4b = d4b.fma(w4b, m4b).sub(q4b.fma(p, m4b));
            u4b = u4b.fma(inverse, round).sub(round).fma(minusP, u4b);
            DoubleVector x3b = firsts4.selectFrom(u4b, t4b);
            DoubleVector y3b = seconds4.selectFrom(u4b, t4b);
            x3a.intoArray(to, 4 * LANES * now);
            y3a.intoArray(to, 4 * LANES * now + LANES);
            x3b.intoArray(to, 4 * LANES * now + 2 * LANES);
            y3b.intoArray(to, 4 * LANES * now + 3 * LANES);
            xa = x1a;
            ya = y1a;
            xb = x1b;
            yb = y1b;
        }
    }
}
