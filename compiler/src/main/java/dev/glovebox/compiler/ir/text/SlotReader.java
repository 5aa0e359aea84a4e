package dev.glovebox.compiler.ir.text;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.AnyVectorContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.BinaryOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.CircuitFileContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.CircuitNodeContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.DiagonalContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.DiagonalMatrixContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.ElementRunContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.InputLayoutContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.InputOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.IntegerOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.IntegersContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.LevelBitsContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.MatrixOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.ParametersContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PlainProductsOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.ProductsOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.RealsContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.ScalarOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.ScalarProductsOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.SlotFileContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.SlotNodeContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.SlotOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.SlotResultContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.SlotTailContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.SlotVectorContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.UnaryOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.VectorOpContext;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Builds slot programs and circuits from their syntax trees; references are checked. */
final class SlotReader extends Reader {
    private final List<SlotVector> vectors = new ArrayList<>();
    private final List<DiagonalMatrix> matrices = new ArrayList<>();
    private final PublicReader publics = new PublicReader(this);
    private final List<Integer> outputs = new ArrayList<>();
    private final List<ResultElement> results = new ArrayList<>();

    SlotProgram read(SlotFileContext file) {
        readTail(file.slotTail(), file.slotNode().size());
        List<InputLayout> inputs = inputs(file.inputLayout());
        List<SlotProgram.Node> nodes = new ArrayList<>();
        for (SlotNodeContext node : file.slotNode()) {
            nodes.add(new SlotProgram.Node(
                    op(node.NODE(), nodes.size(), node.slotOp(), inputs.size()),
                    integer(node.integer()),
                    number(node.number()),
                    location(node.location())));
        }
        return new SlotProgram(
                string(file.STRING()),
                integer(file.integer(0)),
                integer(file.integer(1)),
                inputs,
                nodes,
                outputs,
                results,
                new Constants(vectors, matrices, publics.program()));
    }

    CircuitIr read(CircuitFileContext file) {
        readTail(file.slotTail(), file.circuitNode().size());
        List<InputLayout> inputs = inputs(file.inputLayout());
        List<CircuitIr.Node> nodes = new ArrayList<>();
        for (CircuitNodeContext node : file.circuitNode()) {
            nodes.add(new CircuitIr.Node(
                    op(node.NODE(), nodes.size(), node.slotOp(), inputs.size()),
                    new CircuitIr.CipherType(
                            integer(node.integer(0)), integer(node.integer(1)), integer(node.integer(2))),
                    integer(node.integer(3)),
                    number(node.number()),
                    location(node.location())));
        }
        return new CircuitIr(
                string(file.STRING()),
                integer(file.integer(0)),
                integer(file.integer(1)),
                parameters(file.parameters()),
                inputs,
                nodes,
                outputs,
                results,
                new Constants(vectors, matrices, publics.program()));
    }

    private static ParameterSpec parameters(ParametersContext context) {
        List<List<Integer>> levels = new ArrayList<>();
        for (LevelBitsContext level : context.levelBits()) {
            levels.add(level.integer() == null ? integers(level.integers()) : List.of(integer(level.integer())));
        }
        return new ParameterSpec(
                integer(context.integer(0)),
                levels,
                integers(context.integers()),
                integer(context.integer(1)),
                number(context.number()),
                context.getStop().getText().equals("insecure"));
    }

    private static List<Integer> integers(IntegersContext context) {
        return context.integer().stream().map(Reader::integer).toList();
    }

    private List<InputLayout> inputs(List<InputLayoutContext> contexts) {
        List<InputLayout> inputs = new ArrayList<>();
        for (InputLayoutContext context : contexts) {
            int index = integer(context.integer(0));
            check(index == inputs.size(), start(context), "input " + index, "input " + inputs.size());
            List<Integer> elements = new ArrayList<>();
            for (ElementRunContext run : context.elementRun()) {
                int first = integer(run.integer());
                int last = run.INT() == null ? first : integer(run.INT());
                check(first <= last, start(run), run.getText(), "an ascending range");
                claim(last - (long) first + 1, start(run));
                for (long element = first; element <= last; element++) {
                    elements.add((int) element);
                }
            }
            inputs.add(new InputLayout(integer(context.integer(1)), elements));
        }
        return inputs;
    }

