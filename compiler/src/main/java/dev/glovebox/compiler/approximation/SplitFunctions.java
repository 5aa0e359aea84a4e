package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Multiply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import dev.glovebox.compiler.range.InferRanges;
import dev.glovebox.compiler.range.Tape;
import dev.glovebox.compiler.range.Tape.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes functions apart where they jump, and on request where they have kinks: no polynomial approximates t &gt; 1 ? exp(t) : t, but
 * it is a sum of products of exp(t), t and step(t - 1). Afterwards a step or sign has no other function around it, so that
 * {@link Approximate} can give it a composite polynomial; a kink is abs(t), max(t, c) or min(t, c).
 *
 * <p>A product v·step(v), which is continuous, becomes max(v, 0); so does a product of step(v) and a multiple of v.
 */
final class SplitFunctions {
    private static final Expression T = new Variable();

    private final TensorProgram program;
    private final IntPredicate kinks;
    private final List<Node> nodes = new ArrayList<>();
    private Node current;

    private SplitFunctions(TensorProgram program, IntPredicate kinks) {
        this.program = program;
        this.kinks = kinks;
        this.current = program.nodes().getFirst();
    }

    /**
     * @param program with ranges
     * @param kinks the nodes whose kinks are split off too
     * @return with ranges; the program itself if there is nothing to do
     */
    static TensorProgram apply(TensorProgram program, IntPredicate kinks) {
        boolean needed = false;
        for (int i = 0; i < program.nodes().size(); i++) {
            needed |= program.nodes().get(i).op() instanceof Apply a && (kinks.test(i) || jumps(Tape.of(a.function())));
        }
        return needed ? new SplitFunctions(program, kinks).run() : program;
    }

    static boolean isJump(Expression function) {
        return function instanceof Unary(Function f, Variable _) && isJump(f);
    }

    private static boolean isJump(Function f) {
        return f == Function.SIGN || f == Function.STEP;
    }

    private static boolean jumps(Tape tape) {
        return tape.instructions().stream().anyMatch(i -> i instanceof Instruction.One o && isJump(o.function()));
    }

    /** Whether a function has a kink that is not all of it. */
    static boolean hasInnerKink(Expression function) {
        return !isKink(function) && Tape.of(function).instructions().stream().anyMatch(SplitFunctions::isKink);
    }

    private static boolean isKink(Instruction instruction) {
        return instruction instanceof Instruction.One o && o.function() == Function.ABS
                || instruction instanceof Instruction.Two t
                        && (t.operator() == Operator.MAX || t.operator() == Operator.MIN);
    }

    /** abs(t), max(t, c) or min(t, c). */
    static boolean isKink(Expression function) {
        return switch (function) {
            case Unary(Function f, Variable _) -> f == Function.ABS;
            case Binary(Operator op, Variable _, Constant _) -> op == Operator.MAX || op == Operator.MIN;
            case Binary(Operator op, Constant _, Variable _) -> op == Operator.MAX || op == Operator.MIN;
            default -> false;
        };
    }

    private TensorProgram run() {
        int[] renamed = new int[program.nodes().size()];
        for (int i = 0; i < renamed.length; i++) {
            current = program.nodes().get(i);
            TensorOp op = current.op()
                    .withOperands(
                            current.op().operandStream().map(o -> renamed[o]).toList());
            Tape tape = op instanceof Apply a ? Tape.of(a.function()) : null;
            int before = nodes.size();
            if (tape != null && op instanceof Apply a && !isJump(a.function()) && (kinks.test(i) || jumps(tape))) {
                renamed[i] = new Split(tape, a.operand(), kinks.test(i)).result();
            } else if (op instanceof Multiply m) {
                renamed[i] = multiply(m.left(), m.right());
            } else {
                nodes.add(new Node(op, current.lo(), current.hi(), current.location()));
                renamed[i] = before;
            }
            if (nodes.size() > before && renamed[i] == nodes.size() - 1) {
                narrow(renamed[i]);
            }
        }
        List<Result> results = program.results().stream()
                .map(r -> r instanceof Result.Element e ? new Result.Element(renamed[e.node()], e.index()) : r)
                .toList();
        return new ComposeAffine().apply(new TensorProgram(program.name(), program.precisionBits(), nodes, results));
    }

    /** The value of a whole function has the range that was known for it, if that is less than its parts show. */
    private void narrow(int index) {
        Node node = nodes.get(index);
        nodes.set(
                index,
                new Node(
                        node.op(),
                        Reals.generate(
                                node.size(),
                                k -> Math.max(
                                        node.lo().get(k),
                                        Math.min(current.lo().get(k), node.hi().get(k)))),
                        Reals.generate(
                                node.size(),
                                k -> Math.min(
                                        node.hi().get(k),
                                        Math.max(current.hi().get(k), node.lo().get(k)))),
                        node.location()));
    }

    private int add(TensorOp op) {
        nodes.add(InferRanges.infer(op, nodes, current.location()));
        return nodes.size() - 1;
    }

    private int apply(Expression function, int operand) {
        if (function instanceof Variable) {
            return operand;
        }
        boolean affine = ExactPolynomial.of(
                        Tape.of(function), nodes.get(operand).hull())
                .filter(c -> c.length <= 2)
                .isPresent();
        double atZero = function.evaluate(0);
        double atOne = function.evaluate(1);
        return affine && Double.isFinite(atZero) && Double.isFinite(atOne)
                ? affine(operand, atOne - atZero, atZero)
                : add(new Apply(function, operand));
    }

    private int affine(int x, double factor, double bias) {
        int size = nodes.get(x).size();
        return factor == 1 && bias == 0
                ? x
                : add(new Affine(
                        List.of(new Term(Matrices.diagonal(Reals.generate(size, _ -> factor)), x)),
                        Reals.generate(size, _ -> bias)));
    }

