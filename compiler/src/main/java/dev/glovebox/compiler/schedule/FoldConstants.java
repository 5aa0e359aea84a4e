package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins an operation with constants and the one before it, if nothing else uses that: scalars with scalars, vectors with
 * scalars and vectors, factors with the rows and columns of a linear transform, rotations with rotations. A product less is a
 * level less. Factors of 1, sums with 0 and rotations by 0 go.
 */
public final class FoldConstants implements SlotPass {
    /** Whole factors up to here are exact. */
    private static final int GREATEST_FACTOR = 1 << 10;

    @Override
    public SlotProgram apply(SlotProgram program) {
        return new Pass(program).run();
    }

    private static final class Pass {
        private final SlotProgram program;
        private final Rewrite rewrite;
        private final int[] uses;
        private final List<SlotVector> vectors;
        private final List<DiagonalMatrix> matrices;
        private final Map<SlotVector, Integer> vectorNumbers = new HashMap<>();
        private final Map<DiagonalMatrix, Integer> matrixNumbers = new HashMap<>();
        /** Of new nodes: whether it is a new one's only use that is being rewritten. */
        private final List<Boolean> single = new ArrayList<>();

        Pass(SlotProgram program) {
            this.program = program;
            rewrite = new Rewrite(program);
            uses = Rewrite.uses(program);
            vectors = new ArrayList<>(program.constants().vectors());
            matrices = new ArrayList<>(program.constants().matrices());
        }

        SlotProgram run() {
            for (int i = 0; i < uses.length; i++) {
                SlotProgram.Node node = program.nodes().get(i);
                SlotOp op = node.op().mapOperands(rewrite::of);
                SlotOp joined = joined(op);
                while (joined != null) {
                    op = joined;
                    joined = joined(op);
                }
                if (isIdentity(op)) {
                    int operand = op.operands().getFirst();
                    rewrite.tighten(operand, node);
                    single.set(operand, false);
                    rewrite.replace(i, operand);
                } else {
                    int index = rewrite.add(op, node.period(), node.magnitude(), node);
                    single.add(uses[i] == 1);
                    rewrite.replace(i, index);
                }
            }
            return rewrite.finish(
                    new Constants(vectors, matrices, program.constants().publics()));
        }

        private static boolean isIdentity(SlotOp op) {
            return switch (op) {
                case SlotOp.MultiplyInteger o -> o.factor() == 1;
                case SlotOp.MultiplyScalar o -> o.scalar() == 1;
                case SlotOp.AddScalar o -> o.scalar() == 0;
                case SlotOp.Rotate o -> o.steps() == 0;
                default -> false;
            };
        }

        /** One operation for this one and the one before it, or null. */
        private @Nullable SlotOp joined(SlotOp op) {
            if (op.operands().size() != 1 || !single.get(op.operands().getFirst())) {
                return null;
            }
            SlotOp before = rewrite.node(op.operands().getFirst()).op();
            return switch (op) {
                case SlotOp.Negate _ -> scaled(before, -1);
                case SlotOp.MultiplyInteger o -> scaled(before, o.factor());
                case SlotOp.MultiplyScalar o -> scaled(before, o.scalar());
                case SlotOp.AddScalar o ->
                    before instanceof SlotOp.AddScalar b
                            ? new SlotOp.AddScalar(b.operand(), b.scalar() + o.scalar())
                            : null;
                case SlotOp.AddPlain o
                when o.vector() >= 0 ->
                    switch (before) {
                        case SlotOp.AddPlain b
                        when b.vector() >= 0 ->
                            new SlotOp.AddPlain(b.operand(), combined(b.vector(), o.vector(), Double::sum));
                        case SlotOp.AddScalar b ->
                            new SlotOp.AddPlain(b.operand(), vector(map(o.vector(), x -> x + b.scalar())));
                        default -> null;
                    };
                case SlotOp.MultiplyPlain o when o.vector() >= 0 -> weighted(before, vectors.get(o.vector()));
                case SlotOp.LinearTransform o -> transformed(before, matrices.get(o.matrix()));
                case SlotOp.Rotate o ->
                    before instanceof SlotOp.Rotate b
                            ? new SlotOp.Rotate(b.operand(), Math.floorMod(b.steps() + o.steps(), program.slots()))
                            : null;
                default -> null;
            };
        }

