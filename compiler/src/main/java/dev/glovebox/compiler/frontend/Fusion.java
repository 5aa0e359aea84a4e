package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives every nonlinear symbol its form. An operation whose operands are functions of one affine form becomes one function of
 * that form, so {@code 1/(1 + exp(-z))} is approximated as a whole; what is left are products of different variables. Quotients
 * become products with a reciprocal, max(a, b) becomes (a + b + |a - b|)/2.
 */
final class Fusion {
    /** Nodes of the largest fused function; past it, the inner value becomes a variable. */
    static final int MAX_FUNCTION_SIZE = 256;

    private static final Expression T = new Variable();

    private final Flattener flattener;
    private final List<Atom> atoms;
    private final Map<ApplyKey, Atom> applications = new HashMap<>();

    /** Equal functions as one object. */
    private final Map<Expression, Expression> functions = new HashMap<>();

    private final Map<ProductKey, Atom> products = new HashMap<>();
    private final Map<Form, Interval> ranges = new LinkedHashMap<>();
    private final SymbolRanges known;
    private final Selects selects;
    private boolean hasSelects;

    private record ApplyKey(Form variable, Expression function) {
        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof ApplyKey k && function == k.function && variable.equals(k.variable);
        }

        @Override
        public int hashCode() {
            return 31 * variable.hashCode() + function.hashCode();
        }
    }

    private record ProductKey(Form left, Form right) {}

    /** @param atoms the inputs; nonlinear atoms are appended */
    Fusion(Flattener flattener, List<Atom> atoms, SymbolRanges known) {
        this.flattener = flattener;
        this.atoms = atoms;
        this.known = known;
        this.selects = new Selects(flattener, (a, b) -> product(a, b, a.location), known);
    }

    /** The forms of the given symbols. */
    List<Form> resolve(List<Symbol> roots) {
        for (Symbol symbol : nonlinear(roots)) {
            symbol.form = switch (symbol) {
                case Symbol.Function f -> function(f);
                case Symbol.Within w -> within(w);
                case Symbol.Operation o -> operation(o);
                case Symbol.Select s -> selects.form(s);
                default -> throw new IllegalStateException();
            };
        }
        return roots.stream().map(this::flatten).toList();
    }

    private Form flatten(Symbol symbol) {
        Form form = flattener.flatten(symbol);
        return hasSelects && form.range == null && known.dependsOnSelect(symbol) ? form.within(known.of(symbol)) : form;
    }

    /** The nonlinear symbols that the roots need and that have no form yet, operands first. */
    private List<Symbol> nonlinear(List<Symbol> roots) {
        List<Symbol> found = new ArrayList<>();
        List<Symbol> stack = new ArrayList<>();
        roots.forEach(root -> need(root, stack));
        while (!stack.isEmpty()) {
            Symbol symbol = stack.removeLast();
            if (!(symbol instanceof Symbol.Linear || symbol instanceof Symbol.Sum)) {
                found.add(symbol);
            }
            if (symbol instanceof Symbol.Select s) {
                hasSelects = true;
                need(s.comparison, stack);
                visit(s.yes, stack);
                visit(s.no, stack);
            } else {
                symbol.forEachOperand(operand -> need(operand, stack));
            }
        }
        if (hasSelects) {
            found.removeIf(s -> s instanceof Symbol.Select select && !select.isValue);
        }
        return Arrays.asList(Flattener.descending(found)).reversed();
    }

    private static void need(Scalar value, List<Symbol> stack) {
        if (value instanceof Symbol.Select select) {
            select.isValue = true;
        }
        visit(value, stack);
    }

    private static void visit(Scalar value, List<Symbol> stack) {
        if (value instanceof Symbol symbol && symbol.form == null && symbol.mark != -1) {
            symbol.mark = -1;
            stack.add(symbol);
        }
    }

    /** A number with a declared range is what functions of it are functions of, whatever it is computed from. */
    private Form within(Symbol.Within w) {
        Form form = flatten(w.argument);
        if (!form.isConstant()) {
            ranges.merge(form, w.range, (a, b) -> a.lo() > b.hi() || b.lo() > a.hi() ? b : a.intersect(b));
        }
        return form;
    }

    /** What the user says of the range of forms. */
    Map<Form, Interval> ranges() {
        return ranges;
    }

    private Form function(Symbol.Function f) {
        Form argument = flatten(f.argument);
        if (argument.isConstant()) {
            return Form.constant(f.function.apply(argument.constant), f.location);
        }
        if (jumps(f.function)) {
            return application(normalized(argument), new Unary(f.function, T), f.location);
        }
        return apply(argument, own(f.argument), e -> new Unary(f.function, e), f.location);
    }

    /** Functions that jump are kept apart: a polynomial of a function that jumps inside would be a poor one. */
    private static boolean jumps(Expression.Function function) {
        return function == Expression.Function.STEP || function == Expression.Function.SIGN;
    }

    private static boolean jumps(Atom atom) {
        return atom instanceof Atom.Apply a && a.function instanceof Unary u && jumps(u.function());
    }

    /** The argument of a step, which no positive factor changes: {@code x - threshold} for one number. */
    private static Form normalized(Form argument) {
        double factor = Math.abs(argument.coefficients[0]);
        if (argument.size() > 1 || factor == 1) {
            return argument;
        }
        Form scaled = argument.scaled(1 / factor, 0, argument.location);
        return argument.range == null
                ? scaled
                : scaled.within(new Interval(argument.range.lo() / factor, argument.range.hi() / factor));
    }

    /** The step that forms depend on, if it is all they depend on. */
    private static @Nullable Atom onlyStep(Form left, Form right) {
        if (left.isConstant()) {
            return right.isConstant() ? null : onlyStep(right, right);
        }
        boolean isStep = left.atoms[0] instanceof Atom.Apply a
                && a.function instanceof Unary u
                && u.function() == Expression.Function.STEP;
        return isStep
                        && left.size() == 1
                        && (right.isConstant() || right.size() == 1 && right.atoms[0] == left.atoms[0])
                ? left.atoms[0]
                : null;
    }

    /** A function of a form of one step: it has two values. */
    private static Form ofStep(Atom step, DoubleUnaryOperator function, SourceLocation at) {
        double without = function.applyAsDouble(0);
        return Form.of(step).scaled(function.applyAsDouble(1) - without, without, at);
    }

    private static double at(Form form, double step) {
        return form.constant + (form.isConstant() ? 0 : form.coefficients[0] * step);
    }

    private Form operation(Symbol.Operation o) {
        Form left = form(o.left, o.location);
        Form right = form(o.right, o.location);
        Operator operator = o.operator;
        if (left.isConstant() && right.isConstant()) {
            double value = new Binary(operator, new Constant(left.constant), new Constant(right.constant)).evaluate(0);
            return Form.constant(value, o.location);
        }
        if (operator == Operator.MULTIPLY && left.isConstant()) {
            return right.scaled(left.constant, 0, o.location);
        }
        if ((operator == Operator.MULTIPLY || operator == Operator.DIVIDE) && right.isConstant()) {
            return left.scaled(operator == Operator.MULTIPLY ? right.constant : 1 / right.constant, 0, o.location);
        }
        Atom step = onlyStep(left, right);
        if (step != null) {
            return ofStep(
                    step,
                    s -> new Binary(operator, new Constant(at(left, s)), new Constant(at(right, s))).evaluate(0),
                    o.location);
        }
        Form same = ofOneSymbol(o);
        if (same != null) {
            return same;
        }
        Form own = own(leftOwns(left, right) ? (Symbol) o.left : (Symbol) o.right);
        Form fused = ranges.containsKey(own) ? fuse(own, left, right, operator, o.location) : null;
        if (fused == null) {
            fused = fuse(innermost(left, right), left, right, operator, o.location);
        }
        if (fused == null) {
            fused = fuse(own, left, right, operator, o.location);
        }
        return fused != null ? fused : split(operator, left, right, o.location);
    }

    /** {@code scale·base + offset}, as the source computes it. */
    private record Scaled(Symbol base, double scale, double offset) {
        static Scaled of(Symbol symbol) {
            Symbol base = symbol;
            double scale = 1;
            double offset = 0;
            while (base instanceof Symbol.Linear linear && linear.b == null) {
                offset += scale * linear.constant;
                scale *= linear.scaleA;
                base = linear.a;
            }
            return new Scaled(base, scale, offset);
        }

        /** As a function of another scaled copy, t. */
        Expression over(Scaled t) {
            double factor = scale / t.scale;
            double constant = offset - factor * t.offset;
            Expression product = times(factor, T);
            return constant == 0 ? product : plus(new Constant(constant), product);
        }
    }

    /**
     * An operation whose operands are scaled copies of one sum, such as the first product of Horner's scheme. Read off the source,
     * factors are the same for every element that goes through the same code; recovered from coefficients, they differ in
     * rounding, and elements would not meet in one vector operation. The steeper operand is the variable: to write x as a function
     * of a·x + b with a small a would magnify rounding.
     */
    private @Nullable Form ofOneSymbol(Symbol.Operation o) {
        if (!(o.left instanceof Symbol l && o.right instanceof Symbol r)) {
            return null;
        }
        Scaled left = Scaled.of(l);
        Scaled right = Scaled.of(r);
        if (left.base != right.base) {
            return null;
        }
        boolean leftOwns = Math.abs(left.scale) >= Math.abs(right.scale);
        Form variable = flattener.flatten(leftOwns ? l : r);
        Form inner = innermost(variable, variable);
        if (variable.isConstant()
                || !ranges.containsKey(variable) && inner != null && express(variable, inner) != null) {
            return null;
        }
        Expression other = leftOwns ? right.over(left) : left.over(right);
        return application(variable, new Binary(o.operator, leftOwns ? T : other, leftOwns ? other : T), o.location);
    }

    /**
     * Whether an operation is one of its left operand's form rather than of its right one's: of the one whose range is declared, else
     * of the steeper one. To write x as a function of a·x + b with a small a would magnify rounding.
     */
    private boolean leftOwns(Form left, Form right) {
        if (left.isConstant() || right.isConstant()) {
            return right.isConstant();
        }
        if (ranges.containsKey(left) || ranges.containsKey(right)) {
            return ranges.containsKey(left);
        }
        Form.Relation relation = left.relationTo(right);
        return relation == null || Math.abs(relation.scale()) >= 1;
    }

    /** An operation on different variables. */
    private Form split(Operator operator, Form left, Form right, SourceLocation at) {
        return switch (operator) {
            case MULTIPLY -> product(left, right, at);
            case DIVIDE -> {
                Form reciprocal = apply(right, right, e -> new Binary(Operator.DIVIDE, new Constant(1), e), at);
                yield left.isConstant() ? reciprocal.scaled(left.constant, 0, at) : product(left, reciprocal, at);
            }
            case MAX, MIN -> {
                Form difference = left.combine(1, right, -1, at);
                Form distance = apply(difference, difference, e -> new Unary(Expression.Function.ABS, e), at);
                double sign = operator == Operator.MAX ? 0.5 : -0.5;
                yield left.combine(0.5, right, 0.5, at).combine(1, distance, sign, at);
            }
            default -> throw new IllegalStateException("no split of " + operator);
        };
    }

    private Form form(Scalar scalar, SourceLocation at) {
        return switch (scalar) {
            case Scalar.Public p -> Form.constant(p.value(), at);
            case Symbol s -> flatten(s);
        };
    }

    /** The form to be a function of: for {@code -z} it is z. */
    private Form own(Symbol argument) {
        Symbol base = argument;
        while (base instanceof Symbol.Linear linear && linear.negation) {
            base = linear.a;
        }
        Form form = flatten(base);
        return form.isConstant() ? flatten(argument) : form;
    }

    /** A function of one form: of what that form is itself a function of, if possible, else of {@code own}. */
    private Form apply(Form argument, Form own, UnaryOperator<Expression> function, SourceLocation at) {
        Atom step = onlyStep(argument, argument);
        if (step != null) {
            return ofStep(
                    step, s -> function.apply(new Constant(at(argument, s))).evaluate(0), at);
        }
        Form inner = ranges.containsKey(own) ? own : innermost(argument, argument);
        Expression e = inner == null ? null : express(argument, inner);
        if (e != null && size(e) < MAX_FUNCTION_SIZE) {
            return application(java.util.Objects.requireNonNull(inner), function.apply(e), at);
        }
        Expression direct = express(argument, own);
        return application(own, function.apply(direct == null ? T : direct), at);
    }

    private @Nullable Form fuse(@Nullable Form variable, Form left, Form right, Operator operator, SourceLocation at) {
        if (variable == null) {
            return null;
        }
        Expression l = express(left, variable);
        Expression r = l == null ? null : express(right, variable);
        if (l == null || r == null || size(l) + size(r) >= MAX_FUNCTION_SIZE) {
            return null;
        }
        return application(variable, new Binary(operator, l, r), at);
    }

    /** The variable of the newest function in the forms. */
    private static @Nullable Form innermost(Form left, Form right) {
        Atom.Apply newest = null;
        for (Form form : List.of(left, right)) {
            for (int i = form.size() - 1; i >= 0; i--) {
                if (form.atoms[i] instanceof Atom.Apply a && !jumps(a)) {
                    newest = newest == null || a.number > newest.number ? a : newest;
                    break;
                }
            }
        }
        return newest == null ? null : newest.variable;
    }

    /** The form as an expression of t, or null if it is not a function of t alone. */
    private static @Nullable Expression express(Form form, Form t) {
        if (form == t) {
            return T;
        }
        Expression sum = null;
        int[] rest = new int[Math.min(form.size(), t.size())];
        int others = 0;
        for (int i = 0; i < form.size(); i++) {
            Form.Relation relation =
                    form.atoms[i] instanceof Atom.Apply a && !jumps(a) ? a.variable.relationTo(t) : null;
            if (relation == null) {
                if (others == rest.length) {
                    return null;
                }
                rest[others++] = i;
            } else {
                Expression function = substitute(((Atom.Apply) form.atoms[i]).function, relation);
                sum = plus(sum, form.coefficients[i], function);
            }
        }
        double constant = form.constant;
        if (others > 0) {
            Form linear = others == form.size() ? form : part(form, Arrays.copyOf(rest, others));
            Form.Relation relation = linear.relationTo(t);
            if (relation == null) {
                return null;
            }
            sum = plus(sum, relation.scale(), T);
            constant = relation.offset();
        }
        if (sum == null) {
            return new Constant(constant);
        }
        return constant == 0 ? sum : plus(new Constant(constant), sum);
    }

    private static Form part(Form form, int[] indices) {
        Atom[] atoms = new Atom[indices.length];
        double[] coefficients = new double[atoms.length];
        for (int i = 0; i < atoms.length; i++) {
            atoms[i] = form.atoms[indices[i]];
            coefficients[i] = form.coefficients[indices[i]];
        }
        return new Form(atoms, coefficients, form.constant, form.location);
    }

    private static Expression plus(@Nullable Expression sum, double scale, Expression term) {
        if (sum == null) {
            return times(scale, term);
        }
        return scale < 0
                ? new Binary(Operator.SUBTRACT, sum, times(-scale, term))
                : new Binary(Operator.ADD, sum, times(scale, term));
    }

    /** {@code c + e}, or {@code c - e} if the expression is a negation. */
    private static Expression plus(Constant c, Expression e) {
        return e instanceof Unary(Expression.Function function, Expression argument)
                        && function == Expression.Function.NEGATE
                ? new Binary(Operator.SUBTRACT, c, argument)
                : new Binary(Operator.ADD, c, e);
    }

    private static Expression times(double scale, Expression e) {
        if (scale == 1) {
            return e;
        }
        return scale == -1
                ? new Unary(Expression.Function.NEGATE, e)
                : new Binary(Operator.MULTIPLY, new Constant(scale), e);
    }

    private static Expression substitute(Expression function, Form.Relation relation) {
        if (relation.scale() == 1 && relation.offset() == 0) {
            return function;
        }
        Expression inner = times(relation.scale(), T);
        return substitute(function, relation.offset() == 0 ? inner : plus(new Constant(relation.offset()), inner));
    }

    private static Expression substitute(Expression function, Expression t) {
        return switch (function) {
            case Variable v -> t;
            case Constant c -> c;
            case Unary u -> new Unary(u.function(), substitute(u.argument(), t));
            case Binary b -> new Binary(b.operator(), substitute(b.left(), t), substitute(b.right(), t));
        };
    }

    private static int size(Expression e) {
        return switch (e) {
            case Variable v -> 1;
            case Constant c -> 1;
            case Unary u -> 1 + size(u.argument());
            case Binary b -> 1 + size(b.left()) + size(b.right());
        };
    }

    private Form application(Form variable, Expression function, SourceLocation at) {
        Expression known = functions.putIfAbsent(function, function);
        return Form.of(applications.computeIfAbsent(
                new ApplyKey(variable, known == null ? function : known),
                key -> added(new Atom.Apply(atoms.size(), at, variable, key.function))));
    }

    /** A step times what depends on the same step needs only the value where it is 1. */
    private Form product(Form left, Form right, SourceLocation at) {
        if (left.isAtom() && onlyStep(left, left) != null) {
            Form given = given(right, left.atoms[0], at);
            if (given != right) {
                return given.isConstant() ? left.scaled(given.constant, 0, at) : product(left, given, at);
            }
        }
        return Form.of(products.computeIfAbsent(
                new ProductKey(left, right), key -> added(new Atom.Product(atoms.size(), at, left, right))));
    }

    /** A form where a step is 1. */
    private static Form given(Form form, Atom step, SourceLocation at) {
        for (int i = 0; i < form.size(); i++) {
            if (form.atoms[i] == step) {
                double coefficient = form.coefficients[i];
                return form.combine(1, Form.of(step), -coefficient, at).scaled(1, coefficient, at);
            }
        }
        return form;
    }

    private Atom added(Atom atom) {
        atoms.add(atom);
        return atom;
    }
}
