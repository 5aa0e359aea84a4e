package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.approximation.Chebyshev;
import dev.glovebox.compiler.approximation.PolynomialPlan;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.cost.RingShape;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.compiler.ir.slot.SlotProgramBuilder;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.range.InferRanges;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.PublicProgram;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Packs one sample across the slots, for the least latency.
 *
 * <p>A vector longer than the slots lies in several ciphertexts ({@link SplitVectors}). All inputs share ciphertexts as they fit.
 * A vector lies in consecutive slots and repeats with a power of two; the slots
 * between hold something bounded, and 0 or something inside [-2, 2] wherever a polynomial is evaluated. Affine maps become
 * generalised diagonals, polynomials products and sums in the monic Chebyshev basis.
 */
public final class LatencyLayout {
    /** The slots of the largest ring. */
    public static final int MAX_SLOTS = 1 << 15;

    /** How far rounding may push an argument out of a polynomial's domain. */
    private static final double DOMAIN_TOLERANCE = 1e-9;

    private final CostModel model;
    private final int maxSlots;

    /**
     * @param model what operations take
     * @param maxSlots most slots of a ciphertext, a power of two up to {@link #MAX_SLOTS}
     */
    public LatencyLayout(CostModel model, int maxSlots) {
        this.model = model;
        if (Integer.bitCount(maxSlots) != 1 || maxSlots > MAX_SLOTS) {
            throw new IllegalArgumentException(maxSlots + " slots, expected a power of two up to " + MAX_SLOTS);
        }
        this.maxSlots = maxSlots;
    }

    /**
     * The numbers of slots that are worth a try: those of the ring that the depth asks for, if every vector fits, or else from there
     * to the longest vector. Fewer slots mean more ciphertexts in a smaller ring.
     *
     * @param most slots that there may be
     */
    public static List<Integer> slotCounts(TensorProgram program, int most) {
        int longest = program.nodes().stream()
                .mapToInt(TensorProgram.Node::size)
                .max()
                .orElse(1);
        int greatest = Math.min(most, powerOfTwo(longest));
        int least = Math.min(most, capacity(depth(program)));
        if (greatest <= least) {
            return List.of(most);
        }
        List<Integer> counts = new ArrayList<>();
        for (int count = greatest; count >= least; count /= 2) {
            counts.add(count);
        }
        return counts;
    }

    /** @param program inputs are normalized and every function is a polynomial */
    public SlotProgram layOut(TensorProgram program) {
        return new Pass(new SplitVectors(maxSlots).apply(program), model, maxSlots).run();
    }

    /** About the levels that the program takes. */
    private static int depth(TensorProgram program) {
        return Arrays.stream(depths(program)).max().orElse(0);
    }

    /** About the levels down to each node. */
    private static int[] depths(TensorProgram program) {
        int[] depths = new int[program.nodes().size()];
        for (int i = 0; i < depths.length; i++) {
            TensorOp op = program.nodes().get(i).op();
            int own = switch (op) {
                case TensorOp.Input _, TensorOp.PublicInput _, TensorOp.PublicApply _ -> 0;
                case TensorOp.Polynomial p -> PolynomialPlan.depth(p.degree() + 1);
                default -> 1;
            };
            depths[i] = own + op.operandStream().mapToInt(o -> depths[o]).max().orElse(0);
        }
        return depths;
    }

    /** The slots of the ring that 128-bit security asks for at a depth, with about 40 bits a level. */
    private static int capacity(int depth) {
        return depth <= 2 ? 1 << 12 : depth <= 8 ? 1 << 13 : depth <= 18 ? 1 << 14 : MAX_SLOTS;
    }

    /** The least power of two that is not smaller. */
    static int powerOfTwo(int atLeast) {
        return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }

    private static final class Pass {
        private final TensorProgram program;
        private final int maxSlots;
        private final int[] depths;
        private final int depth;
        private final SlotProgramBuilder builder = new SlotProgramBuilder();
        private final AffineLayout affine;
        private final Placement[] placements;
        private final PublicNumbers publics;

