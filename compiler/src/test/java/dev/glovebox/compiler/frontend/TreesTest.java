package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.range.InferRanges;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decision trees and ensembles as plain nested ifs: one vector of comparisons, then products in logarithmic depth. */
class TreesTest {
    private static final String CIRCUIT =
            "@Circuit double predict(@Encrypted(shape = 8, min = -1, max = 1) double[] x) {\n";

    /** Nested ifs of a random tree. */
    private static String tree(Random random, int depth, String indent) {
        if (depth == 0) {
            return String.format(Locale.ROOT, "%sreturn %.3f;\n", indent, random.nextDouble(-1, 1));
        }
        return String.format(
                        Locale.ROOT,
                        "%sif (x[%d] <= %.3f) {\n",
                        indent,
                        random.nextInt(8),
                        random.nextDouble(-0.8, 0.8))
                + tree(random, depth - 1, indent + "  ") + indent + "} else {\n"
                + tree(random, depth - 1, indent + "  ") + indent + "}\n";
    }

    private static String ensemble(long seed, int trees, int depth) {
        Random random = new Random(seed);
        StringBuilder source = new StringBuilder(CIRCUIT + "  double sum = 0.25;\n");
        for (int i = 0; i < trees; i++) {
            source.append("  sum += 0.1 * tree").append(i).append("(x);\n");
        }
        source.append("  return sum;\n}\n");
        for (int i = 0; i < trees; i++) {
            source.append("static double tree" + i + "(double[] x) {\n" + tree(random, depth, "  ") + "}\n");
        }
        return source.toString();
    }

    private static <T extends TensorOp> List<TensorProgram.Node> nodes(TensorProgram program, Class<T> type) {
        return program.nodes().stream().filter(n -> type.isInstance(n.op())).toList();
    }

    @Test
    void aTreeOfDepthFourTakesTwoProductsInARow() {
        TensorProgram program =
                Fixture.check(CIRCUIT + tree(new Random(4), 4, "  ") + "}").program();
        assertThat(nodes(program, TensorOp.Apply.class)).hasSize(1);
        assertThat(nodes(program, TensorOp.Multiply.class)).hasSize(2);
        Golden.check(TreesTest.class, "depth4", program);
    }

    @Test
    void anEnsembleIsAsDeepAsATree() {
        TensorProgram program = Fixture.of(25, ensemble(1, 100, 3)).check().program();
        assertThat(nodes(program, TensorOp.Apply.class))
                .singleElement()
                .satisfies(n -> assertThat(n.size()).isBetween(600, 700));
        assertThat(nodes(program, TensorOp.Multiply.class)).hasSize(2);
        TensorProgram ranged = new InferRanges().apply(program);
        assertThat(ranged.nodes().getLast().hull().magnitude()).isLessThan(0.25 + 100 * 0.1);
    }

    @Test
    void aChainOfElseIfsTakesLogarithmicDepth() {
        StringBuilder source = new StringBuilder(CIRCUIT);
        for (int i = 0; i < 64; i++) {
            source.append("  if (x[%d] > %s) return %d;\n".formatted(i % 8, (i % 13) / 13.0, i * i % 17));
        }
        TensorProgram program = Fixture.of(25, source + "return -1; }").check().program();
        assertThat(nodes(program, TensorOp.Apply.class)).hasSize(1);
        assertThat(nodes(program, TensorOp.Multiply.class)).hasSizeBetween(5, 6);
        TensorProgram.Node result = new InferRanges().apply(program).nodes().getLast();
        assertThat(result.hull().lo()).isEqualTo(-1);
        assertThat(result.hull().hi()).isEqualTo(16);
    }

    @Test
    void severalBranchesAfterEachOtherAddUp() {
        StringBuilder source = new StringBuilder(CIRCUIT + "double s = 0; int votes = 0;\n");
        for (int i = 0; i < 200; i++) {
            source.append("  if (x[%d] > %s) { s += %d; votes++; }\n".formatted(i % 8, (i % 31) / 31.0, i % 5));
        }
        TensorProgram program =
                Fixture.of(25, source + "return votes > 40 ? s : -s; }").check().program();
        assertThat(nodes(program, TensorOp.Multiply.class)).hasSize(1);
        assertThat(nodes(program, TensorOp.Apply.class)).hasSize(2);
    }
}
