package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which values numbers of a program take if the data lie on grids: offset + k·step. Sums have the greatest common divisor of the
 * steps, as far as there is one that is not tiny; comparisons are 0 or 1.
 */
final class Grids {
    /** Remainders below this part of a number are rounding. */
    private static final double ROUNDING = 1e-9;

    /** A common divisor below this part of the greatest step is of no use. */
    private static final double LEAST_DIVISOR = 1e-4;

    private final List<Node> nodes;
    private final Inputs inputs;
    private final @Nullable Grid[][] known;

    /** All offset + k·step; a step of 0 is the one value. */
    record Grid(double offset, double step) {}

    /** The grids of normalised inputs, by flat index of elements. */
    record Inputs(List<ElementRange> elements) {
        static final Inputs NONE = new Inputs(List.of());

        Inputs {
            elements = List.copyOf(elements);
        }

        static Inputs of(CircuitSignature signature) {
            return new Inputs(signature.parameters().stream()
                    .flatMap(p -> p.elements().stream())
                    .toList());
        }

        @Nullable
        Grid normalized(int element) {
            if (element >= elements.size() || elements.get(element).step() == 0) {
                return null;
            }
            ElementRange range = elements.get(element);
            return range.radius() == 0 ? new Grid(0, 0) : new Grid(-1, range.step() / range.radius());
        }
    }

    Grids(TensorProgram program, Inputs inputs) {
        this.nodes = program.nodes();
        this.inputs = inputs;
        this.known = new @Nullable Grid[nodes.size()][];
        for (int i = 0; i < nodes.size(); i++) {
            @Nullable Grid[] grids = new @Nullable Grid[nodes.get(i).size()];
            known[i] = grids;
            for (int k = 0; k < grids.length; k++) {
                grids[k] = grid(nodes.get(i).op(), k);
            }
        }
    }

    /** The grid of an element of a node, if there is one. */
    Optional<Grid> of(int node, int element) {
        return Optional.ofNullable(known[node][element]);
    }

    private @Nullable Grid grid(TensorOp op, int element) {
        return switch (op) {
            case TensorOp.Input input -> input.normalized() ? inputs.normalized(input.firstElement() + element) : null;
            case TensorOp.Affine affine -> affine(affine, element);
            case TensorOp.Multiply m -> product(known[m.left()][element], known[m.right()][element]);
            case TensorOp.Apply a -> SplitFunctions.isJump(a.function()) ? new Grid(0, 1) : null;
            default -> null;
        };
    }

    private @Nullable Grid affine(TensorOp.Affine affine, int row) {
        double offset = affine.bias().get(row);
        double step = 0;
        for (TensorOp.Term term : affine.terms()) {
            SparseMatrix matrix = term.matrix();
            for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
                Grid grid = known[term.operand()][matrix.column(k)];
                if (grid == null) {
                    return null;
                }
                offset += matrix.value(k) * grid.offset;
                step = divisor(step, Math.abs(matrix.value(k)) * grid.step);
                if (step < 0) {
                    return null;
                }
            }
        }
        return new Grid(offset, step);
    }

    private static @Nullable Grid product(@Nullable Grid a, @Nullable Grid b) {
        if (a == null || b == null) {
            return null;
        }
        double step = divisor(Math.abs(a.step * b.offset), Math.abs(b.step * a.offset));
        step = step < 0 ? step : divisor(step, a.step * b.step);
        return step < 0 ? null : new Grid(a.offset * b.offset, step);
    }

    /** The greatest common divisor; -1 if there is none that is not tiny. */
    private static double divisor(double a, double b) {
        double greater = Math.max(a, b);
        double less = Math.min(a, b);
        double least = LEAST_DIVISOR * greater;
        while (less > ROUNDING * greater) {
            double rest = Math.IEEEremainder(greater, less);
            greater = less;
            less = Math.abs(rest) <= 1e-7 * less ? 0 : Math.abs(rest);
        }
        return greater < least ? -1 : greater;
    }
}