        Pass(TensorProgram program, CostModel model, int maxSlots) {
            this.program = program;
            publics = new PublicNumbers(program);
            this.maxSlots = maxSlots;
            depths = depths(program);
            depth = Arrays.stream(depths).max().orElse(0);
            int capacity = capacity(depth);
            RingShape ring = RingShape.typical(Math.max(1, depth), Math.min(capacity, maxSlots));
            affine = new AffineLayout(builder, new LayoutCost(model, ring, 1), capacity, maxSlots);
            placements = new Placement[program.nodes().size()];
        }

        SlotProgram run() {
            int[] live = live();
            placeInputs(live);
            for (int i : live) {
                builder.at(program.nodes().get(i).location());
                if (placements[i] == null && !publics.contains(i)) {
                    TensorProgram.Node node = program.nodes().get(i);
                    int above = node.op()
                            .operandStream()
                            .mapToInt(o -> depths[o])
                            .max()
                            .orElse(0);
                    affine.at(depth - above);
                    placements[i] = place(node);
                    builder.bound(placements[i].node(), placements[i].bounds().magnitude());
                }
            }
            return results();
        }

        /** The nodes that the results need, in order. */
        private int[] live() {
            boolean[] needed = new boolean[placements.length];
            program.results().forEach(result -> {
                if (result instanceof TensorProgram.Result.Element element) {
                    needed[element.node()] = true;
                    if (publics.contains(element.node())) {
                        needed[firstInput()] = true;
                    }
                }
            });
            for (int i = needed.length - 1; i >= 0; i--) {
                if (needed[i]) {
                    program.nodes().get(i).op().operands().forEach(operand -> needed[operand] = true);
                }
            }
            return IntStream.range(0, needed.length).filter(i -> needed[i]).toArray();
        }

        private int firstInput() {
            return IntStream.range(0, placements.length)
                    .filter(i -> program.nodes().get(i).op() instanceof TensorOp.Input)
                    .findFirst()
                    .orElseThrow();
        }

        /** Fills ciphertexts with inputs in their order. */
        private void placeInputs(int[] live) {
            List<Integer> shared = new ArrayList<>();
            int size = 0;
            for (int i : live) {
                TensorProgram.Node node = program.nodes().get(i);
                if (node.op() instanceof TensorOp.Input input) {
                    if (!input.normalized()) {
                        throw new IllegalArgumentException("input " + input.name() + " is not normalized");
                    }
                    if (size + node.size() > maxSlots) {
                        placeTogether(shared, size);
                        shared.clear();
                        size = 0;
                    }
                    shared.add(i);
                    size += node.size();
                }
            }
            if (!shared.isEmpty()) {
                placeTogether(shared, size);
            }
        }

        private void placeTogether(List<Integer> inputs, int size) {
            SlotBounds bounds = new SlotBounds(powerOfTwo(size));
            List<Integer> elements = new ArrayList<>();
            for (int i : inputs) {
                TensorProgram.Node node = program.nodes().get(i);
                TensorOp.Input input = (TensorOp.Input) node.op();
                for (int e = 0; e < node.size(); e++) {
                    bounds.set(elements.size(), node.lo().get(e), node.hi().get(e));
                    elements.add(input.firstElement() + e);
                }
            }
            builder.at(program.nodes().get(inputs.getFirst()).location());
            int ciphertext = builder.input(new InputLayout(bounds.period(), elements), bounds.magnitude());
            int offset = 0;
            for (int i : inputs) {
                int length = program.nodes().get(i).size();
                placements[i] = new Placement(ciphertext, SlotMap.consecutive(length, offset, bounds.period()), bounds);
                offset += length;
            }
        }

        private Placement place(TensorProgram.Node node) {
            return switch (node.op()) {
                case TensorOp.Affine a -> affine(a, node);
                case TensorOp.Multiply m when publics.contains(m.left()) -> multiply(m.right(), m.left(), node);
                case TensorOp.Multiply m when publics.contains(m.right()) -> multiply(m.left(), m.right(), node);
                case TensorOp.Multiply m -> multiply(placements[m.left()], placements[m.right()], node);
                case TensorOp.Polynomial p -> polynomial(p, node);
                case TensorOp.Input input -> throw new IllegalStateException("input " + input.name());
                case TensorOp.PublicInput _, TensorOp.PublicApply _ ->
                    throw new IllegalStateException("public: " + node.op());
                case TensorOp.Apply apply ->
                    throw new IllegalArgumentException("a function is not approximated: " + apply.function());
            };
        }

