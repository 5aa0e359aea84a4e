package dev.glovebox.compiler.range;

import static dev.glovebox.compiler.range.Expressions.T;
import static dev.glovebox.compiler.range.Expressions.apply;
import static dev.glovebox.compiler.range.Expressions.divide;
import static dev.glovebox.compiler.range.Expressions.multiply;
import static dev.glovebox.compiler.range.Expressions.number;
import static dev.glovebox.compiler.range.Expressions.sigmoid;
import static dev.glovebox.compiler.range.Expressions.subtract;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Input;
import dev.glovebox.compiler.ir.tensor.TensorOp.Multiply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InferRangesTest {
    private static final SourceLocation LINE_7 = new SourceLocation("Model", "predict", "Model.java", 7);

    /** A program on x = (x₀, x₁) with x₀ ∈ [-1, 2], x₁ ∈ [0, 3]; every operation stands on line 7. */
    private static TensorProgram program(TensorOp... operations) {
        return program(Reals.of(-1, 0), Reals.of(2, 3), operations);
    }

    private static TensorProgram program(Reals lo, Reals hi, TensorOp... operations) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node(new Input("x", 0, false), lo, hi, LINE_7));
        for (TensorOp op : operations) {
            int size = op instanceof Affine a
                    ? a.bias().size()
                    : nodes.get(op.operands().getFirst()).size();
            nodes.add(new Node(
                    op,
                    Reals.generate(size, i -> Double.NEGATIVE_INFINITY),
                    Reals.generate(size, i -> Double.POSITIVE_INFINITY),
                    LINE_7));
        }
        return new TensorProgram("Model.predict", 12, nodes, List.of());
    }

    private static Node last(TensorProgram program) {
        return new InferRanges().apply(program).nodes().getLast();
    }

    private static Diagnostic diagnostic(TensorProgram program) {
        CompilationException e =
                catchThrowableOfType(CompilationException.class, () -> new InferRanges().apply(program));
        assertThat(e).isNotNull();
        assertThat(e.diagnostics()).hasSize(1);
        return e.diagnostics().getFirst();
    }

    @Test
    void affineRowsAreExactWhereDoublesAre() {
        SparseMatrix matrix = SparseMatrix.ofDense(new double[][] {{2, -1}, {0, 4}, {0, 0}}, 2);
        Node node = last(program(new Affine(List.of(new Term(matrix, 0)), Reals.of(1, 0, 5))));
        assertThat(node.range(0)).isEqualTo(new Interval(-4, 5));
        assertThat(node.range(1)).isEqualTo(new Interval(0, 12));
        assertThat(node.range(2)).isEqualTo(Interval.point(5));
    }

    @Test
    void affineRowsAreRoundedOutward() {
        SparseMatrix matrix = SparseMatrix.ofDense(new double[][] {{0.1, 0.2}}, 2);
        Node node = last(program(
                Reals.of(0.3, 0.7), Reals.of(0.3, 0.7), new Affine(List.of(new Term(matrix, 0)), Reals.of(-0.17))));
        assertThat(node.lo().get(0)).isLessThan(node.hi().get(0));
        assertThat(node.hull().magnitude()).isLessThan(1e-15);
    }

    @Test
    void aSquareIsNotNegative() {
        Node node = last(program(new Multiply(0, 0)));
        assertThat(node.range(0)).isEqualTo(new Interval(0, 4));
        assertThat(node.range(1)).isEqualTo(new Interval(0, 9));
    }

    @Test
    void functionsAreBoundedElementByElement() {
        Node node = last(program(new Apply(multiply(T, T), 0)));
        assertThat(node.range(0)).isEqualTo(new Interval(0, 4));
        assertThat(node.range(1)).isEqualTo(new Interval(0, 9));
    }

    @Test
    void aPolynomialIsItsFunctionWidenedByItsError() {
        Node node =
                last(program(new Polynomial(0, new Interval(-1, 3), Reals.of(0, 1), apply(Function.EXP, T), 0.125)));
        assertThat(node.lo().get(1)).isBetween(0.875 - 1e-12, 0.875);
        assertThat(node.hi().get(0)).isBetween(Math.exp(2) + 0.125, Math.exp(2) + 0.125 + 1e-12);
    }

    @Test
    void aRootOfASumThatCancelsIsDefined() {
        SparseMatrix matrix = SparseMatrix.ofDense(new double[][] {{0.1, 0.2}}, 2);
        Node node = last(program(
                Reals.of(1, 1),
                Reals.of(2, 2),
                new Affine(List.of(new Term(matrix, 0)), Reals.of(-(0.1 + 0.2))),
                new Apply(apply(Function.SQRT, T), 1)));
        assertThat(node.lo().get(0)).isZero();
        assertThat(node.hi().get(0)).isBetween(Math.sqrt(0.3), Math.sqrt(0.3) + 1e-12);
    }

    @Test
    void aPoleIsReportedWithItsLine() {
        Diagnostic diagnostic = diagnostic(program(new Apply(divide(number(1), subtract(T, number(0.5))), 0)));
        assertThat(diagnostic.code()).isEqualTo(Code.RANGE_CONTAINS_POLE);
        assertThat(diagnostic)
                .hasToString(
                        "Model.java:7: GBC202: 1/(t - 0.5) has a pole or is undefined for t in [-1, 2]: division by 0"
                                + " near t = 0.5; expected a function that is defined and bounded on the whole range of"
                                + " its argument. Narrow the argument with a tighter min or max of the @Encrypted values"
                                + " it depends on, or keep it away from there with Math.max or Math.min.");
    }

    @Test
    void domainErrorsNameTheFunction() {
        assertPole(apply(Function.LOG, T), "log(t) has a pole or is undefined for t in [-1, 2]: log of -1 near t = -1");
        assertPole(
                apply(Function.SQRT, T), "sqrt(t) has a pole or is undefined for t in [-1, 2]: sqrt of -1 near t = -1");
        assertPole(
                apply(Function.TAN, T),
                "tan(t) has a pole or is undefined for t in [-1, 2]: tan of 1.5708 near t = 1.5708");
        assertPole(
                new Expression.Binary(Expression.Operator.POW, T, number(-1)),
                "t^(-1) has a pole or is undefined for t in [-1, 2]: power -1 of 0 near t = 0");
    }

    private static void assertPole(Expression function, String found) {
        Diagnostic diagnostic = diagnostic(program(new Apply(function, 0)));
        assertThat(diagnostic.code()).isEqualTo(Code.RANGE_CONTAINS_POLE);
        assertThat(diagnostic.location().line()).isEqualTo(7);
        assertThat(diagnostic.found()).isEqualTo(found);
    }

    @Test
    void theFusedSigmoidHasNoPole() {
        Node node = last(program(new Apply(sigmoid(T), 0)));
        assertThat(node.range(0).contains(0.5)).isTrue();
        assertThat(node.hi().get(0)).isCloseTo(1 / (1 + Math.exp(-2)), org.assertj.core.api.Assertions.within(1e-12));
    }

    @Test
    void anUnboundedRangeIsReported() {
        Diagnostic diagnostic = diagnostic(
                program(Reals.of(Double.NEGATIVE_INFINITY, 0), Reals.of(1, 1), new Apply(apply(Function.TANH, T), 0)));
        assertThat(diagnostic)
                .hasToString(
                        "Model.java:7: GBC201: the encrypted input x has the range [-Infinity, 1]; expected a bounded"
                                + " range. Declare min and max of every @Encrypted value it depends on, or bound it with"
                                + " Math.max and Math.min.");
    }

    @Test
    void everyBrokenOperationIsReportedOnceAndItsUsersAreNot() {
        TensorProgram program = program(
                new Apply(apply(Function.LOG, T), 0),
                new Apply(apply(Function.SQRT, T), 0),
                new Apply(apply(Function.EXP, T), 1),
                new Multiply(2, 3));
        CompilationException e =
                catchThrowableOfType(CompilationException.class, () -> new InferRanges().apply(program));
        assertThat(e.diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly(Code.RANGE_CONTAINS_POLE, Code.RANGE_CONTAINS_POLE);
    }
}
