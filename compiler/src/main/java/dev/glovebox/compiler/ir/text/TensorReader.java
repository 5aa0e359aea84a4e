package dev.glovebox.compiler.ir.text;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.AffineTermContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.DenseMatrixContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.EntryContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.IdentityMatrixContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.IntervalContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.MatrixContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.RangeRunContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.RangesContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.SparseMatrixContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.SparseRowContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorAffineContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorApplyContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorFileContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorInputContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorMultiplyContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorNodeContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorPolynomialContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorPublicApplyContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorPublicInputContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TensorResultContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Builds tensor programs from their syntax trees; shapes and references are checked. */
final class TensorReader extends Reader {
    private final List<TensorProgram.Node> nodes = new ArrayList<>();

    TensorProgram read(TensorFileContext file) {
        for (TensorNodeContext node : file.tensorNode()) {
            definition(node.NODE(), nodes.size());
            int size = integer(node.INT());
            TensorOp op = op(node.tensorOp(), size);
            List<Reals> bounds = bounds(node.ranges(), size, node.INT().getSymbol());
            nodes.add(new TensorProgram.Node(op, bounds.get(0), bounds.get(1), location(node.location())));
        }
        List<Result> results = new ArrayList<>();
        file.tensorResult().forEach(result -> addResult(result, results));
        return new TensorProgram(string(file.STRING()), integer(file.integer()), nodes, results);
    }

    private TensorOp op(TensorOpContext context, int size) {
        return switch (context) {
            case TensorInputContext c ->
                new TensorOp.Input(
                        string(c.STRING()),
                        integer(c.integer()),
                        c.getChild(c.getChildCount() - 1).getText().equals("normalized"));
            case TensorPublicInputContext c ->
                new TensorOp.PublicInput(
                        string(c.STRING()),
                        integer(c.integer()),
                        c.getChild(c.getChildCount() - 1).getText().equals("normalized"));
            case TensorPublicApplyContext c ->
                new TensorOp.PublicApply(ExpressionReader.read(c.expression()), vector(c.NODE(), size));
            case TensorAffineContext c -> affine(c, size);
            case TensorMultiplyContext c -> new TensorOp.Multiply(vector(c.NODE(0), size), vector(c.NODE(1), size));
            case TensorApplyContext c ->
                new TensorOp.Apply(ExpressionReader.read(c.expression()), vector(c.NODE(), size));
            case TensorPolynomialContext c ->
                new TensorOp.Polynomial(
                        vector(c.NODE(), size),
                        interval(c.interval()),
                        Reals.of(reals(c.reals())),
                        ExpressionReader.read(c.expression()),
                        number(c.number(0)),
                        c.number().size() > 1 ? number(c.number(1)) : 0);
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    /** An operand of the next node, of the given length. */
    private int vector(TerminalNode node, int size) {
        int operand = operand(node, nodes.size());
        int found = nodes.get(operand).size();
        check(found == size, node.getSymbol(), "a vector of length " + found, "length " + size);
        return operand;
    }

    private TensorOp.Affine affine(TensorAffineContext context, int size) {
        List<TensorOp.Term> terms = new ArrayList<>();
        for (AffineTermContext term : context.affineTerm()) {
            SparseMatrix matrix = matrix(term.matrix());
            check(matrix.rows() == size, start(term), matrix.rows() + " rows", size + " rows");
            terms.add(new TensorOp.Term(matrix, vector(term.NODE(), matrix.columns())));
        }
        if (context.reals() == null) {
            return new TensorOp.Affine(terms, Reals.zeros(claim(size, start(context))));
        }
        Reals bias = Reals.of(reals(context.reals()));
        check(bias.size() == size, start(context.reals()), bias.size() + " numbers", size + " numbers");
        return new TensorOp.Affine(terms, bias);
    }

    private SparseMatrix matrix(MatrixContext context) {
        return switch (context) {
            case IdentityMatrixContext c -> SparseMatrix.identity(claim(integer(c.INT()), start(c)));
            case DenseMatrixContext c -> {
                int rows = integer(c.INT(0));
                int columns = integer(c.INT(1));
                checkRows(c.reals().size(), rows, c.INT(0));
                SparseMatrix.Builder builder = new SparseMatrix.Builder(columns);
                for (var row : c.reals()) {
                    double[] values = reals(row);
                    check(values.length == columns, start(row), values.length + " numbers", columns + " numbers");
                    for (int column = 0; column < columns; column++) {
                        add(builder, column, values[column], start(row));
                    }
                    builder.endRow();
                }
                yield builder.build();
            }
            case SparseMatrixContext c -> {
                int rows = integer(c.INT(0));
                int columns = integer(c.INT(1));
                checkRows(c.sparseRow().size(), rows, c.INT(0));
                SparseMatrix.Builder builder = new SparseMatrix.Builder(columns);
                for (SparseRowContext row : c.sparseRow()) {
                    sparseRow(row, columns, builder);
                }
                yield builder.build();
            }
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private static void checkRows(int found, int rows, TerminalNode place) {
        check(found == rows, place.getSymbol(), found + " rows", rows + " rows");
    }

    private static void sparseRow(SparseRowContext row, int columns, SparseMatrix.Builder builder) {
        int last = -1;
        for (EntryContext entry : row.entry()) {
            int column = integer(entry.INT());
            check(
                    last < column && column < columns,
                    start(entry),
                    "column " + column,
                    "columns that ascend and are below " + columns);
            add(builder, column, number(entry.number()), start(entry));
            last = column;
        }
        builder.endRow();
    }

    private static void add(SparseMatrix.Builder builder, int column, double value, Token place) {
        check(Double.isFinite(value), place, Double.toString(value), "finite entries");
        builder.add(column, value);
    }

    /** Lower and upper bounds of the elements. */
    private List<Reals> bounds(RangesContext context, int size, Token place) {
        double[] lo = new double[claim(size, place)];
        double[] hi = new double[claim(size, place)];
        if (context.interval() != null) {
            Arrays.fill(lo, number(context.interval().number(0)));
            Arrays.fill(hi, number(context.interval().number(1)));
            return List.of(Reals.of(lo), Reals.of(hi));
        }
        int i = 0;
        for (RangeRunContext run : context.rangeRun()) {
            int count = run.INT() == null ? 1 : integer(run.INT());
            check(count <= size - i, start(run), "more ranges", size + " ranges");
            for (int end = i + count; i < end; i++) {
                lo[i] = number(run.interval().number(0));
                hi[i] = number(run.interval().number(1));
            }
        }
        check(i == size, start(context), i + " ranges", size + " ranges");
        return List.of(Reals.of(lo), Reals.of(hi));
    }

    private static Interval interval(IntervalContext context) {
        double lo = number(context.number(0));
        double hi = number(context.number(1));
        check(lo <= hi, start(context), context.getText(), "an interval [lo, hi]");
        return new Interval(lo, hi);
    }

    private void addResult(TensorResultContext context, List<Result> results) {
        if (context.NODE() == null) {
            results.add(new Result.Constant(number(context.number())));
            return;
        }
        int node = reference(context.NODE(), nodes.size(), "a node of the program");
        int first = integer(context.INT(0));
        int last = context.INT().size() == 1 ? first : integer(context.INT(1));
        int size = nodes.get(node).size();
        check(first <= last && last < size, start(context), context.getText(), "elements below " + size);
        claim(last - first + 1L, start(context));
        for (int index = first; index <= last; index++) {
            results.add(new Result.Element(node, index));
        }
    }
}