        private Placement affine(TensorOp.Affine a, TensorProgram.Node node) {
            List<TensorOp.Term> encrypted = a.terms().stream()
                    .filter(term -> !publics.contains(term.operand()))
                    .toList();
            List<AffineLayout.Operand> operands = encrypted.stream()
                    .map(term -> new AffineLayout.Operand(term.matrix(), placements[term.operand()]))
                    .toList();
            if (encrypted.size() == a.terms().size()) {
                return affine.place(operands, a.bias(), node.lo(), node.hi());
            }
            TensorProgram.Node part = InferRanges.infer(
                    new TensorOp.Affine(encrypted, Reals.zeros(node.size())), program.nodes(), node.location());
            Placement sum = affine.place(operands, Reals.zeros(node.size()), part.lo(), part.hi());
            double magnitude = IntStream.range(0, node.size())
                    .mapToDouble(e -> publics.magnitude(a, e))
                    .max()
                    .orElse(0);
            int result = builder.addPublic(sum.node(), vector(sum, e -> publics.addend(a, e), magnitude));
            return withElements(result, sum.slots(), sum.bounds(), node);
        }

        /** The public vector that has a number in the slot of each element of an encrypted one, and 0 in its padding. */
        private static PublicProgram.Vector vector(Placement like, IntUnaryOperator numbers, double magnitude) {
            Integer[] slots = new Integer[like.period()];
            Arrays.fill(slots, -1);
            for (int e = 0; e < like.size(); e++) {
                slots[like.slots().slot(e)] = numbers.applyAsInt(e);
            }
            return new PublicProgram.Vector(List.of(slots), magnitude);
        }

        /** The product of an encrypted vector and a public one. */
        private Placement multiply(int encrypted, int supplied, TensorProgram.Node node) {
            Placement x = placements[encrypted];
            double magnitude = program.nodes().get(supplied).hull().magnitude();
            int product = builder.multiplyPublic(x.node(), vector(x, e -> publics.number(supplied, e), magnitude));
            return withElements(product, x.slots(), new SlotBounds(x.period()), node);
        }

        /** A public vector as a result: 0 times a ciphertext, and the vector. */
        private Placement encrypted(int node) {
            TensorProgram.Node tensor = program.nodes().get(node);
            builder.at(tensor.location());
            int zero = builder.scale(placements[firstInput()].node(), 0);
            int period = Math.max(powerOfTwo(tensor.size()), builder.period(zero));
            SlotBounds bounds = new SlotBounds(period);
            Placement place = new Placement(zero, SlotMap.consecutive(tensor.size(), 0, period), bounds);
            PublicProgram.Vector vector =
                    vector(place, e -> publics.number(node, e), tensor.hull().magnitude());
            return withElements(builder.addPublic(zero, vector), place.slots(), bounds, tensor);
        }

        /** The product in the slots of the left operand, which the right one is rotated to if it lies elsewhere. */
        private Placement multiply(Placement x, Placement y, TensorProgram.Node node) {
            Placement left = x.period() >= y.period() ? x : y;
            Placement right = aligned(left == x ? y : x, left);
            int steps = steps(left, right);
            int product = builder.multiply(left.node(), builder.rotate(right.node(), steps));
            SlotBounds bounds = new SlotBounds(Math.max(left.period(), right.period()));
            for (int i = 0; i < bounds.period(); i++) {
                int r = i + steps;
                double[] corners = {
                    left.bounds().lo(i) * right.bounds().lo(r),
                    left.bounds().lo(i) * right.bounds().hi(r),
                    left.bounds().hi(i) * right.bounds().lo(r),
                    left.bounds().hi(i) * right.bounds().hi(r)
                };
                bounds.set(
                        i,
                        IntStream.range(0, 4).mapToDouble(k -> corners[k]).min().orElseThrow(),
                        IntStream.range(0, 4).mapToDouble(k -> corners[k]).max().orElseThrow());
            }
            return withElements(product, left.slots().withPeriod(bounds.period()), bounds, node);
        }

        private static int steps(Placement left, Placement right) {
            return right.slots().distanceFrom(left.slots()).orElseThrow();
        }

