package dev.glovebox.compiler.ir.text;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.PublicProgram;
import dev.glovebox.runtime.circuit.RealFunction;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the stages of the intermediate representation as text. Everything that a program holds is in its text: {@link IrParser}
 * gives back an equal one.
 */
public final class IrPrinter {
    /** Shorter runs of equal numbers are written out. */
    private static final int SHORTEST_RUN = 3;

    // Half a surrogate pair has no UTF-8.
    private static final Pattern PLAIN_NAME = Pattern.compile("[^ \"()\\r\\n\\t\\p{Cs}]*");
    private static final Pattern PLAIN_FILE = Pattern.compile("[^\"():\\r\\n\\p{Cs}]+");

    private final Utf8Text text = new Utf8Text();

    /** Texts of matrices by identity. */
    private final Map<DiagonalMatrix, Utf8Text> matrices;

    private IrPrinter() {
        this(new IdentityHashMap<>());
    }

    private IrPrinter(Map<DiagonalMatrix, Utf8Text> matrices) {
        this.matrices = matrices;
    }

    /** Prints the stages of one program; matrices that they share, which make up most of large programs, are formatted once. */
    public static final class Shared {
        private final Map<DiagonalMatrix, Utf8Text> matrices = new IdentityHashMap<>();

        /** What {@link IrPrinter#print(SlotProgram)} gives, in UTF-8. */
        public synchronized byte[] utf8(SlotProgram program) {
            return new IrPrinter(matrices).text(program).toBytes();
        }

        /** What {@link IrPrinter#print(CircuitIr)} gives, in UTF-8. */
        public synchronized byte[] utf8(CircuitIr circuit) {
            return new IrPrinter(matrices).text(circuit).toBytes();
        }
    }

    public static String print(TensorProgram program) {
        return new IrPrinter().text(program).toString();
    }

    /** What {@link #print(TensorProgram)} gives, in UTF-8. */
    public static byte[] utf8(TensorProgram program) {
        return new IrPrinter().text(program).toBytes();
    }

    private Utf8Text text(TensorProgram program) {
        header("tensor", program.name(), program.precisionBits()).append(" {\n");
        for (int i = 0; i < program.nodes().size(); i++) {
            tensorNode(i, program.nodes().get(i));
        }
        tensorResults(program.results());
        return text.append("}\n");
    }

    public static String print(SlotProgram program) {
        return new IrPrinter().text(program).toString();
    }

    private Utf8Text text(SlotProgram program) {
        header("slot", program.name(), program.precisionBits());
        text.append(" slots ").append(program.slots()).append(" {\n");
        inputs(program.inputs());
        for (int i = 0; i < program.nodes().size(); i++) {
            SlotProgram.Node node = program.nodes().get(i);
            slotOp(i, node.op());
            nodeEnd(node.period(), node.magnitude(), node.location());
        }
        slotTail(program.outputs(), program.results(), program.constants());
        return text.append("}\n");
    }

    public static String print(CircuitIr circuit) {
        return new IrPrinter().text(circuit).toString();
    }

    private Utf8Text text(CircuitIr circuit) {
        header("circuit", circuit.name(), circuit.precisionBits());
        text.append(" slots ").append(circuit.slots()).append(" {\n");
        parameters(circuit.parameters());
        inputs(circuit.inputs());
        for (int i = 0; i < circuit.nodes().size(); i++) {
            CircuitIr.Node node = circuit.nodes().get(i);
            CircuitIr.CipherType type = node.type();
            slotOp(i, node.op());
            text.append(" level ").append(type.level());
            text.append(" pending ").append(type.pending());
            text.append(" size ").append(type.size());
            nodeEnd(node.period(), node.magnitude(), node.location());
        }
        slotTail(circuit.outputs(), circuit.results(), circuit.constants());
        return text.append("}\n");
    }

    private Utf8Text header(String stage, String name, int precisionBits) {
        return text.append(stage)
                .append(' ')
                .append(quoted(name))
                .append(" precision ")
                .append(precisionBits);
    }

    // Tensor stage

