package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SourceLocation;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted number: a node of the graph that lifting builds. Operands have smaller ids, so ids are a topological order.
 * Sums stay a graph until {@link Flattener} needs their coefficients; adding eagerly would cost quadratic time.
 */
abstract sealed class Symbol implements Scalar {
    final long id;
    final SourceLocation location;

    /** The affine form over atoms, once known. */
    @Nullable
    Form form;

    /** Scratch of {@link Flattener}: the pass that touched it last and its coefficient there. */
    int mark;

    double weight;

    private Symbol(long id, SourceLocation location) {
        this.id = id;
        this.location = location;
    }

    /** Shows the numbers that it is made of. */
    abstract void forEachOperand(Consumer<Scalar> action);

    /** The same of other numbers; encrypted ones stay so. */
    abstract Symbol with(long newId, UnaryOperator<Scalar> operands);

    /** An element of the encrypted input. */
    static final class Input extends Symbol {
        Input(long id, SourceLocation location, Form form) {
            super(id, location);
            this.form = form;
        }

        @Override
        void forEachOperand(Consumer<Scalar> action) {}

        @Override
        Symbol with(long newId, UnaryOperator<Scalar> operands) {
            return this;
        }
    }

    /** {@code scaleA·a + scaleB·b + constant}. */
    static final class Linear extends Symbol {
        final Symbol a;
        final double scaleA;
        final @Nullable Symbol b;
        final double scaleB;
        final double constant;

        /** Whether the source says {@code -a}; then {@code f(-a)} is kept as a function of a. */
        final boolean negation;

        Linear(
                long id,
                SourceLocation location,
                Symbol a,
                double scaleA,
                @Nullable Symbol b,
                double scaleB,
                double constant,
                boolean negation) {
            super(id, location);
            this.a = a;
            this.scaleA = scaleA;
            this.b = b;
            this.scaleB = scaleB;
            this.constant = constant;
            this.negation = negation;
        }

        @Override
        void forEachOperand(Consumer<Scalar> action) {
            action.accept(a);
            if (b != null) {
                action.accept(b);
            }
        }

        @Override
        Symbol with(long newId, UnaryOperator<Scalar> operands) {
            return new Linear(
                    newId,
                    location,
                    (Symbol) operands.apply(a),
                    scaleA,
                    b == null ? null : (Symbol) operands.apply(b),
                    scaleB,
                    constant,
                    negation);
        }
    }

    /** Σ weightᵢ·termᵢ + constant: what an operation on tensors makes at once. */
    static final class Sum extends Symbol {
        final Symbol[] terms;
        final double[] weights;
        final double constant;

        Sum(long id, SourceLocation location, Symbol[] terms, double[] weights, double constant) {
            super(id, location);
            this.terms = terms;
            this.weights = weights;
            this.constant = constant;
        }

        @Override
        void forEachOperand(Consumer<Scalar> action) {
            for (Symbol term : terms) {
                action.accept(term);
            }
        }

        @Override
        Symbol with(long newId, UnaryOperator<Scalar> operands) {
            return new Sum(
                    newId, location, Arrays.stream(terms).map(operands).toArray(Symbol[]::new), weights, constant);
        }
    }

    /** The same number, of which the user says that it lies in a range. */
    static final class Within extends Symbol {
        final Symbol argument;
        final Interval range;

        Within(long id, SourceLocation location, Symbol argument, Interval range) {
            super(id, location);
            this.argument = argument;
            this.range = range;
        }

        @Override
        void forEachOperand(Consumer<Scalar> action) {
            action.accept(argument);
        }

        @Override
        Symbol with(long newId, UnaryOperator<Scalar> operands) {
            return new Within(newId, location, (Symbol) operands.apply(argument), range);
        }
    }

    /** A function of {@link Math} of an encrypted number. */
    static final class Function extends Symbol {
        final Expression.Function function;
        final Symbol argument;

        Function(long id, SourceLocation location, Expression.Function function, Symbol argument) {
            super(id, location);
            this.function = function;
            this.argument = argument;
        }

        @Override
        void forEachOperand(Consumer<Scalar> action) {
            action.accept(argument);
        }

        @Override
        Symbol with(long newId, UnaryOperator<Scalar> operands) {
            return new Function(newId, location, function, (Symbol) operands.apply(argument));
        }
    }

    /** A nonlinear operation on two numbers, at least one of them encrypted. */
    static final class Operation extends Symbol {
        final Expression.Operator operator;
        final Scalar left;
        final Scalar right;

        Operation(long id, SourceLocation location, Expression.Operator operator, Scalar left, Scalar right) {
            super(id, location);
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        @Override
        void forEachOperand(Consumer<Scalar> action) {
            action.accept(left);
            action.accept(right);
        }

        @Override
        Symbol with(long newId, UnaryOperator<Scalar> operands) {
            return new Operation(newId, location, operator, operands.apply(left), operands.apply(right));
        }
    }

    /** {@code comparison ? yes : no}, where the comparison is 0 or 1. */
    static final class Select extends Symbol {
        final Symbol comparison;
        final Scalar yes;
        final Scalar no;

        /** Whether something other than a select needs its value. */
        boolean isValue;

        Select(long id, SourceLocation location, Symbol comparison, Scalar yes, Scalar no) {
            super(id, location);
            this.comparison = comparison;
            this.yes = yes;
            this.no = no;
        }

        @Override
        void forEachOperand(Consumer<Scalar> action) {
            action.accept(comparison);
            action.accept(yes);
            action.accept(no);
        }

        @Override
        Symbol with(long newId, UnaryOperator<Scalar> operands) {
            return new Select(
                    newId, location, (Symbol) operands.apply(comparison), operands.apply(yes), operands.apply(no));
        }
    }
}