        /** The vector in slots that a rotation takes to those of another. */
        private Placement aligned(Placement x, Placement like) {
            if (x.slots().distanceFrom(like.slots()).isPresent()) {
                return x;
            }
            SparseMatrix identity = SparseMatrix.identity(x.size());
            return affine.place(
                    List.of(new AffineLayout.Operand(identity, x)),
                    Reals.zeros(x.size()),
                    Reals.generate(x.size(), e -> x.bounds().lo(x.slots().slot(e))),
                    Reals.generate(x.size(), e -> x.bounds().hi(x.slots().slot(e))),
                    like.slots());
        }

        private Placement polynomial(TensorOp.Polynomial p, TensorProgram.Node node) {
            Placement argument = normalized(placements[p.operand()], p.domain());
            double[] coefficients = p.coefficients().toArray();
            double bound = IntStream.range(0, coefficients.length)
                    .mapToDouble(k -> Math.abs(coefficients[k]))
                    .sum();
            SlotBounds bounds = new SlotBounds(argument.period());
            for (int i = 0; i < bounds.period(); i++) {
                if (argument.bounds().lo(i) == argument.bounds().hi(i)) {
                    double value =
                            Chebyshev.evaluate(coefficients, argument.bounds().lo(i) / 2);
                    bounds.set(i, value, value);
                } else {
                    bounds.set(i, -bound, bound);
                }
            }
            int value = new PolynomialExpander(builder).expand(argument.node(), coefficients);
            return withElements(value, argument.slots(), bounds, node);
        }

        /** The argument moved to [-2, 2] in all its slots. */
        private Placement normalized(Placement x, Interval domain) {
            Placement t = x;
            if (domain.lo() != -2 || domain.hi() != 2) {
                double scale = 2 / domain.radius();
                double shift = -domain.middle() * scale;
                t = affine.place(
                        List.of(new AffineLayout.Operand(diagonal(x.size(), scale), x)),
                        Reals.generate(x.size(), i -> shift),
                        Reals.generate(x.size(), i -> -2),
                        Reals.generate(x.size(), i -> 2));
            }
            return insideDomain(t) ? t : masked(t);
        }

        private static SparseMatrix diagonal(int size, double value) {
            SparseMatrix.Builder matrix = new SparseMatrix.Builder(size);
            for (int i = 0; i < size; i++) {
                matrix.add(i, value).endRow();
            }
            return matrix.build();
        }

        private static boolean insideDomain(Placement t) {
            for (int i = 0; i < t.period(); i++) {
                if (t.isPadding(i) && t.bounds().magnitude(i) > 2 + DOMAIN_TOLERANCE) {
                    return false;
                }
            }
            return true;
        }

        /** The same vector with zeros in its padding. */
        private Placement masked(Placement t) {
            double[] mask = new double[t.period()];
            SlotBounds bounds = new SlotBounds(t.period());
            for (int i : t.slots().slots()) {
                mask[i] = 1;
                bounds.set(i, t.bounds().lo(i), t.bounds().hi(i));
            }
            int node = builder.multiplyPlain(t.node(), SlotVector.of(mask));
            builder.bound(node, bounds.magnitude());
            return new Placement(node, t.slots(), bounds);
        }

        /** Bounds the elements by the ranges of the tensor node. */
        private static Placement withElements(int node, SlotMap slots, SlotBounds bounds, TensorProgram.Node tensor) {
            for (int e = 0; e < tensor.size(); e++) {
                bounds.set(slots.slot(e), tensor.lo().get(e), tensor.hi().get(e));
            }
            return new Placement(node, slots, bounds);
        }

        private SlotProgram results() {
            List<Integer> outputs = new ArrayList<>();
            List<ResultElement> results = new ArrayList<>();
            for (TensorProgram.Result result : program.results()) {
                results.add(
                        switch (result) {
                            case TensorProgram.Result.Constant c -> new ResultElement.Public(c.value());
                            case TensorProgram.Result.Element e -> {
                                Placement placement = placements[e.node()];
                                if (placement == null) {
                                    placement = encrypted(e.node());
                                    placements[e.node()] = placement;
                                }
                                if (!outputs.contains(placement.node())) {
                                    outputs.add(placement.node());
                                }
                                int slot = placement.slots().slot(e.index()) % builder.period(placement.node());
                                yield new ResultElement.InSlot(outputs.indexOf(placement.node()), slot);
                            }
                        });
            }
            builder.steps(publics.steps());
            return builder.build(program.name(), program.precisionBits(), outputs, results);
        }
    }
}