    private void tensorNode(int index, TensorProgram.Node node) {
        text.append("  %").append(index).append(" = ");
        switch (node.op()) {
            case TensorOp.Input(String name, int first, boolean normalized) ->
                text.append("input ")
                        .append(quoted(name))
                        .append(" at ")
                        .append(first)
                        .append(normalized ? " normalized" : "");
            case TensorOp.PublicInput(String name, int first, boolean normalized) ->
                text.append("public input ")
                        .append(quoted(name))
                        .append(" at ")
                        .append(first)
                        .append(normalized ? " normalized" : "");
            case TensorOp.PublicApply(var function, int operand) ->
                text.append("public apply ")
                        .append(ExpressionPrinter.print(function))
                        .append(" to %")
                        .append(operand);
            case TensorOp.Affine(List<TensorOp.Term> terms, Reals bias) -> affine(terms, bias, node.size());
            case TensorOp.Multiply(int left, int right) ->
                text.append("multiply %").append(left).append(", %").append(right);
            case TensorOp.Apply(var function, int operand) ->
                text.append("apply ")
                        .append(ExpressionPrinter.print(function))
                        .append(" to %")
                        .append(operand);
            case TensorOp.Polynomial(
                    int operand,
                    Interval domain,
                    Reals coefficients,
                    var function,
                    double error,
                    double gap) -> {
                text.append("polynomial chebyshev ");
                reals(coefficients.toArray());
                text.append(" of %").append(operand).append(" on ").append(domain);
                text.append(" for ")
                        .append(ExpressionPrinter.print(function))
                        .append(" error ")
                        .append(error);
                if (gap > 0) {
                    text.append(" gap ").append(gap);
                }
            }
        }
        text.append(" : [").append(node.size()).append("] in ");
        ranges(node.lo(), node.hi());
        location(node.location());
        text.append('\n');
    }

    private void affine(List<TensorOp.Term> terms, Reals bias, int size) {
        text.append("affine ");
        for (int i = 0; i < terms.size(); i++) {
            text.append(i == 0 ? "" : " + ");
            matrix(terms.get(i).matrix());
            text.append(" * %").append(terms.get(i).operand());
        }
        if (!bias.equals(Reals.zeros(size))) {
            text.append(" + ");
            reals(bias.toArray());
        }
    }

    private void matrix(SparseMatrix matrix) {
        int rows = matrix.rows();
        int columns = matrix.columns();
        if (rows > 0 && matrix.isIdentity()) {
            text.append("identity<").append(rows).append('>');
            return;
        }
        boolean dense = 2L * matrix.entries() >= (long) rows * columns;
        text.append(dense ? "dense<" : "sparse<")
                .append(rows)
                .append('x')
                .append(columns)
                .append(">[");
        matrix.forEachRow((row, from, to, column, value) -> {
            text.append(row == 0 ? "" : ",").append(rows == 1 ? "" : "\n    ");
            if (dense) {
                double[] all = new double[columns];
                for (int k = from; k < to; k++) {
                    all[column[k]] = value[k];
                }
                reals(all);
            } else {
                text.append('{');
                for (int k = from; k < to; k++) {
                    if (k > from) {
                        text.append(',').append(' ');
                    }
                    text.append(column[k]).append(':').append(' ').append(value[k]);
                }
                text.append('}');
            }
        });
        text.append(']');
    }

    private void ranges(Reals lo, Reals hi) {
        if (lo.size() != hi.size()) {
            throw new IllegalArgumentException(lo.size() + " lower bounds and " + hi.size() + " upper bounds");
        }
        if (lo.size() > 0 && lo.isUniform() && hi.isUniform()) {
            interval(lo.get(0), hi.get(0));
        } else {
            text.append('{');
            runs(
                    lo.size(),
                    i -> end(lo.size(), i, j -> same(lo.get(i), lo.get(j)) && same(hi.get(i), hi.get(j))),
                    i -> interval(lo.get(i), hi.get(i)));
            text.append('}');
        }
    }

    private Utf8Text interval(double lo, double hi) {
        return text.append('[').append(lo).append(", ").append(hi).append(']');
    }

    private void tensorResults(List<Result> results) {
        text.append("  results");
        for (int i = 0, next; i < results.size(); i = next) {
            text.append(i == 0 ? " " : ", ");
            next = i + 1;
            switch (results.get(i)) {
                case Result.Constant(double value) -> text.append(value);
                case Result.Element(int node, int index) -> {
                    while (next < results.size()
                            && results.get(next).equals(new Result.Element(node, index + next - i))) {
                        next++;
                    }
                    text.append('%').append(node);
                    indices(index, index + next - i - 1);
                }
            }
        }
        text.append('\n');
    }

    private void indices(int first, int last) {
        text.append('[').append(first).append(first == last ? "" : ".." + last).append(']');
    }

    // Slot and circuit stages

