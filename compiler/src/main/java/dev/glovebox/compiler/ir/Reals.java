package dev.glovebox.compiler.ir;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** An immutable vector of doubles. */
public final class Reals {
    private final double[] values;

    private Reals(double[] values) {
        this.values = values;
    }

    public static Reals of(double... values) {
        return new Reals(values.clone());
    }

    public static Reals generate(int size, IntToDoubleFunction element) {
        double[] values = new double[size];
        Arrays.setAll(values, element);
        return new Reals(values);
    }

    public static Reals zeros(int size) {
        return new Reals(new double[size]);
    }

    public int size() {
        return values.length;
    }

    public double get(int i) {
        return values[i];
    }

    public double[] toArray() {
        return values.clone();
    }

    /** Whether all elements are equal (true if there are none). */
    public boolean isUniform() {
        return Arrays.stream(values).allMatch(v -> Double.compare(v, values[0]) == 0);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Reals r && Arrays.equals(values, r.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
