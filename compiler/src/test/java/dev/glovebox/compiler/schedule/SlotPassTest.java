package dev.glovebox.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.slot.SlotInterpreter;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SlotPassTest {
    private static final Map<String, SlotPass> PASSES = new TreeMap<>(Map.of(
            "FoldConstants", new FoldConstants(),
            "EliminateCommonSubexpressions", new EliminateCommonSubexpressions(),
            "BalanceProducts", Balance.products(),
            "BalanceSums", Balance.sums(),
            "Prune", new Prune()));

    /** A chain of products, sums of several depths, constants in a row, equal parts, a part that nothing needs. */
    private static final SlotProgram UNTIDY = IrParser.parseSlot("""
        slot "untidy" precision 10 slots 4 {
          input 0 period 4 elements [0..3]
          input 1 period 4 elements [4..7]
          %0 = input 0 : period 4 magnitude 1
          %1 = input 1 : period 4 magnitude 1
          %2 = multiply %0, %1 : period 4 magnitude 1
          %3 = multiply %2, %1 : period 4 magnitude 1
          %4 = multiply %3, %0 : period 4 magnitude 1
          %5 = multiplyScalar %4, 0.5 : period 4 magnitude 0.5
          %6 = multiplyPlain %5, #v0 : period 4 magnitude 1.0
          %7 = linearTransform %6, #m0 : period 4 magnitude 2.0
          %8 = multiplyScalar %7, 2.5 : period 4 magnitude 5.0
          %9 = add %8, %0 : period 4 magnitude 6.0
          %10 = add %9, %1 : period 4 magnitude 7.0
          %11 = addScalar %10, 1.0 : period 4 magnitude 8.0
          %12 = addPlain %11, #v0 : period 4 magnitude 10.0
          %13 = rotate %12, 1 : period 4 magnitude 10.0
          %14 = rotate %13, 3 : period 4 magnitude 10.0
          %15 = multiply %1, %0 : period 4 magnitude 1
          %16 = negate %15 : period 4 magnitude 1
          %17 = multiplyInteger %16, 3 : period 4 magnitude 3
          %18 = multiply %0, %1 : period 4 magnitude 1
          %19 = add %17, %18 : period 4 magnitude 4
          %20 = multiply %0, %0 : period 4 magnitude 1
          outputs %14, %19
          results 0[0..3], 1[0..3]
          #v0 = [0.5, -2.0]
          #m0 = diagonals { 0: [1.5 * 4], 1: [0.5, 0.25, 0.5, 0.25] } baby 2
        }
        """);

    static Stream<String> passes() {
        return PASSES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("passes")
    void rewrites(String name) {
        Golden.check(SlotPassTest.class, name, PASSES.get(name).apply(UNTIDY));
    }

    static Stream<Arguments> passesAndSeeds() {
        return passes().flatMap(pass -> LongStream.range(0, 40).mapToObj(seed -> Arguments.of(pass, seed)));
    }

    @ParameterizedTest(name = "{0} seed {1}")
    @MethodSource("passesAndSeeds")
    void keepsTheMeaning(String name, long seed) {
        SlotProgram program = SlotPrograms.random(seed, 4, 4);
        SlotProgram rewritten = PASSES.get(name).apply(program);
        double[] inputs = new Random(seed).doubles(8, -1, 1).toArray();
        double[] expected = new SlotInterpreter(program).evaluate(inputs);
        assertThat(new SlotInterpreter(rewritten).evaluate(inputs)).containsExactly(expected, within(1e-9));
        assertThat(depth(rewritten)).isLessThanOrEqualTo(depth(program));
        List<double[]> values = new SlotInterpreter(rewritten).values(inputs);
        for (int i = 0; i < values.size(); i++) {
            for (double value : values.get(i)) {
                assertThat(Math.abs(value))
                        .isLessThanOrEqualTo(rewritten.nodes().get(i).magnitude() * (1 + 1e-9));
            }
        }
    }

    static int depth(SlotProgram program) {
        int[] depth = new int[program.nodes().size()];
        for (int i = 0; i < depth.length; i++) {
            SlotOp op = program.nodes().get(i).op();
            depth[i] =
                    op.operands().stream().mapToInt(o -> depth[o]).max().orElse(0) + (TypeRules.isProduct(op) ? 1 : 0);
        }
        return program.outputs().stream().mapToInt(o -> depth[o]).max().orElse(0);
    }
}