    private int sum(int a, int b, double sign) {
        if (a == b) {
            return affine(a, 1 + sign, 0);
        }
        int size = nodes.get(a).size();
        SparseMatrix second = Matrices.diagonal(Reals.generate(size, _ -> sign));
        return add(
                new Affine(List.of(new Term(SparseMatrix.identity(size), a), new Term(second, b)), Reals.zeros(size)));
    }

    private int multiply(int a, int b) {
        Integer continuous = rectified(a, b);
        if (continuous == null) {
            continuous = rectified(b, a);
        }
        return continuous == null ? add(new Multiply(a, b)) : continuous;
    }

    /** u·step(v) or u·sign(v) for u = c·v, with one c for each element. */
    private @Nullable Integer rectified(int u, int jump) {
        if (nodes.get(jump).op() instanceof Apply(Unary(Function f, Variable _), int v) && isJump(f)) {
            Reals ratio = Proportion.of(nodes, u, v);
            if (ratio != null) {
                Expression kink =
                        f == Function.SIGN ? new Unary(Function.ABS, T) : new Binary(Operator.MAX, T, new Constant(0));
                int rectified = add(new Apply(kink, v));
                boolean one = ratio.isUniform() && ratio.get(0) == 1;
                return one
                        ? rectified
                        : add(new Affine(
                                List.of(new Term(Matrices.diagonal(ratio), rectified)), Reals.zeros(ratio.size())));
            }
        }
        return null;
    }

    /** One function taken apart. */
    private final class Split {
        private final Tape tape;
        private final int operand;
        private final boolean kinksToo;
        private final Expression[] expressions;
        private final boolean[] mixed;
        private final Map<Integer, Integer> done = new HashMap<>();

        Split(Tape tape, int operand, boolean kinksToo) {
            this.tape = tape;
            this.operand = operand;
            this.kinksToo = kinksToo;
            int size = tape.instructions().size();
            expressions = new Expression[size];
            mixed = new boolean[size];
            for (int i = 0; i < size; i++) {
                Instruction instruction = tape.instructions().get(i);
                expressions[i] = switch (instruction) {
                    case Instruction.Input _ -> T;
                    case Instruction.Number n -> new Constant(n.value());
                    case Instruction.One o -> new Unary(o.function(), expressions[o.operand()]);
                    case Instruction.Two t -> new Binary(t.operator(), expressions[t.left()], expressions[t.right()]);
                };
                mixed[i] = cut(instruction)
                        || instruction instanceof Instruction.One o && mixed[o.operand()]
                        || instruction instanceof Instruction.Two t && (mixed[t.left()] || mixed[t.right()]);
            }
        }

        private boolean cut(Instruction instruction) {
            return instruction instanceof Instruction.One o && isJump(o.function()) || kinksToo && isKink(instruction);
        }

        int result() {
            return node(tape.instructions().size() - 1);
        }

        private int node(int i) {
            Integer known = done.get(i);
            if (known == null) {
                known = mixed[i] ? mixed(tape.instructions().get(i)) : apply(expressions[i], operand);
                done.put(i, known);
            }
            return known;
        }

        private @Nullable Double constant(int i) {
            return expressions[i] instanceof Constant(double value) ? value : null;
        }

        private int mixed(Instruction instruction) {
            return switch (instruction) {
                case Instruction.One(Function f, int x) when f == Function.NEGATE -> affine(node(x), -1, 0);
                case Instruction.One(Function f, int x) -> apply(new Unary(f, T), node(x));
                case Instruction.Two(Operator op, int a, int b) -> operation(op, a, b);
                default -> throw new IllegalStateException(instruction.toString());
            };
        }

        private int operation(Operator op, int a, int b) {
            Double left = constant(a);
            Double right = constant(b);
            return switch (op) {
                case ADD ->
                    left != null
                            ? affine(node(b), 1, left)
                            : right != null ? affine(node(a), 1, right) : sum(node(a), node(b), 1);
                case SUBTRACT ->
                    left != null
                            ? affine(node(b), -1, left)
                            : right != null ? affine(node(a), 1, -right) : sum(node(a), node(b), -1);
                case MULTIPLY ->
                    left != null
                            ? affine(node(b), left, 0)
                            : right != null ? affine(node(a), right, 0) : multiply(node(a), node(b));
                case DIVIDE -> {
                    if (right != null) {
                        yield affine(node(a), 1 / right, 0);
                    }
                    Expression quotient = new Binary(Operator.DIVIDE, new Constant(left == null ? 1 : left), T);
                    int inverse = apply(quotient, node(b));
                    yield left == null ? multiply(node(a), inverse) : inverse;
                }
                case MAX, MIN -> extremum(op, a, b);
                case POW -> {
                    if (right == null) {
                        throw new IllegalStateException("a power with a variable exponent");
                    }
                    yield apply(new Binary(Operator.POW, T, new Constant(right)), node(a));
                }
            };
        }

        private int extremum(Operator op, int a, int b) {
            Double left = constant(a);
            Double right = constant(b);
            if (left != null || right != null) {
                Constant c = new Constant(left != null ? left : java.util.Objects.requireNonNull(right));
                return apply(new Binary(op, T, c), node(left != null ? b : a));
            }
            int difference = !mixed[a] && !mixed[b]
                    ? apply(new Binary(Operator.SUBTRACT, expressions[a], expressions[b]), operand)
                    : sum(node(a), node(b), -1);
            int above = apply(new Binary(Operator.MAX, T, new Constant(0)), difference);
            return op == Operator.MAX ? sum(node(b), above, 1) : sum(node(a), above, -1);
        }
    }
}
