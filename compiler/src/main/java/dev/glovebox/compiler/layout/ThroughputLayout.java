package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.compiler.ir.slot.SlotProgramBuilder;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.PublicProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Packs one sample into each slot: every number of the tensor program is a ciphertext of its own. Affine maps are sums of scalar
 * products; nothing is rotated and there is no padding. The program has one slot; the samples fill the ring.
 */
public final class ThroughputLayout {
    /** Numbers that a request or a response may have: the bound that manifests are checked against. */
    public static final int MAX_CIPHERTEXTS = 1 << 12;

    /**
     * @param program inputs are normalized and every function is a polynomial
     * @throws CompilationException if there are more inputs or results than {@link #MAX_CIPHERTEXTS}
     */
    public SlotProgram layOut(TensorProgram program) {
        return new Pass(program).run();
    }

    private static final class Pass {
        private final TensorProgram program;
        private final SlotProgramBuilder builder = new SlotProgramBuilder();

        /** Elements of each tensor node that the results need. */
        private final BitSet[] needed;

        /** For each tensor node, the slot node of each needed element. */
        private final int[][] places;

        private final PublicNumbers publics;

        Pass(TensorProgram program) {
            this.program = program;
            publics = new PublicNumbers(program);
            int nodes = program.nodes().size();
            needed = new BitSet[nodes];
            Arrays.setAll(needed, i -> new BitSet());
            places = new int[nodes][];
        }

        SlotProgram run() {
            findNeeded();
            placeInputs();
            for (int i = 0; i < places.length; i++) {
                TensorProgram.Node node = program.nodes().get(i);
                if (!(node.op() instanceof TensorOp.Input) && !publics.contains(i)) {
                    builder.at(node.location());
                    places[i] = new int[node.size()];
                    int[] place = places[i];
                    needed[i].stream().forEach(e -> place[e] = bounded(place(node.op(), e), node, e));
                }
            }
            return results();
        }

        private void findNeeded() {
            for (TensorProgram.Result result : program.results()) {
                if (result instanceof TensorProgram.Result.Element(int node, int index)) {
                    needed[node].set(index);
                }
            }
            for (int i = needed.length - 1; i >= 0; i--) {
                BitSet elements = needed[i];
                switch (program.nodes().get(i).op()) {
                    case TensorOp.Affine affine ->
                        affine.terms()
                                .forEach(term -> elements.stream()
                                        .forEach(row -> addColumns(term.matrix(), row, needed[term.operand()])));
                    case TensorOp other -> other.operands().forEach(operand -> needed[operand].or(elements));
                }
            }
        }

        private static void addColumns(SparseMatrix matrix, int row, BitSet columns) {
            for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
                columns.set(matrix.column(k));
            }
        }

        private void placeInputs() {
            int count = 0;
            SourceLocation last = SourceLocation.UNKNOWN;
            for (int i = 0; i < places.length; i++) {
                TensorProgram.Node node = program.nodes().get(i);
                if (node.op() instanceof TensorOp.Input input) {
                    if (!input.normalized()) {
                        throw new IllegalArgumentException("input " + input.name() + " is not normalized");
                    }
                    last = node.location();
                    builder.at(last);
                    places[i] = new int[node.size()];
                    int[] place = places[i];
                    needed[i].stream().forEach(e -> {
                        InputLayout layout = new InputLayout(1, List.of(input.firstElement() + e));
                        place[e] = builder.input(layout, node.range(e).magnitude());
                    });
                    count += needed[i].cardinality();
                }
            }
            checkCount(count, "encrypted inputs", last);
        }

        private static void checkCount(int count, String what, SourceLocation at) {
            if (count > MAX_CIPHERTEXTS) {
                throw new CompilationException(new Diagnostic(
                        Code.TOO_MANY_SLOTS,
                        at,
                        count + " " + what + " in throughput packing, which takes a ciphertext for each",
                        "at most " + MAX_CIPHERTEXTS,
                        "Declare packing = Packing.BATCHED or Packing.LATENCY",
                        List.of()));
            }
        }

        private int bounded(int slotNode, TensorProgram.Node node, int element) {
            return builder.bound(slotNode, node.range(element).magnitude());
        }

