package dev.glovebox.compiler.parameters;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.PublicProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Inputs at which the noise of a circuit is measured: zero, random points and corners of the input box, and for the first rows
 * of each linear map of an input the two corners that drive the row to its ends, where polynomials magnify noise most.
 */
final class InputSamples {
    /** Extremes in all, so that circuits with many maps of their inputs take time in proportion to their size. */
    private static final int MAX_EXTREMES = 32;

    private final Schedule schedule;
    private final UnaryOperator<double[]> admissible;
    private final int maxRows;
    private final int size;
    private final List<PublicProgram.Input> publics;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * An input.
     *
     * @param ciphertexts one period of normalised values for every input ciphertext
     * @param elements all inputs, normalised, in flat order
     */
    record Sample(double[][] ciphertexts, double[] elements) {}

    private InputSamples(Schedule schedule, int maxRows, UnaryOperator<double[]> admissible) {
        this.schedule = schedule;
        this.maxRows = maxRows;
        this.admissible = admissible;
        publics = schedule.program().constants().publics().steps().stream()
                .filter(PublicProgram.Input.class::isInstance)
                .map(PublicProgram.Input.class::cast)
                .toList();
        size = IntStream.concat(
                        schedule.program().inputs().stream()
                                .flatMap(i -> i.elements().stream())
                                .mapToInt(Integer::intValue),
                        publics.stream().mapToInt(PublicProgram.Input::element))
                .map(e -> e + 1)
                .max()
                .orElse(0);
    }

    /**
     * @param random number of random points, and of random corners
     * @param maxRows rows of each linear map of an input whose ends are taken
     * @param admissible takes normalised elements of all inputs, in flat order, to those for which precision is promised
     */
    static InputSamples of(Schedule schedule, int random, int maxRows, UnaryOperator<double[]> admissible) {
        InputSamples all = new InputSamples(schedule, maxRows, admissible);
        all.addExtremes();
        all.add((_, _) -> 0, _ -> 0);
        RandomGenerator generator = new SplittableRandom(1);
        for (int i = 0; i < random; i++) {
            all.add((_, _) -> generator.nextDouble(-1, 1), _ -> generator.nextDouble(-1, 1));
            all.add((_, _) -> generator.nextBoolean() ? 1 : -1, _ -> generator.nextBoolean() ? 1 : -1);
        }
        return all;
    }

    List<Sample> all() {
        return List.copyOf(samples);
    }

    /**
     * A random neighbour of a sample: some of its values, from one to all, moved by up to a step.
     *
     * @param step from 0 to 2, the width of the box
     */
    Sample near(Sample sample, double step, RandomGenerator random) {
        double share = Math.pow(random.nextDouble(), 3);
        double[][] moved = new double[sample.ciphertexts.length][];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = sample.ciphertexts[i].clone();
            int used = schedule.program().inputs().get(i).elements().size();
            int certain = random.nextInt(Math.max(1, used));
            for (int slot = 0; slot < used; slot++) {
                if (slot == certain || random.nextDouble() < share) {
                    moved[i][slot] = moved(moved[i][slot], step, random);
                }
            }
        }
        double[] elements = sample.elements.clone();
        for (PublicProgram.Input input : publics) {
            if (random.nextDouble() < share) {
                elements[input.element()] = moved(elements[input.element()], step, random);
            }
        }
        return admitted(moved, elements);
    }

    private static double moved(double x, double step, RandomGenerator random) {
        return Math.clamp(x + step * random.nextDouble(-1, 1), -1, 1);
    }

    private interface Fill {
        double at(int input, int slot);
    }

    private void add(Fill fill, IntToDoubleFunction supplied) {
        List<InputLayout> inputs = schedule.program().inputs();
        double[][] sample = new double[inputs.size()][];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = new double[inputs.get(i).period()];
            for (int slot = 0; slot < inputs.get(i).elements().size(); slot++) {
                sample[i][slot] = fill.at(i, slot);
            }
        }
        double[] elements = new double[size];
        publics.forEach(p -> elements[p.element()] = supplied.applyAsDouble(p.element()));
        samples.add(admitted(sample, elements));
    }

    private Sample admitted(double[][] sample, double[] elements) {
        List<InputLayout> inputs = schedule.program().inputs();
        for (int i = 0; i < sample.length; i++) {
            for (int slot = 0; slot < inputs.get(i).elements().size(); slot++) {
                elements[inputs.get(i).elements().get(slot)] = sample[i][slot];
            }
        }
        double[] admitted = admissible.apply(elements);
        for (int i = 0; i < sample.length; i++) {
            for (int slot = 0; slot < inputs.get(i).elements().size(); slot++) {
                sample[i][slot] = admitted[inputs.get(i).elements().get(slot)];
            }
        }
        return new Sample(sample, admitted);
    }

    private void addExtremes() {
        for (CircuitIr.Node node : schedule.nodes()) {
            int operand =
                    node.op().operands().isEmpty() ? -1 : node.op().operands().get(0);
            if (samples.size() >= MAX_EXTREMES) {
                return;
            }
            if (operand < 0 || !(schedule.nodes().get(operand).op() instanceof SlotOp.Input(int index))) {
                continue;
            }
            if (node.op() instanceof SlotOp.LinearTransform transform) {
                DiagonalMatrix matrix = schedule.program().constants().matrix(transform.matrix());
                int rows = Integer.highestOneBit(2 * matrix.diagonals().lastKey() + 1);
                for (int row = 0; row < Math.min(rows, maxRows); row++) {
                    addExtremes(
                            index,
                            extreme(
                                    matrix,
                                    row,
                                    rows,
                                    schedule.program().inputs().get(index).period()));
                }
            } else if (node.op() instanceof SlotOp.MultiplyPlain || node.op() instanceof SlotOp.SumOfPlainProducts) {
                int vector = node.op() instanceof SlotOp.SumOfPlainProducts sum
                        ? sum.vectors().get(0)
                        : ((SlotOp.MultiplyPlain) node.op()).vector();
                double[] signs =
                        new double[schedule.program().inputs().get(index).period()];
                java.util.Arrays.setAll(
                        signs,
                        i -> vector < 0
                                ? 1
                                : Math.signum(schedule.program()
                                        .constants()
                                        .vector(vector)
                                        .get(i)));
                addExtremes(index, signs);
            }
        }
    }

    private void addExtremes(int input, double[] signs) {
        for (int sign : new int[] {1, -1}) {
            add((i, slot) -> i == input ? sign * signs[slot] : 0, _ -> 1);
        }
    }

    /** The signs of one row: of the diagonals at the slots that are congruent to it. */
    private static double[] extreme(DiagonalMatrix matrix, int row, int rows, int period) {
        double[] signs = new double[period];
        matrix.diagonals().forEach((offset, diagonal) -> {
            for (int slot = row; slot < period; slot += rows) {
                signs[(slot + offset) & (period - 1)] = Math.signum(diagonal.get(slot));
            }
        });
        return signs;
    }
}