    private void inputs(List<SlotProgram.InputLayout> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            List<Integer> elements = inputs.get(i).elements();
            text.append("  input ")
                    .append(i)
                    .append(" period ")
                    .append(inputs.get(i).period())
                    .append(" elements [");
            for (int k = 0, next; k < elements.size(); k = next) {
                int first = elements.get(k);
                next = k + 1;
                while (next < elements.size() && first >= 0 && elements.get(next) == first + next - k) {
                    next++;
                }
                text.append(k == 0 ? "" : ", ").append(first);
                text.append(next == k + 1 ? "" : ".." + elements.get(next - 1));
            }
            text.append("]\n");
        }
    }

    private void parameters(ParameterSpec spec) {
        text.append("  parameters ring ").append(spec.logDegree());
        text.append(spec.levelBits().stream()
                .map(bits -> bits.size() == 1 ? bits.getFirst().toString() : bits.toString())
                .collect(Collectors.joining(", ", " levels [", "]")));
        text.append(" special ").append(spec.specialBits());
        text.append(" digits ").append(spec.digits());
        text.append(" scale ").append(spec.scaleBits());
        text.append(spec.insecure() ? " insecure\n" : "\n");
    }

    private void slotOp(int index, SlotOp op) {
        String name = op.getClass().getSimpleName();
        text.append("  %").append(index).append(" = ");
        text.append(Character.toLowerCase(name.charAt(0))).append(name.substring(1));
        switch (op) {
            case SlotOp.SumOfScalarProducts o -> {
                terms(
                        o.operands(),
                        i -> text.append(" * ").append((double) o.factors().get(i)));
                text.append(" at ").append(o.level());
            }
            case SlotOp.SumOfPlainProducts o -> {
                terms(
                        o.operands(),
                        i -> text.append(" * ").append(vectorName(o.vectors().get(i))));
                text.append(" at ").append(o.level());
            }
            case SlotOp.SumOfProducts o ->
                terms(o.left(), i -> text.append(" * %").append((int) o.right().get(i)));
            default -> terms(op.operands(), _ -> {});
        }
        text.append(
                switch (op) {
                    case SlotOp.Input o -> " " + o.index();
                    case SlotOp.AddPlain o -> ", " + vectorName(o.vector());
                    case SlotOp.MultiplyPlain o -> ", " + vectorName(o.vector());
                    case SlotOp.AddScalar o -> ", " + o.scalar();
                    case SlotOp.MultiplyScalar o -> ", " + o.scalar();
                    case SlotOp.MultiplyInteger o -> ", " + o.factor();
                    case SlotOp.Rotate o -> ", " + o.steps();
                    case SlotOp.LinearTransform o -> ", #m" + o.matrix();
                    case SlotOp.Adjust o -> ", " + o.level();
                    default -> "";
                });
        text.append(" :");
    }

    private static String vectorName(int vector) {
        return vector < 0 ? "#p" + ~vector : "#v" + vector;
    }

    private void terms(List<Integer> nodes, IntConsumer factor) {
        for (int i = 0; i < nodes.size(); i++) {
            text.append(i == 0 ? " %" : ", %").append((int) nodes.get(i));
            factor.accept(i);
        }
    }

    private void nodeEnd(int period, double magnitude, SourceLocation location) {
        text.append(" period ").append(period).append(" magnitude ").append(magnitude);
        location(location);
        text.append('\n');
    }

    private void slotTail(List<Integer> outputs, List<ResultElement> results, Constants constants) {
        text.append("  outputs");
        for (int i = 0; i < outputs.size(); i++) {
            text.append(i == 0 ? " %" : ", %").append(outputs.get(i));
        }
        slotResults(results);
        for (int i = 0; i < constants.vectors().size(); i++) {
            text.append("  #v").append(i).append(" = ");
            slotVector(constants.vector(i));
            text.append('\n');
        }
        for (int i = 0; i < constants.matrices().size(); i++) {
            text.append("  #m").append(i).append(" = ");
            text.append(matrices.computeIfAbsent(constants.matrix(i), m -> new IrPrinter(matrices).diagonals(m)));
        }
        publics(constants.publics());
    }

    private void publics(PublicProgram program) {
        for (int i = 0; i < program.steps().size(); i++) {
            text.append("  #n").append(i).append(" = ");
            switch (program.steps().get(i)) {
                case PublicProgram.Input(int element, double min, double max) -> {
                    text.append("input ").append(element).append(" in ");
                    interval(min, max);
                }
                case PublicProgram.Sum sum -> {
                    text.append("sum ").append(sum.constant());
                    for (int k = 0; k < sum.operands().size(); k++) {
                        text.append(", ").append(sum.factors().get(k));
                        text.append(" * #n").append(sum.operands().get(k));
                    }
                }
                case PublicProgram.Unary(RealFunction function, int operand) ->
                    text.append(
                                    function == RealFunction.NEGATE
                                            ? "-"
                                            : function.name().toLowerCase(Locale.ROOT))
                            .append("(#n")
                            .append(operand)
                            .append(')');
                case PublicProgram.Binary binary -> text.append(operation(binary));
            }
            text.append('\n');
        }
        for (int i = 0; i < program.vectors().size(); i++) {
            PublicProgram.Vector vector = program.vectors().get(i);
            text.append("  #p").append(i).append(" = slots [");
            List<Integer> numbers = vector.numbers();
            runs(
                    vector.period(),
                    from -> end(
                            vector.period(),
                            from,
                            slot -> Math.max(-1, numbers.get(from)) == Math.max(-1, numbers.get(slot))),
                    slot -> text.append(numbers.get(slot) < 0 ? "_" : "#n" + numbers.get(slot)));
            text.append("] magnitude ").append(vector.magnitude()).append('\n');
        }
    }

    private static String operation(PublicProgram.Binary binary) {
        String left = "#n" + binary.left();
        String right = "#n" + binary.right();
        return switch (binary.operator()) {
            case ADD -> left + " + " + right;
            case SUBTRACT -> left + " - " + right;
            case MULTIPLY -> left + " * " + right;
            case DIVIDE -> left + " / " + right;
            case MAX, MIN, POW -> binary.operator().name().toLowerCase(Locale.ROOT) + "(" + left + ", " + right + ")";
        };
    }

    private void slotResults(List<ResultElement> results) {
        text.append("\n  results");
        for (int i = 0, next; i < results.size(); i = next) {
            text.append(i == 0 ? " " : ", ");
            next = i + 1;
            switch (results.get(i)) {
                case ResultElement.Public(double value) -> text.append(value);
                case ResultElement.InSlot(int ciphertext, int slot) -> {
                    while (next < results.size()
                            && results.get(next).equals(new ResultElement.InSlot(ciphertext, slot + next - i))) {
                        next++;
                    }
                    text.append(ciphertext);
                    indices(slot, slot + next - i - 1);
                }
            }
        }
        text.append('\n');
    }

    private Utf8Text diagonals(DiagonalMatrix matrix) {
        text.append("diagonals {");
        String separator = "\n    ";
        for (var diagonal : matrix.diagonals().entrySet()) {
            text.append(separator).append(diagonal.getKey()).append(": ");
            slotVector(diagonal.getValue());
            separator = ",\n    ";
        }
        return text.append("} baby ").append(matrix.babySteps()).append('\n');
    }

    private void slotVector(SlotVector vector) {
        reals(vector.toArray());
    }

    // Shared

    private void reals(double[] elements) {
        text.append('[');
        runs(
                elements.length,
                i -> {
                    int end = i + 1;
                    while (end < elements.length && same(elements[i], elements[end])) {
                        end++;
                    }
                    return end;
                },
                i -> text.append(elements[i]));
        text.append(']');
    }

    private static boolean same(double x, double y) {
        return Double.doubleToLongBits(x) == Double.doubleToLongBits(y);
    }

    /**
     * The elements, separated by commas; {@code x * n} for n equal ones in a row.
     *
     * @param end the first index after one whose element has another text, or the size
     */
    private void runs(int size, IntUnaryOperator end, IntConsumer element) {
        for (int i = 0, next; i < size; i = next) {
            if (i > 0) {
                text.append(',').append(' ');
            }
            element.accept(i);
            next = end.applyAsInt(i);
            if (next - i < SHORTEST_RUN) {
                next = i + 1;
            } else {
                text.append(" * ").append(next - i);
            }
        }
    }

    private static int end(int size, int from, IntPredicate equal) {
        int end = from + 1;
        while (end < size && equal.test(end)) {
            end++;
        }
        return end;
    }

    private void location(SourceLocation location) {
        if (location.equals(SourceLocation.UNKNOWN)) {
            return;
        }
        String plain = location.toString();
        text.append(" @ ");
        if (location.line() >= 0
                && !location.method().contains(".")
                && PLAIN_NAME.matcher(location.className() + location.method()).matches()
                && PLAIN_FILE.matcher(location.file()).matches()) {
            text.append(plain);
        } else {
            text.append(quoted(location.className())).append(' ');
            text.append(quoted(location.method())).append(' ');
            text.append(quoted(location.file())).append(' ');
            text.append(location.line());
        }
    }

    private static String quoted(String s) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
