package dev.glovebox.compiler.approximation;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** How the polynomial of a degree for a function on [-1, 1] is found. */
enum Fit {
    /** Least greatest error: Remez's algorithm ({@link Remez}). */
    MINIMAX("minimax", "degree"),
    /** Equal to the function at the Chebyshev points. */
    CHEBYSHEV("chebyshev", "Chebyshev interpolation of degree"),
    /** Least mean square error, all arguments being of equal weight ({@link LeastSquares}). */
    LEAST_SQUARES("least-squares", "least squares of degree");

    private final String option;
    private final String description;

    Fit(String option, String description) {
        this.option = option;
        this.description = description;
    }

    /** The names of all. */
    static Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Fit fit : values()) {
            names.add(fit.option);
        }
        return Collections.unmodifiableSet(names);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static Fit named(String name) {
        return Arrays.stream(values())
                .filter(f -> f.option.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no approximation " + name + "; expected one of " + names()));
    }

    String description() {
        return description;
    }

    /** Chebyshev coefficients of the polynomial of a degree; not for {@link #MINIMAX}. */
    double[] polynomial(DoubleUnaryOperator f, int degree) {
        return this == CHEBYSHEV ? Chebyshev.interpolate(f, degree) : LeastSquares.fit(f, degree, _ -> 1);
    }
}
