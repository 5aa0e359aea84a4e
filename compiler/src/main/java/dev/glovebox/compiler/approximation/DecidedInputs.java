package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.runtime.circuit.CircuitSignature;
import java.util.ArrayList;
import java.util.List;

/**
 * Which inputs decide every comparison of an approximated program, and how to move others there: onto the grids of the data, then
 * away from the thresholds. Precision is promised for such inputs only; near a threshold the noise of a comparison is as large
 * as its result.
 */
public final class DecidedInputs {
    private static final int MOST_MOVES = 60;

    private final TensorProgram program;
    private final Grids.Inputs inputs;
    private final TensorInterpreter interpreter;
    private final List<Comparison> comparisons = new ArrayList<>();
    private List<double[]> rows = List.of();
    private int next;

    /** The argument of a comparison's first polynomial. */
    private record Comparison(int argument, double gap) {}

    /** @param program approximated, with normalised inputs */
    public DecidedInputs(TensorProgram program, CircuitSignature signature) {
        this.program = program;
        this.inputs = Grids.Inputs.of(signature);
        this.interpreter = new TensorInterpreter(program);
        boolean[] multiplied = rectifiers(program);
        for (int i = 0; i < program.nodes().size(); i++) {
            if (program.nodes().get(i).op() instanceof Polynomial p && p.gap() > 0 && !multiplied[i]) {
                boolean first =
                        !(program.nodes().get(p.operand()).op() instanceof Polynomial before) || before.gap() == 0;
                if (first) {
                    comparisons.add(new Comparison(p.operand(), p.gap()));
                }
            }
        }
    }

    /** First polynomials of signs that only multiply their own argument: those of kinks, which need no decision. */
    private static boolean[] rectifiers(TensorProgram program) {
        List<Node> nodes = program.nodes();
        boolean[] product = new boolean[nodes.size()];
        boolean[] other = new boolean[nodes.size()];
        for (int i = nodes.size() - 1; i >= 0; i--) {
            TensorOp op = nodes.get(i).op();
            boolean chain = op instanceof Polynomial p && p.gap() > 0;
            for (int operand : op.operands()) {
                boolean kink = op instanceof TensorOp.Multiply m && m.left() != m.right() && isRectifier(m, nodes);
                product[operand] |= kink || chain && product[i];
                other[operand] |= !kink && !(chain && !other[i]);
            }
        }
        program.results().forEach(r -> {
            if (r instanceof TensorProgram.Result.Element e) {
                other[e.node()] = true;
            }
        });
        boolean[] only = new boolean[nodes.size()];
        for (int i = 0; i < only.length; i++) {
            only[i] = product[i] && !other[i];
        }
        return only;
    }

    /** Whether one factor is a sign of a multiple of the other. */
    private static boolean isRectifier(TensorOp.Multiply m, List<Node> nodes) {
        return isMultiple(m.left(), m.right(), nodes) || isMultiple(m.right(), m.left(), nodes);
    }

    private static boolean isMultiple(int factor, int sign, List<Node> nodes) {
        int at = sign;
        while (nodes.get(at).op() instanceof Polynomial p && p.gap() > 0) {
            at = p.operand();
        }
        return at != sign && Proportion.of(nodes, at, factor) != null;
    }

    /** Takes inputs to these instead, in turn: those of calibration data. */
    public DecidedInputs among(List<double[]> normalizedRows) {
        rows = List.copyOf(normalizedRows);
        return this;
    }

    /** How many comparisons an input leaves undecided. */
    public int undecided(double[] normalized) {
        if (comparisons.isEmpty()) {
            return 0;
        }
        List<double[]> values = interpreter.values(normalized);
        int count = 0;
        for (Comparison comparison : comparisons) {
            for (double x : values.get(comparison.argument)) {
                count += Math.abs(x) < comparison.gap ? 1 : 0;
            }
        }
        return count;
    }

    /** A near input of the box [-1, 1] that lies on the grids and decides all comparisons, as far as one is found. */
    public double[] near(double[] normalized) {
        double[] x = (rows.isEmpty() ? normalized : rows.get(next++ % rows.size())).clone();
        for (int i = 0; i < x.length; i++) {
            x[i] = snapped(i, Math.clamp(x[i], -1, 1));
        }
        for (int move = 0; move < MOST_MOVES && !comparisons.isEmpty(); move++) {
            if (!moved(x, move)) {
                return x;
            }
        }
        return x;
    }

    private double snapped(int element, double t) {
        Grids.Grid grid = inputs.normalized(element);
        if (grid == null || grid.step() == 0) {
            return grid == null ? t : grid.offset();
        }
        double steps = Math.rint((t - grid.offset()) / grid.step());
        double nearest = grid.offset() + steps * grid.step();
        return nearest > 1 + 1e-9 ? nearest - grid.step() : Math.min(1, nearest);
    }

    /** Moves the input with the greatest weight of each undecided comparison that is an affine map of inputs. */
    private boolean moved(double[] x, int round) {
        List<double[]> values = interpreter.values(x);
        boolean any = false;
        for (Comparison comparison : comparisons) {
            double[] argument = values.get(comparison.argument);
            for (int k = 0; k < argument.length; k++) {
                if (Math.abs(argument[k]) < comparison.gap) {
                    any |= move(x, comparison, k, argument[k], round);
                }
            }
        }
        return any;
    }

    private boolean move(double[] x, Comparison comparison, int element, double value, int round) {
        if (!(program.nodes().get(comparison.argument).op() instanceof TensorOp.Affine affine)) {
            return false;
        }
        int best = -1;
        double weight = 0;
        for (TensorOp.Term term : affine.terms()) {
            if (program.nodes().get(term.operand()).op() instanceof TensorOp.Input input) {
                SparseMatrix matrix = term.matrix();
                for (int k = matrix.rowStart(element); k < matrix.rowStart(element + 1); k++) {
                    int column = input.firstElement() + matrix.column(k);
                    if (Math.abs(matrix.value(k)) > Math.abs(weight) && inputs.normalized(column) == null) {
                        best = column;
                        weight = matrix.value(k);
                    }
                }
            }
        }
        if (best < 0) {
            return false;
        }
        // Later rounds go further, to leave clusters of thresholds.
        double target = Math.copySign(comparison.gap * (1.01 + 0.5 * round), round % 4 < 2 ? value : -value);
        double moved = x[best] + (target - value) / weight;
        if (Math.abs(moved) > 1) {
            moved = x[best] + (-target - value) / weight;
        }
        x[best] = Math.clamp(moved, -1, 1);
        return true;
    }
}