    private SlotOp op(TerminalNode name, int index, SlotOpContext context, int inputs) {
        definition(name, index);
        return switch (context) {
            case InputOpContext c -> {
                int input = integer(c.integer());
                check(0 <= input && input < inputs, start(c), "input " + input, "one of " + inputs + " inputs");
                yield new SlotOp.Input(input);
            }
            case BinaryOpContext c -> {
                int left = operand(c.NODE(0), index);
                int right = operand(c.NODE(1), index);
                yield switch (c.op.getText()) {
                    case "add" -> new SlotOp.Add(left, right);
                    case "subtract" -> new SlotOp.Subtract(left, right);
                    default -> new SlotOp.Multiply(left, right);
                };
            }
            case UnaryOpContext c -> {
                int operand = operand(c.NODE(), index);
                yield switch (c.op.getText()) {
                    case "negate" -> new SlotOp.Negate(operand);
                    case "relinearize" -> new SlotOp.Relinearize(operand);
                    case "relinearizeRescale" -> new SlotOp.RelinearizeRescale(operand);
                    case "hoist" -> new SlotOp.Hoist(operand);
                    default -> new SlotOp.Rescale(operand);
                };
            }
            case VectorOpContext c -> {
                int operand = operand(c.NODE(), index);
                int vector = vector(c.anyVector());
                yield c.op.getText().equals("addPlain")
                        ? new SlotOp.AddPlain(operand, vector)
                        : new SlotOp.MultiplyPlain(operand, vector);
            }
            case ScalarOpContext c -> {
                int operand = operand(c.NODE(), index);
                double scalar = number(c.number());
                yield c.op.getText().equals("addScalar")
                        ? new SlotOp.AddScalar(operand, scalar)
                        : new SlotOp.MultiplyScalar(operand, scalar);
            }
            case IntegerOpContext c -> {
                int operand = operand(c.NODE(), index);
                int number = integer(c.integer());
                yield switch (c.op.getText()) {
                    case "multiplyInteger" -> new SlotOp.MultiplyInteger(operand, number);
                    case "rotate" -> new SlotOp.Rotate(operand, number);
                    default -> new SlotOp.Adjust(operand, number);
                };
            }
            case MatrixOpContext c ->
                new SlotOp.LinearTransform(
                        operand(c.NODE(), index),
                        reference(c.MATRIX(), matrices.size(), "one of " + matrices.size() + " matrices"));
            case ScalarProductsOpContext c ->
                new SlotOp.SumOfScalarProducts(
                        c.scalarProduct().stream()
                                .map(t -> operand(t.NODE(), index))
                                .toList(),
                        c.scalarProduct().stream().map(t -> number(t.number())).toList(),
                        integer(c.integer()));
            case PlainProductsOpContext c ->
                new SlotOp.SumOfPlainProducts(
                        c.plainProduct().stream()
                                .map(t -> operand(t.NODE(), index))
                                .toList(),
                        c.plainProduct().stream()
                                .map(t -> vector(t.anyVector()))
                                .toList(),
                        integer(c.integer()));
            case ProductsOpContext c ->
                new SlotOp.SumOfProducts(
                        c.product().stream().map(t -> operand(t.NODE(0), index)).toList(),
                        c.product().stream().map(t -> operand(t.NODE(1), index)).toList());
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private int vector(AnyVectorContext name) {
        return name.PUBLIC() == null
                ? reference(name.VECTOR(), vectors.size(), "one of " + vectors.size() + " vectors")
                : ~publics.reference(name.PUBLIC());
    }

    private void readTail(SlotTailContext tail, int nodes) {
        for (TerminalNode output : tail.NODE()) {
            outputs.add(reference(output, nodes, "a node of the program"));
        }
        tail.slotResult().forEach(this::addResult);
        for (SlotVectorContext vector : tail.slotVector()) {
            definition(vector.VECTOR(), vectors.size());
            vectors.add(vector(vector.reals()));
        }
        for (DiagonalMatrixContext matrix : tail.diagonalMatrix()) {
            definition(matrix.MATRIX(), matrices.size());
            matrices.add(matrix(matrix));
        }
        publics.read(tail.publicStep(), tail.publicVector());
    }

    private void addResult(SlotResultContext context) {
        if (context.number() != null) {
            results.add(new ResultElement.Public(number(context.number())));
            return;
        }
        Token place = start(context);
        int ciphertext = integer(context.INT(0));
        check(ciphertext < outputs.size(), place, context.getText(), "one of " + outputs.size() + " outputs");
        int first = integer(context.integer());
        int last = context.INT().size() == 1 ? first : integer(context.INT(1));
        check(first <= last, place, context.getText(), "an ascending range");
        claim(last - (long) first + 1, place);
        for (long slot = first; slot <= last; slot++) {
            results.add(new ResultElement.InSlot(ciphertext, (int) slot));
        }
    }

    private SlotVector vector(RealsContext context) {
        double[] values = reals(context);
        try {
            return SlotVector.of(values);
        } catch (IllegalArgumentException e) {
            throw IrParser.error(
                    start(context), values.length + " values", "a power of two of finite values in a slot vector");
        }
    }

    private DiagonalMatrix matrix(DiagonalMatrixContext context) {
        Map<Integer, SlotVector> diagonals = new TreeMap<>();
        for (DiagonalContext diagonal : context.diagonal()) {
            int offset = integer(diagonal.INT());
            check(!diagonals.containsKey(offset), start(diagonal), "diagonal " + offset + " again", "each once");
            diagonals.put(offset, vector(diagonal.reals()));
        }
        int babySteps = integer(context.INT());
        check(
                !diagonals.isEmpty() && babySteps >= 1,
                start(context),
                diagonals.size() + " diagonals and " + babySteps + " baby steps",
                "at least one diagonal and one baby step");
        return DiagonalMatrix.of(diagonals, babySteps);
    }
}