        private int place(TensorOp op, int element) {
            return switch (op) {
                case TensorOp.Affine affine -> affine(affine, element);
                case TensorOp.Multiply m
                when publics.contains(m.left()) ->
                    builder.multiplyPublic(places[m.right()][element], vector(m.left(), element));
                case TensorOp.Multiply m
                when publics.contains(m.right()) ->
                    builder.multiplyPublic(places[m.left()][element], vector(m.right(), element));
                case TensorOp.Multiply m -> builder.multiply(places[m.left()][element], places[m.right()][element]);
                case TensorOp.Polynomial p -> polynomial(p, places[p.operand()][element]);
                case TensorOp.Input input -> throw new IllegalStateException("input " + input.name());
                case TensorOp.PublicInput _, TensorOp.PublicApply _ -> throw new IllegalStateException("public: " + op);
                case TensorOp.Apply apply ->
                    throw new IllegalArgumentException("a function is not approximated: " + apply.function());
            };
        }

        private int affine(TensorOp.Affine affine, int row) {
            List<Integer> nodes = new ArrayList<>();
            List<Double> factors = new ArrayList<>();
            boolean hasPublic = false;
            for (TensorOp.Term term : affine.terms()) {
                SparseMatrix matrix = term.matrix();
                if (publics.contains(term.operand())) {
                    hasPublic |= matrix.rowStart(row) < matrix.rowStart(row + 1);
                    continue;
                }
                for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
                    nodes.add(places[term.operand()][matrix.column(k)]);
                    factors.add(matrix.value(k));
                }
            }
            int sum = nodes.isEmpty() ? builder.scale(anyNode(), 0) : builder.weightedSum(nodes, factors);
            return hasPublic
                    ? builder.addPublic(
                            sum,
                            new PublicProgram.Vector(
                                    List.of(publics.addend(affine, row)), publics.magnitude(affine, row)))
                    : builder.addScalar(sum, affine.bias().get(row));
        }

        private PublicProgram.Vector vector(int node, int element) {
            return new PublicProgram.Vector(
                    List.of(publics.number(node, element)),
                    program.nodes().get(node).range(element).magnitude());
        }

        /** What a row without entries is made of. */
        private int anyNode() {
            for (int i = 0; i < places.length; i++) {
                if (!needed[i].isEmpty() && program.nodes().get(i).op() instanceof TensorOp.Input) {
                    return places[i][needed[i].nextSetBit(0)];
                }
            }
            int first = program.nodes().stream()
                    .flatMap(node -> node.op() instanceof TensorOp.Input input
                            ? Stream.of(input.firstElement())
                            : Stream.empty())
                    .findFirst()
                    .orElseThrow();
            return builder.input(new InputLayout(1, List.of(first)), 1);
        }

        private int polynomial(TensorOp.Polynomial p, int x) {
            double scale = 2 / p.domain().radius();
            int argument =
                    builder.addScalar(builder.scale(x, scale), -p.domain().middle() * scale);
            return new PolynomialExpander(builder)
                    .expand(builder.bound(argument, 2), p.coefficients().toArray());
        }

        private SlotProgram results() {
            Map<Integer, Integer> outputs = new LinkedHashMap<>();
            List<ResultElement> results = new ArrayList<>();
            SourceLocation last = SourceLocation.UNKNOWN;
            for (TensorProgram.Result result : program.results()) {
                switch (result) {
                    case TensorProgram.Result.Constant(double value) -> results.add(new ResultElement.Public(value));
                    case TensorProgram.Result.Element(int node, int index) -> {
                        int place = publics.contains(node)
                                ? builder.addPublic(builder.scale(anyNode(), 0), vector(node, index))
                                : places[node][index];
                        int at = outputs.computeIfAbsent(place, _ -> outputs.size());
                        results.add(new ResultElement.InSlot(at, 0));
                        last = program.nodes().get(node).location();
                    }
                }
            }
            checkCount(outputs.size(), "encrypted results", last);
            builder.steps(publics.steps());
            return builder.build(program.name(), program.precisionBits(), List.copyOf(outputs.keySet()), results);
        }
    }
}
