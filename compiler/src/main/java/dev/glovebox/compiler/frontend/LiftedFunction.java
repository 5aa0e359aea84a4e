package dev.glovebox.compiler.frontend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A function that was lifted for one encrypted number: for others, what it computed is copied. */
final class LiftedFunction {
    private final Algebra algebra;
    private final Symbol argument;
    private final Scalar result;

    /** What it computed of the argument, operands first. */
    private final List<Symbol> body = new ArrayList<>();

    /** @param argument made just before the function was called */
    LiftedFunction(Algebra algebra, Symbol argument, Scalar result) {
        this.algebra = algebra;
        this.argument = argument;
        this.result = result;
        Set<Scalar> found = new HashSet<>();
        Deque<Scalar> open = new ArrayDeque<>(List.of(result));
        while (!open.isEmpty()) {
            if (open.pop() instanceof Symbol symbol && symbol.id > argument.id && found.add(symbol)) {
                body.add(symbol);
                symbol.forEachOperand(open::push);
            }
        }
        body.sort(Comparator.comparingLong(symbol -> symbol.id));
    }

    Scalar at(Symbol x) {
        Map<Scalar, Scalar> copies = new HashMap<>();
        copies.put(argument, x);
        for (Symbol symbol : body) {
            copies.put(symbol, algebra.copy(symbol, operand -> copies.getOrDefault(operand, operand)));
        }
        return copies.getOrDefault(result, result);
    }
}
