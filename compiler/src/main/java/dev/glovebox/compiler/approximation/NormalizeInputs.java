package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Input;
import dev.glovebox.compiler.ir.tensor.TensorOp.PublicInput;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes every input what clients send, t = (x - middle)/radius ∈ [-1, 1], and restores x = middle + radius·t by an affine map that
 * {@link ComposeAffine} merges into those that use it. Public inputs stay as they are.
 */
public final class NormalizeInputs {
    private final List<ElementRange> elements;

    public NormalizeInputs(CircuitSignature signature) {
        this.elements = signature.parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toList();
    }

    /**
     * The program on normalised inputs.
     *
     * @throws CompilationException {@link Code#MISSING_RANGE} for each input without a finite declared range
     */
    public TensorProgram apply(TensorProgram program) {
        requireRanges(program);
        List<Node> nodes = new ArrayList<>();
        int[] renamed = new int[program.nodes().size()];
        for (int i = 0; i < renamed.length; i++) {
            Node node = program.nodes().get(i);
            TensorOp op = node.op()
                    .withOperands(node.op().operandStream().map(o -> renamed[o]).toList());
            if (op instanceof Input input && !input.normalized()) {
                renamed[i] = addNormalized(input, node, nodes);
            } else {
                renamed[i] = nodes.size();
                TensorOp moved = op instanceof PublicInput(String name, int first, boolean _)
                        ? new PublicInput(name, first, true)
                        : op;
                nodes.add(new Node(moved, node.lo(), node.hi(), node.location()));
            }
        }
        List<Result> results = program.results().stream()
                .map(r -> r instanceof Result.Element e ? new Result.Element(renamed[e.node()], e.index()) : r)
                .toList();
        return new ComposeAffine().apply(new TensorProgram(program.name(), program.precisionBits(), nodes, results));
    }

    private void requireRanges(TensorProgram program) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (Node node : program.nodes()) {
            if (node.op() instanceof Input input && !input.normalized()) {
                checkRanges(input, node, diagnostics);
            }
        }
        if (!diagnostics.isEmpty()) {
            throw new CompilationException(diagnostics);
        }
    }

    private void checkRanges(Input input, Node node, List<Diagnostic> diagnostics) {
        for (int i = 0; i < node.size(); i++) {
            ElementRange range = elements.get(input.firstElement() + i);
            if (!Double.isFinite(range.min()) || !Double.isFinite(range.max())) {
                diagnostics.add(new Diagnostic(
                        Code.MISSING_RANGE,
                        node.location(),
                        "the encrypted " + range.label() + " has no declared range",
                        "a finite min and max",
                        "Give @Encrypted of " + input.name() + " min and max.",
                        List.of()));
                return;
            }
        }
    }

    /** Adds the normalised input and the map back; returns the index of the latter. */
    private int addNormalized(Input input, Node node, List<Node> nodes) {
        int first = input.firstElement();
        Reals radius = Reals.generate(node.size(), i -> elements.get(first + i).radius());
        Reals middle = Reals.generate(node.size(), i -> elements.get(first + i).middle());
        Reals one = Reals.generate(node.size(), i -> radius.get(i) == 0 ? 0 : 1);
        Reals minusOne = Reals.generate(node.size(), i -> radius.get(i) == 0 ? 0 : -1);
        nodes.add(new Node(new Input(input.name(), first, true), minusOne, one, node.location()));
        Affine restore = new Affine(List.of(new Term(Matrices.diagonal(radius), nodes.size() - 1)), middle);
        Reals lo = Reals.generate(node.size(), i -> elements.get(first + i).min());
        Reals hi = Reals.generate(node.size(), i -> elements.get(first + i).max());
        nodes.add(new Node(restore, lo, hi, node.location()));
        return nodes.size() - 1;
    }
}
