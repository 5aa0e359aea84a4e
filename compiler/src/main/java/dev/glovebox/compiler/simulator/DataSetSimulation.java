package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.approximation.DecidedInputs;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.range.Calibrate;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What the approximations of a model do to whole data sets, without noise: thousands of rows in a second. Also looks for the input
 * at which they are worst. {@link SimulatedCircuit} adds the noise of one input.
 */
public final class DataSetSimulation {
    /** Part of a polynomial's domain by which rounding may leave it. */
    private static final double ROUNDING = 1e-9;

    private final TensorProgram approximated;
    private final TensorInterpreter exact;
    private final TensorInterpreter interpreter;
    private final DecidedInputs decided;
    private final CircuitSignature signature;
    private final List<ElementRange> ranges;

    /**
     * @param exact as lifted, with inputs in the model's units
     * @param approximated with polynomials and normalised inputs
     */
    public DataSetSimulation(TensorProgram exact, TensorProgram approximated, CircuitSignature signature) {
        this.approximated = approximated;
        this.exact = new TensorInterpreter(exact);
        this.interpreter = new TensorInterpreter(approximated);
        this.decided = new DecidedInputs(approximated, signature);
        this.signature = signature;
        this.ranges = signature.parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toList();
    }

    /**
     * What was seen.
     *
     * @param rows how many
     * @param greatestError greatest difference of a result from the clear one, over rows that are neither outside nor undecided
     * @param rootMeanSquareError typical difference, over the same rows
     * @param outside rows at which the argument of a polynomial leaves its domain, as it may with calibrated ranges
     * @param undecided rows at which a comparison is nearer to equality than it can tell
     */
    public record Report(int rows, double greatestError, double rootMeanSquareError, int outside, int undecided) {}

    /** @param rows the elements of all parameters in flat order */
    public Report run(List<double[]> rows) {
        Calibrate normalization = new Calibrate(signature);
        double greatest = 0;
        double squares = 0;
        long results = 0;
        int outside = 0;
        int undecided = 0;
        for (double[] row : rows) {
            double[] input = normalization.normalized(row);
            boolean left = leavesDomain(input);
            boolean open = decided.undecided(input) > 0;
            outside += left ? 1 : 0;
            undecided += open ? 1 : 0;
            if (!left && !open) {
                double[] clear = exact.evaluate(row);
                double[] found = interpreter.evaluate(input);
                for (int i = 0; i < clear.length; i++) {
                    double error = Math.abs(found[i] - clear[i]);
                    greatest = Math.max(greatest, error);
                    squares += error * error;
                    results++;
                }
            }
        }
        return new Report(rows.size(), greatest, Math.sqrt(squares / Math.max(1, results)), outside, undecided);
    }

    private boolean leavesDomain(double[] input) {
        List<double[]> values = interpreter.values(input);
        for (TensorProgram.Node node : approximated.nodes()) {
            if (node.op() instanceof Polynomial p) {
                double slack = ROUNDING * p.domain().magnitude();
                for (double x : values.get(p.operand())) {
                    if (!(x >= p.domain().lo() - slack && x <= p.domain().hi() + slack)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /**
     * The worst input that was found.
     *
     * @param normalized in [-1, 1]
     * @param error greatest difference of a result from the clear one there
     */
    public record Worst(double[] normalized, double error) {}

    /**
     * Looks for the input of the box with the greatest error: from the middle, random points and random corners by coordinate ascent
     * with shrinking steps. Inputs that leave a comparison undecided do not count.
     *
     * @param evaluations about how often the model is evaluated
     * @param seed of the random starts
     */
    public Worst worst(int evaluations, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        int size = signature.inputSize();
        Worst worst = new Worst(new double[size], 0);
        int left = evaluations;
        for (int start = 0; left > 0; start++) {
            double[] x = new double[size];
            for (int i = 0; i < size && start > 0; i++) {
                x[i] = start % 2 == 0 ? random.nextDouble(-1, 1) : random.nextBoolean() ? 1 : -1;
            }
            double[] near = decided.near(x);
            Worst climbed = new Worst(near, error(near));
            left--;
            int budget = Math.min(left, Math.max(evaluations / 8, 4 * size));
            left -= budget;
            climbed = climb(climbed, budget, random);
            worst = climbed.error > worst.error ? climbed : worst;
        }
        return worst;
    }

    private Worst climb(Worst start, int evaluations, RandomGenerator random) {
        Worst best = start;
        double step = 0.5;
        int failures = 0;
        for (int i = 0; i < evaluations && best.normalized.length > 0; i++) {
            int element = random.nextInt(best.normalized.length);
            double[] x = best.normalized.clone();
            x[element] = Math.clamp(x[element] + step * random.nextDouble(-1, 1), -1, 1);
            x = decided.near(x);
            double error = error(x);
            if (error > best.error) {
                best = new Worst(x, error);
                failures = 0;
            } else if (++failures > 2 * best.normalized.length + 8) {
                step = Math.max(1e-4, step / 2);
                failures = 0;
            }
        }
        return best;
    }

    private double error(double[] x) {
        if (decided.undecided(x) > 0) {
            return 0;
        }
        double[] clear = exact.evaluate(row(x));
        double[] found = interpreter.evaluate(x);
        double greatest = 0;
        for (int i = 0; i < clear.length; i++) {
            greatest = Math.max(greatest, Math.abs(found[i] - clear[i]));
        }
        return greatest;
    }

    /** Inputs in the model's units; on their grids, where comparisons without rounding are as the model's. */
    private double[] row(double[] normalized) {
        double[] row = new double[normalized.length];
        for (int i = 0; i < row.length; i++) {
            ElementRange range = ranges.get(i);
            double value = Math.clamp(range.middle() + range.radius() * normalized[i], range.min(), range.max());
            row[i] = range.step() > 0
                    ? range.min() + range.step() * Math.rint((value - range.min()) / range.step())
                    : value;
        }
        return row;
    }
}
