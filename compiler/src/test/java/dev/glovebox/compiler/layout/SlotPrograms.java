package dev.glovebox.compiler.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.ir.slot.SlotInterpreter;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Figures of slot programs, and the check that what their nodes state is true. */
final class SlotPrograms {
    private SlotPrograms() {}

    /** Products on the longest path, scalar ones counted. */
    static int depth(SlotProgram program) {
        int[] depths = new int[program.nodes().size()];
        int greatest = 0;
        for (int i = 0; i < depths.length; i++) {
            SlotOp op = program.nodes().get(i).op();
            boolean product = op instanceof SlotOp.Multiply
                    || op instanceof SlotOp.MultiplyPlain
                    || op instanceof SlotOp.MultiplyScalar
                    || op instanceof SlotOp.LinearTransform;
            depths[i] = (product ? 1 : 0)
                    + op.operands().stream().mapToInt(o -> depths[o]).max().orElse(0);
            greatest = Math.max(greatest, depths[i]);
        }
        return greatest;
    }

    static int count(SlotProgram program, Class<? extends SlotOp> kind) {
        return (int)
                program.nodes().stream().filter(n -> kind.isInstance(n.op())).count();
    }

    /** Key switches of rotations, those inside linear transforms counted. */
    static int rotations(SlotProgram program) {
        return program.nodes().stream()
                .mapToInt(n -> switch (n.op()) {
                    case SlotOp.Rotate r -> 1;
                    case SlotOp.LinearTransform t ->
                        program.constants().matrix(t.matrix()).rotations().size();
                    default -> 0;
                })
                .sum();
    }

    /** Distinct rotations: each takes a key. */
    static int rotationSteps(SlotProgram program) {
        Set<Integer> steps = new TreeSet<>();
        for (SlotProgram.Node node : program.nodes()) {
            switch (node.op()) {
                case SlotOp.Rotate r -> steps.add(Math.floorMod(r.steps(), program.slots()));
                case SlotOp.LinearTransform t ->
                    program.constants()
                            .matrix(t.matrix())
                            .rotations()
                            .forEach(r -> steps.add(Math.floorMod(r, program.slots())));
                default -> {}
            }
        }
        steps.remove(0);
        return steps.size();
    }

    /** Products by vectors and scalars, those inside linear transforms counted. */
    static int plaintextProducts(SlotProgram program) {
        return program.nodes().stream()
                .mapToInt(n -> switch (n.op()) {
                    case SlotOp.MultiplyPlain _, SlotOp.MultiplyScalar _, SlotOp.MultiplyInteger _ -> 1;
                    case SlotOp.LinearTransform t ->
                        program.constants().matrix(t.matrix()).diagonals().size();
                    default -> 0;
                })
                .sum();
    }

    /** Checks periods and magnitudes of all nodes on one input. */
    static void checkNodes(SlotProgram program, double[] input) {
        List<double[]> values = new SlotInterpreter(program).values(input);
        for (int i = 0; i < values.size(); i++) {
            SlotProgram.Node node = program.nodes().get(i);
            double[] value = values.get(i);
            double magnitude = 0;
            double unequal = 0;
            for (int slot = 0; slot < value.length; slot++) {
                magnitude = Math.max(magnitude, Math.abs(value[slot]));
                unequal = Math.max(unequal, Math.abs(value[slot] - value[slot % node.period()]));
            }
            double tolerance = 1e-9 * (1 + node.magnitude());
            assertThat(magnitude).as("node %d, %s", i, node).isLessThanOrEqualTo(node.magnitude() + tolerance);
            assertThat(unequal).as("period of node %d, %s", i, node).isLessThanOrEqualTo(tolerance);
        }
    }
}
