package dev.glovebox.compiler.frontend;

import java.util.Arrays;

/** Collects Σ weightᵢ·xᵢ + constant as one symbol. */
final class LinearSum {
    private final Algebra algebra;
    private final Symbol[] terms;
    private final double[] weights;
    private int size;
    private double constant;

    /** @param most how many summands there may be */
    LinearSum(Algebra algebra, int most) {
        this.algebra = algebra;
        terms = new Symbol[most + 1];
        weights = new double[most + 1];
    }

    void add(Scalar x, double weight) {
        switch (x) {
            case Scalar.Public p -> constant += weight * p.value();
            case Symbol s -> {
                if (algebra.finite(weight) != 0) {
                    terms[size] = s;
                    weights[size++] = weight;
                }
            }
        }
    }

    void addProduct(Scalar a, Scalar b) {
        switch (b) {
            case Scalar.Public p -> add(a, p.value());
            case Symbol s -> {
                if (a instanceof Scalar.Public p) {
                    add(s, p.value());
                } else {
                    add(algebra.multiply(a, b), 1);
                }
            }
        }
    }

    Scalar build() {
        if (size == 0) {
            return Scalar.of(constant);
        }
        algebra.finite(constant);
        if (size == 1 && weights[0] == 1 && constant == 0) {
            return terms[0];
        }
        return algebra.sum(Arrays.copyOf(terms, size), Arrays.copyOf(weights, size), constant);
    }
}