        /** A factor after an operation. */
        private @Nullable SlotOp scaled(SlotOp before, double c) {
            return switch (before) {
                case SlotOp.Negate b when isInteger(-c) -> new SlotOp.MultiplyInteger(b.operand(), (int) -c);
                case SlotOp.Negate b -> new SlotOp.MultiplyScalar(b.operand(), -c);
                case SlotOp.MultiplyInteger b
                when isInteger(c * b.factor()) -> new SlotOp.MultiplyInteger(b.operand(), (int) (c * b.factor()));
                case SlotOp.MultiplyInteger b
                when !isInteger(c) -> new SlotOp.MultiplyScalar(b.operand(), c * b.factor());
                case SlotOp.MultiplyScalar b -> new SlotOp.MultiplyScalar(b.operand(), c * b.scalar());
                case SlotOp.MultiplyPlain b
                when b.vector() >= 0 -> new SlotOp.MultiplyPlain(b.operand(), vector(map(b.vector(), x -> c * x)));
                case SlotOp.LinearTransform b ->
                    new SlotOp.LinearTransform(b.operand(), matrix(rows(matrices.get(b.matrix()), SlotVector.of(c))));
                default -> null;
            };
        }

        private static boolean isInteger(double c) {
            return c == Math.rint(c) && Math.abs(c) <= GREATEST_FACTOR && c != 0;
        }

        /** A vector of factors after an operation. */
        private @Nullable SlotOp weighted(SlotOp before, SlotVector v) {
            return switch (before) {
                case SlotOp.Negate b -> new SlotOp.MultiplyPlain(b.operand(), vector(map(v, x -> -x)));
                case SlotOp.MultiplyInteger b ->
                    new SlotOp.MultiplyPlain(b.operand(), vector(map(v, x -> x * b.factor())));
                case SlotOp.MultiplyScalar b ->
                    new SlotOp.MultiplyPlain(b.operand(), vector(map(v, x -> x * b.scalar())));
                case SlotOp.MultiplyPlain b
                when b.vector() >= 0 ->
                    new SlotOp.MultiplyPlain(
                            b.operand(), vector(combined(vectors.get(b.vector()), v, (x, y) -> x * y)));
                case SlotOp.LinearTransform b ->
                    new SlotOp.LinearTransform(b.operand(), matrix(rows(matrices.get(b.matrix()), v)));
                default -> null;
            };
        }

        /** A matrix after an operation. */
        private @Nullable SlotOp transformed(SlotOp before, DiagonalMatrix m) {
            return switch (before) {
                case SlotOp.Negate b -> new SlotOp.LinearTransform(b.operand(), matrix(rows(m, SlotVector.of(-1))));
                case SlotOp.MultiplyInteger b ->
                    new SlotOp.LinearTransform(b.operand(), matrix(rows(m, SlotVector.of(b.factor()))));
                case SlotOp.MultiplyScalar b ->
                    new SlotOp.LinearTransform(b.operand(), matrix(rows(m, SlotVector.of(b.scalar()))));
                case SlotOp.MultiplyPlain b
                when b.vector() >= 0 ->
                    new SlotOp.LinearTransform(b.operand(), matrix(columns(m, vectors.get(b.vector()))));
                default -> null;
            };
        }

        /** Each row times its own factor. */
        private static DiagonalMatrix rows(DiagonalMatrix m, SlotVector v) {
            Map<Integer, SlotVector> diagonals = new HashMap<>();
            m.diagonals().forEach((d, u) -> diagonals.put(d, combined(u, v, (x, y) -> x * y)));
            return DiagonalMatrix.of(diagonals, m.babySteps());
        }

        /** Each column times its own factor. */
        private static DiagonalMatrix columns(DiagonalMatrix m, SlotVector v) {
            Map<Integer, SlotVector> diagonals = new HashMap<>();
            m.diagonals().forEach((d, u) -> {
                double[] moved = new double[v.period()];
                Arrays.setAll(moved, i -> v.get(i + d));
                diagonals.put(d, combined(u, SlotVector.of(moved), (x, y) -> x * y));
            });
            return DiagonalMatrix.of(diagonals, m.babySteps());
        }

        private int combined(int a, int b, java.util.function.DoubleBinaryOperator f) {
            return vector(combined(vectors.get(a), vectors.get(b), f));
        }

        private static SlotVector combined(SlotVector a, SlotVector b, java.util.function.DoubleBinaryOperator f) {
            double[] values = new double[Math.max(a.period(), b.period())];
            Arrays.setAll(values, i -> f.applyAsDouble(a.get(i), b.get(i)));
            return SlotVector.of(values);
        }

        private SlotVector map(int vector, java.util.function.DoubleUnaryOperator f) {
            return map(vectors.get(vector), f);
        }

        private static SlotVector map(SlotVector v, java.util.function.DoubleUnaryOperator f) {
            return SlotVector.of(Arrays.stream(v.toArray()).map(f).toArray());
        }

        private int vector(SlotVector v) {
            return vectorNumbers.computeIfAbsent(v, k -> {
                vectors.add(k);
                return vectors.size() - 1;
            });
        }

        private int matrix(DiagonalMatrix m) {
            return matrixNumbers.computeIfAbsent(m, k -> {
                matrices.add(k);
                return matrices.size() - 1;
            });
        }
    }
}
