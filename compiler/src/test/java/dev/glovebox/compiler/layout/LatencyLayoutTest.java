package dev.glovebox.compiler.layout;

import static dev.glovebox.compiler.layout.Tensors.dense;
import static dev.glovebox.compiler.layout.Tensors.shift;
import static dev.glovebox.compiler.layout.Tensors.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.slot.SlotInterpreter;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.IrPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LatencyLayoutTest {
    private static final Interval UNIT = new Interval(-1, 1);

    /** Lays out, and compares with the tensor program and with what the nodes state, on the corners and inside. */
    private static SlotProgram layOut(TensorProgram program, int inputs) {
        return layOut(program, inputs, Tensors.layout());
    }

    private static SlotProgram layOut(TensorProgram program, int inputs, LatencyLayout layout) {
        SlotProgram slots = layout.layOut(program);
        Random random = new Random(inputs);
        for (int trial = 0; trial < 4; trial++) {
            boolean corner = trial % 2 == 0;
            double[] x = random.doubles(inputs, -1, 1)
                    .map(v -> corner ? Math.signum(v) : v)
                    .toArray();
            double[] expected = new TensorInterpreter(program).evaluate(x);
            double[] found = new SlotInterpreter(slots).evaluate(x);
            assertThat(found)
                    .as(() -> IrPrinter.print(program) + IrPrinter.print(slots))
                    .containsExactly(expected, within(1e-9));
            SlotPrograms.checkNodes(slots, x);
        }
        return slots;
    }

    private static SlotProgram affine(int rows, int columns) {
        Tensors t = new Tensors();
        int x = t.input(columns);
        int y = t.affine(new double[rows], term(dense(rows, columns), x));
        return layOut(t.program(y), columns);
    }

    @ParameterizedTest(name = "{0} x {1}")
    @CsvSource({
        // rows, columns, rotations
        "1, 1, 0",
        "1, 30, 5",
        "1, 32, 5",
        "2, 30, 5",
        "1, 1024, 10",
        "16, 30, 7",
        "30, 1, 0",
        "30, 30, 10",
        "64, 64, 14",
        "100, 784, 25",
        "128, 128, 22",
        "100, 10, 6"
    })
    void rotationsOfDenseMapsArePinned(int rows, int columns, int rotations) {
        SlotProgram program = affine(rows, columns);
        assertThat(SlotPrograms.rotations(program)).isEqualTo(rotations);
        assertThat(SlotPrograms.depth(program)).isEqualTo(1);
    }

    @Test
    void aDotProductIsOnePlainProductAndRotations() {
        assertThat(affine(1, 30).nodes())
                .extracting(n -> n.op().getClass().getSimpleName())
                .containsExactly(
                        "Input",
                        "MultiplyPlain",
                        "Rotate",
                        "Add",
                        "Rotate",
                        "Add",
                        "Rotate",
                        "Add",
                        "Rotate",
                        "Add",
                        "Rotate",
                        "Add");
    }

    @Test
    void aSquareMatrixIsSplitIntoSixteenBabySteps() {
        assertThat(affine(128, 128).constants().matrix(0).babySteps()).isEqualTo(16);
    }

    static List<Long> seeds() {
        return LongStream.rangeClosed(1, 60).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomProgramsKeepTheirValues(long seed) {
        Random random = new Random(seed);
        Tensors t = new Tensors();
        List<Integer> nodes = new ArrayList<>();
        for (int count = 1 + random.nextInt(3), i = 0; i < count; i++) {
            nodes.add(t.input(1 + random.nextInt(random.nextBoolean() ? 4 : 40)));
        }
        for (int count = 1 + random.nextInt(6), i = 0; i < count; i++) {
            int operand = nodes.get(random.nextInt(nodes.size()));
            nodes.add(
                    switch (random.nextInt(5)) {
                        case 0 -> {
                            int like = nodes.stream()
                                    .filter(n -> t.size(n) == t.size(operand))
                                    .reduce((a, b) -> random.nextBoolean() ? a : b)
                                    .orElseThrow();
                            yield t.multiply(operand, like);
                        }
                        case 1 -> polynomial(t, operand, random);
                        case 2 -> special(t, operand, random);
                        default -> randomAffine(t, nodes, random);
                    });
        }
        int last = nodes.getLast();
        int other = nodes.get(random.nextInt(nodes.size()));
        layOut(other == last ? t.program(last) : t.program(last, other), t.inputs());
    }

    private static int polynomial(Tensors t, int operand, Random random) {
        double[] c = random.doubles(2 + random.nextInt(14), -0.3, 0.3).toArray();
        Interval hull = t.hull(operand);
        double middle = random.nextBoolean() ? hull.middle() : 0;
        double radius = Math.max(1e-3, Math.max(hull.hi() - middle, middle - hull.lo()));
        boolean unit = hull.magnitude() <= 1 && random.nextBoolean();
        return t.polynomial(operand, unit ? UNIT : new Interval(middle - radius, middle + radius), c);
    }

    /** A slice, a multiple, a sum of all, a broadcast, or a permutation. */
    private static int special(Tensors t, int operand, Random random) {
        int size = t.size(operand);
        double factor = new double[] {1, -1, 2, 0.5}[random.nextInt(4)];
        int length = 1 + random.nextInt(size);
        SparseMatrix matrix = switch (random.nextInt(5)) {
            case 0 -> shift(length, size, random.nextInt(size - length + 1), factor);
            case 1 -> shift(size, size, 0, factor);
            case 3 -> {
                SparseMatrix.Builder broadcast = new SparseMatrix.Builder(size);
                for (int r = 0; r < 20; r++) {
                    broadcast.add(length - 1, factor).endRow();
                }
                yield broadcast.build();
            }
            case 2 ->
                SparseMatrix.ofDense(
                        new double[][] {
                            random.doubles(size, 1, 2).map(v -> factor).toArray()
                        },
                        size);
            default -> {
                double[][] rotated = new double[size][size];
                for (int r = 0; r < size; r++) {
                    rotated[r][(r + length) % size] = factor;
                }
                yield SparseMatrix.ofDense(rotated, size);
            }
        };
        double uniform = random.nextBoolean() ? 0 : random.nextDouble(-2, 2);
        return t.affine(random.doubles(matrix.rows(), 1, 2).map(v -> uniform).toArray(), term(matrix, operand));
    }

    private static int randomAffine(Tensors t, List<Integer> nodes, Random random) {
        int rows = 1 + random.nextInt(random.nextBoolean() ? 3 : 50);
        List<TensorOp.Term> terms = new ArrayList<>();
        for (int node : nodes) {
            if (terms.isEmpty() || random.nextInt(3) == 0) {
                double density = random.nextBoolean() ? 1 : random.nextDouble();
                SparseMatrix matrix = Tensors.matrix(rows, t.size(node), density, random);
                terms.add(term(matrix, node));
            }
        }
        double[] bias = random.nextBoolean()
                ? new double[rows]
                : random.doubles(rows, -1, 1).toArray();
        return t.affine(bias, terms.toArray(TensorOp.Term[]::new));
    }

    @Test
    void inputsShareACiphertextAndTheirMapsAMatrix() {
        Tensors t = new Tensors();
        int a = t.input(10);
        int b = t.input(20);
        int y = t.affine(new double[16], term(dense(16, 10), a), term(dense(16, 20), b));
        SlotProgram program = layOut(t.program(y), 30);
        assertThat(program.inputs()).hasSize(1);
        assertThat(program.inputs().getFirst().elements()).hasSize(30);
        assertThat(program.constants().matrices()).hasSize(1);
        assertThat(SlotPrograms.rotations(program)).isEqualTo(7);
    }

    @Test
    void inputsThatAreNotUsedAreNotSent() {
        Tensors t = new Tensors();
        t.input(10);
        int b = t.input(2);
        SlotProgram program = layOut(t.program(t.multiply(b, b)), 12);
        assertThat(program.inputs().getFirst().elements()).containsExactly(10, 11);
    }

    @Test
    void slicesNegationsAndWholeFactorsCostNoLevel() {
        Tensors t = new Tensors();
        int x = t.input(8);
        int slice = t.affine(new double[3], term(shift(3, 8, 2, 1), x));
        int negated = t.affine(new double[3], term(shift(3, 3, 0, -1), slice));
        int twice = t.affine(new double[8], term(shift(8, 8, 0, 2), x));
        SlotProgram program = layOut(t.program(slice, negated, twice), 8);
        assertThat(SlotPrograms.depth(program)).isZero();
        assertThat(SlotPrograms.rotations(program)).isZero();
        assertThat(program.nodes()).hasSize(3);
    }

    @Test
    void aSumOfVectorsIsAnAddition() {
        Tensors t = new Tensors();
        int x = t.input(8);
        int p = t.polynomial(x, UNIT, 0, 0, 0.5);
        int q = t.polynomial(x, UNIT, 0, 0, 0, 0.5);
        int sum = t.affine(new double[8], term(shift(8, 8, 0, 1), p), term(shift(8, 8, 0, -1), q));
        SlotProgram program = layOut(t.program(sum), 8);
        assertThat(SlotPrograms.depth(program)).isEqualTo(2);
        assertThat(program.constants().vectors()).isEmpty();
    }

    @Test
    void paddingIsMaskedOnlyWhereAPolynomialWouldLeaveItsDomain() {
        Tensors t = new Tensors();
        int x = t.input(4);
        SparseMatrix large =
                SparseMatrix.ofDense(new double[][] {{5, 0, 0, 0}, {0, 0.5, 0, 0}, {0, 0, 0.5, 0}, {0, 0, 0, 0.5}}, 4);
        int y = t.affine(new double[4], term(large, x));
        int slice = t.affine(new double[3], term(shift(3, 4, 1, 1), y));
        int p = t.polynomial(slice, UNIT, 0, 0.5, 0.25, 0.25);
        SlotProgram masked = layOut(t.program(p), 4);
        assertThat(SlotPrograms.count(masked, SlotOp.MultiplyPlain.class)).isEqualTo(2);

        SlotProgram sliced = layOut(t.program(slice), 4);
        assertThat(SlotPrograms.count(sliced, SlotOp.MultiplyPlain.class)).isEqualTo(1);
    }

    @Test
    void sharedAndDeadNodesAreComputedOnceAndNever() {
        Tensors t = new Tensors();
        int x = t.input(4);
        t.affine(new double[4], term(dense(4, 4), x));
        int p = t.polynomial(x, UNIT, 0, 0, 0.5);
        int q = t.polynomial(x, UNIT, 0, 0, 0.25);
        SlotProgram program = layOut(t.program(p, q), 4);
        assertThat(SlotPrograms.count(program, SlotOp.Multiply.class)).isEqualTo(1);
        assertThat(program.constants().matrices()).isEmpty();
        assertThat(program.outputs()).hasSize(2);
    }

    @Test
    void constantsOfTheResultStayPublic() {
        Tensors t = new Tensors();
        int x = t.input(2);
        TensorProgram program = new TensorProgram(
                "Model.f",
                10,
                t.program(x).nodes(),
                List.of(new TensorProgram.Result.Constant(3.5), new TensorProgram.Result.Element(x, 1)));
        SlotProgram slots = Tensors.layout().layOut(program);
        assertThat(new SlotInterpreter(slots).evaluate(new double[] {0.25, 0.75}))
                .containsExactly(3.5, 0.75);
    }

    @Test
    void aVectorLongerThanTheSlotsTakesSeveralCiphertexts() {
        Tensors t = new Tensors();
        int x = t.input(100);
        int square = t.multiply(x, x);
        int y = t.affine(new double[70], term(dense(70, 100), x));
        int p = t.affine(new double[3], term(dense(3, 100), square), term(dense(3, 70), y));
        SlotProgram program = layOut(t.program(p, y, square), 100, Tensors.layout(32));
        assertThat(program.slots()).isEqualTo(32);
        assertThat(program.inputs()).hasSize(4);
        assertThat(program.outputs()).hasSize(1 + 3 + 4);
    }

    @Test
    void blocksWithoutEntriesCostNothing() {
        Tensors t = new Tensors();
        int x = t.input(64);
        SparseMatrix.Builder diagonal = new SparseMatrix.Builder(64);
        for (int i = 0; i < 64; i++) {
            diagonal.add(i, 0.5 + i / 100.0).endRow();
        }
        int y = t.affine(new double[64], term(diagonal.build(), x));
        SlotProgram program = layOut(t.program(y), 64, Tensors.layout(16));
        assertThat(program.nodes())
                .extracting(n -> n.op().getClass().getSimpleName())
                .filteredOn(name -> !name.equals("Input"))
                .containsExactly("MultiplyPlain", "MultiplyPlain", "MultiplyPlain", "MultiplyPlain");
    }

    @Test
    void slotCountsGoFromTheRingThatTheDepthAsksForToTheLongestVector() {
        Tensors t = new Tensors();
        int x = t.input(20_000);
        TensorProgram wide = t.program(t.multiply(x, x));
        assertThat(LatencyLayout.slotCounts(wide, LatencyLayout.MAX_SLOTS)).containsExactly(32768, 16384, 8192, 4096);
        assertThat(LatencyLayout.slotCounts(wide, 8192)).containsExactly(8192, 4096);
        Tensors narrow = new Tensors();
        int z = narrow.input(2000);
        assertThat(LatencyLayout.slotCounts(narrow.program(z), LatencyLayout.MAX_SLOTS))
                .containsExactly(LatencyLayout.MAX_SLOTS);
        assertThat(LatencyLayout.slotCounts(narrow.program(z), 1024)).containsExactly(1024);
    }

    @Test
    void inputsBeyondOneCiphertextTakeSeveral() {
        Tensors t = new Tensors();
        int a = t.input(20_000);
        int b = t.input(20_000);
        SlotProgram program = Tensors.layout().layOut(t.program(a, b));
        assertThat(program.inputs()).hasSize(2);
        assertThat(program.slots()).isEqualTo(32_768);
    }

    @Test
    void goldenLogisticRegression() {
        Tensors t = new Tensors();
        int x = t.input(5);
        SparseMatrix weights = SparseMatrix.ofDense(new double[][] {{0.25, -0.125, 0.5, 0.0625, -0.03125}}, 5);
        int z = t.affine(new double[] {0.03125}, term(weights, x));
        int p = t.polynomial(z, UNIT, 0.5, 0.235, 0, -0.0125, 0, 0.0007, 0, -0.00004);
        Golden.check(LatencyLayoutTest.class, "logistic-regression", layOut(t.program(p), 5));
    }

    @Test
    void goldenTwoLayers() {
        Tensors t = new Tensors();
        int x = t.input(3);
        SparseMatrix first = SparseMatrix.ofDense(
                new double[][] {{0.5, 0.25, 0}, {0, -0.5, 0.25}, {0.125, 0, 0.5}, {0.25, 0.25, 0.25}}, 3);
        int h = t.affine(new double[] {0, 0.125, 0, -0.125}, term(first, x));
        int squared = t.multiply(h, h);
        SparseMatrix second = SparseMatrix.ofDense(new double[][] {{1, -1, 0.5, 0.25}, {0.5, 0.5, -1, 1}}, 4);
        int y = t.affine(new double[] {0.25, 0.25}, term(second, squared));
        Golden.check(LatencyLayoutTest.class, "two-layers", layOut(t.program(y), 3));
    }

    @Test
    void goldenInputsInOneCiphertext() {
        Tensors t = new Tensors();
        int weight = t.input(1);
        int height = t.input(1);
        int inverse = t.polynomial(height, UNIT, 0.75, -0.25, 0.125);
        int product = t.multiply(weight, inverse);
        Golden.check(LatencyLayoutTest.class, "two-inputs", layOut(t.program(product), 2));
    }

    @Test
    void aMapOfZerosIsItsBias() {
        Tensors t = new Tensors();
        int x = t.input(3);
        int y = t.affine(new double[] {0.5, -0.5}, term(SparseMatrix.of(3, new int[3], new int[0], new double[0]), x));
        SlotProgram program = layOut(t.program(y), 3);
        assertThat(SlotPrograms.depth(program)).isZero();
    }

    @Test
    void whatEarlierPassesMustHaveDoneIsChecked() {
        Reals lo = Reals.of(-1);
        Reals hi = Reals.of(1);
        TensorProgram raw = new TensorProgram(
                "Model.f",
                10,
                List.of(new TensorProgram.Node(new TensorOp.Input("x", 0, false), lo, hi, SourceLocation.UNKNOWN)),
                List.of(new TensorProgram.Result.Element(0, 0)));
        assertThatThrownBy(() -> Tensors.layout().layOut(raw))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input x is not normalized");
    }
}
