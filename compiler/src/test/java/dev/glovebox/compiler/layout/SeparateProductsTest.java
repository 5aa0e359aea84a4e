package dev.glovebox.compiler.layout;

import static dev.glovebox.compiler.layout.Tensors.dense;
import static dev.glovebox.compiler.layout.Tensors.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeparateProductsTest {
    private static final int PIXELS = 16;

    /** Rows x[i] - x[i + step] for each step in turn, around the end. */
    private static SparseMatrix differences(int... steps) {
        double[][] rows = new double[PIXELS * steps.length][PIXELS];
        for (int row = 0; row < rows.length; row++) {
            int pixel = row / steps.length;
            rows[row][pixel] += 1;
            rows[row][(pixel + steps[row % steps.length]) % PIXELS] -= 1;
        }
        return SparseMatrix.ofDense(rows, PIXELS);
    }

    /** Adds the kinds of each pixel. */
    private static SparseMatrix sums(int kinds) {
        SparseMatrix.Builder sums = new SparseMatrix.Builder(PIXELS * kinds);
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            for (int kind = 0; kind < kinds; kind++) {
                sums.add(pixel * kinds + kind, kind + 1.0);
            }
            sums.endRow();
        }
        return sums.build();
    }

    private static void computesTheSame(TensorProgram a, TensorProgram b) {
        double[] x = new Random(1).doubles(PIXELS, -1, 1).toArray();
        assertThat(new TensorInterpreter(a).evaluate(x))
                .containsExactly(new TensorInterpreter(b).evaluate(x), within(1e-12));
    }

    private static long products(TensorProgram program) {
        return program.nodes().stream()
                .filter(node -> node.op() instanceof TensorOp.Multiply)
                .count();
    }

    @Test
    void kindsThatTakeTurnsGetVectorsOfTheirOwn() {
        Tensors t = new Tensors();
        int x = t.input(PIXELS);
        int left = t.affine(new double[3 * PIXELS], term(differences(1, 4, 1), x));
        int right = t.affine(new double[3 * PIXELS], term(differences(1, 4, 4), x));
        int product = t.multiply(left, right);
        TensorProgram program = t.program(t.affine(new double[PIXELS], term(sums(3), product)));

        TensorProgram separate = new SeparateProducts().apply(program);
        assertThat(products(separate)).isEqualTo(3);
        computesTheSame(separate, program);
    }

    @Test
    void resultsMayBeProducts() {
        Tensors t = new Tensors();
        int gradient = t.affine(new double[2 * PIXELS], term(differences(1, 4), t.input(PIXELS)));
        TensorProgram program = t.program(t.multiply(gradient, gradient));

        TensorProgram separate = new SeparateProducts().apply(program);
        assertThat(products(separate)).isEqualTo(2);
        computesTheSame(separate, program);
    }

    @Test
    void oneKindStaysAndSoDoesWhatAnotherProductTakes() {
        Tensors t = new Tensors();
        int x = t.input(PIXELS);
        int one = t.affine(new double[PIXELS], term(differences(1), x));
        int any = t.affine(new double[PIXELS], term(dense(PIXELS, PIXELS), x));
        int turns = t.affine(new double[2 * PIXELS], term(differences(1, 4), x));
        int square = t.multiply(turns, turns);
        int fourth = t.multiply(square, square);
        int sum = t.affine(
                new double[PIXELS],
                term(SparseMatrix.identity(PIXELS), t.multiply(one, any)),
                term(SparseMatrix.identity(PIXELS), t.multiply(one, one)),
                term(sums(2), fourth));
        TensorProgram program = t.program(sum);

        assertThat(new SeparateProducts().apply(program)).isSameAs(program);
    }
}
