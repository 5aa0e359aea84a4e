package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sign as a composition of odd minimax polynomials pₖ ∘ … ∘ p₁: each maps ±[1 - τ, 1 + τ] nearer to ±1. See E. Lee, J.-W. Lee,
 * J.-S. No, Y.-S. Kim, Minimax approximation of sign function by composite polynomial for homomorphic comparison, IEEE TDSC
 * 2021, whose minimax composition is optimal among compositions of odd polynomials of the same degrees.
 *
 * @param stages applied first to last; at least one
 * @param gap |t| of an argument t ∈ [-1, 1] from which on the result is within {@code error} of its sign; below, it lies between
 *     about -1 and 1
 */
record CompositeSign(List<Stage> stages, double gap, double error) {
    /** Smaller gaps take more levels than any ring has, and stages whose errors rounding hides. */
    static final double LEAST_GAP = 0x1p-18;

    /** Part by which every stage but the first serves more than the errors before it: for encryption noise. */
    private static final double MARGIN = 0x1p-16;

    /** Gap and error are taken from a grid of this many points for each factor of two, so that equal work is done once. */
    private static final int GRID = 16;

    private static final double REMEZ_TOLERANCE = 1e-9;

    /** Part by which the greatest error may exceed that which the search for extrema saw. */
    private static final double SEARCH_TOLERANCE = 1e-4;

    private static final int MOST_ATTEMPTS = 20;

    /** Stands where no composition serves, so that the rest of a program can be looked at. */
    static final CompositeSign PLACEHOLDER = compose(0.5, List.of(3));

    private static final Map<List<Integer>, Optional<CompositeSign>> KNOWN = new ConcurrentHashMap<>();
    private static final Map<List<Integer>, Double> PRODUCT_ERRORS = new ConcurrentHashMap<>();

    CompositeSign {
        stages = List.copyOf(stages);
    }

    /**
     * One polynomial.
     *
     * @param radius it serves arguments in [-radius, radius]
     * @param from |t| from which on it approximates the sign
     * @param coefficients Chebyshev coefficients in t/radius; the even ones are 0
     * @param error greatest difference from the sign where from ≤ |t| ≤ radius
     */
    record Stage(double radius, double from, double[] coefficients, double error) {
        int degree() {
            return coefficients.length - 1;
        }

        double evaluate(double t) {
            return Chebyshev.evaluate(coefficients, t / radius);
        }
    }

    /**
     * The cheapest composition found for a gap and an error; empty if none serves, as for gaps below {@link #LEAST_GAP}.
     *
     * @param gap in (0, 1)
     * @param error in (0, 1)
     */
    static Optional<CompositeSign> of(double gap, double error) {
        return gap < LEAST_GAP ? Optional.empty() : ofGrid(gridBelow(gap), gridBelow(error));
    }

    /**
     * The cheapest composition found with |t - |t|·…|: t·s(t) within an error of |t| on all of [-1, 1]. Below the gap the product is
     * near |t| because both are small. Empty if none serves, as for errors below {@link #LEAST_GAP}.
     */
    static Optional<CompositeSign> forAbsolute(double error) {
        if (error < LEAST_GAP) {
            return Optional.empty();
        }
        int target = gridBelow(error);
        // The product misses |t| by about gap/3 where the sign rises; with a gap of the error it cannot miss more.
        int tooWide = Math.max(0, target - 4 * GRID);
        int narrow = target;
        while (narrow - tooWide > 1) {
            int gap = (tooWide + narrow) / 2;
            if (productError(gap, target) <= error) {
                narrow = gap;
            } else {
                tooWide = gap;
            }
        }
        return ofGrid(narrow, target);
    }

    private static double productError(int gap, int target) {
        return PRODUCT_ERRORS.computeIfAbsent(
                List.of(gap, target),
                _ -> ofGrid(gap, target).map(CompositeSign::absoluteError).orElse(Double.POSITIVE_INFINITY));
    }

    /** The greatest |t·s(t) - |t|| on [-1, 1], from a dense grid below the gap and the error above. */
    double absoluteError() {
        double greatest = error;
        int points = 64 * stages.stream().mapToInt(Stage::degree).max().orElseThrow();
        for (int i = 1; i <= points; i++) {
            double t = gap * i / points;
            greatest = Math.max(greatest, t * Math.abs(1 - evaluate(t)));
        }
        return greatest;
    }

    private static int gridBelow(double value) {
        return Math.max(1, (int) Math.ceil(-GRID * Math.log(value) / Math.log(2) - 1e-9));
    }

    private static Optional<CompositeSign> ofGrid(int gap, int error) {
        return KNOWN.computeIfAbsent(List.of(gap, error), _ -> {
            double exactGap = StrictMath.pow(2, -(double) gap / GRID);
            double exactError = StrictMath.pow(2, -(double) error / GRID);
            double target = exactError;
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                Optional<CompositeSign> sign =
                        SignDegrees.choose(exactGap, target, MARGIN).map(degrees -> compose(exactGap, degrees));
                if (sign.isEmpty() || sign.get().error <= exactError) {
                    return sign;
                }
                target *= 0.9 * exactError / sign.get().error;
            }
            return Optional.empty();
        });
    }

    /** The minimax composition of given degrees. */
    static CompositeSign compose(double gap, List<Integer> degrees) {
        List<Stage> stages = new ArrayList<>();
        double from = gap;
        double to = 1;
        for (int degree : degrees) {
            Remez.Result best = minimax(degree, from / to, REMEZ_TOLERANCE);
            double error = (1 + SEARCH_TOLERANCE) * best.error();
            stages.add(new Stage(to, from, best.coefficients(), error));
            from = (1 - error) * (1 - MARGIN);
            to = (1 + error) * (1 + MARGIN);
        }
        return new CompositeSign(stages, gap, stages.getLast().error());
    }

    /** The odd polynomial of a degree nearest to 1 on [from, 1]. */
    static Remez.Result minimax(int degree, double from, double tolerance) {
        return Remez.minimax(
                _ -> 1, degree, Symmetry.ODD, List.of(new Interval(from, 1)), tolerance, Double.POSITIVE_INFINITY);
    }

    double evaluate(double t) {
        double value = t;
        for (Stage stage : stages) {
            value = stage.evaluate(value);
        }
        return value;
    }

    List<Integer> degrees() {
        return Collections.unmodifiableList(stages.stream().map(Stage::degree).toList());
    }

    /** Levels it takes. */
    int depth() {
        return stages.stream().mapToInt(s -> Approximate.depth(s.degree())).sum();
    }

    /** Products of ciphertexts it takes. */
    int products() {
        return stages.stream().mapToInt(s -> SignDegrees.products(s.degree())).sum();
    }
}
