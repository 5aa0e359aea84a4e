package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/** Puts an expression in place of another one's variable. Shared parts stay shared. */
final class Substitution {
    private Substitution() {}

    static Expression of(Expression outer, Expression argument) {
        Map<Expression, Expression> done = new IdentityHashMap<>();
        Deque<Expression> pending = new ArrayDeque<>();
        pending.push(outer);
        while (!pending.isEmpty()) {
            Expression next = pending.peek();
            switch (next) {
                case Variable _ -> done.put(next, argument);
                case Constant _ -> done.put(next, next);
                case Unary u -> {
                    Expression inner = done.get(u.argument());
                    if (inner == null) {
                        pending.push(u.argument());
                    } else {
                        done.put(next, new Unary(u.function(), inner));
                    }
                }
                case Binary b -> {
                    Expression left = done.get(b.left());
                    Expression right = done.get(b.right());
                    if (left == null) {
                        pending.push(b.left());
                    } else if (right == null) {
                        pending.push(b.right());
                    } else {
                        done.put(next, new Binary(b.operator(), left, right));
                    }
                }
            }
            if (done.containsKey(next)) {
                pending.pop();
            }
        }
        return Objects.requireNonNull(done.get(outer));
    }
}
