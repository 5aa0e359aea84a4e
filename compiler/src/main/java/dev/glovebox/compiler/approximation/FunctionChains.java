package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import java.util.List;

/** The nodes of functions that take several polynomials and products. */
final class FunctionChains {
    private FunctionChains() {}

    /** A reciprocal or an exponential of x. */
    static int iterated(NodeBuilder builder, int x, Iterations it) {
        Interval domain = it.domain();
        int y = builder.add(new Polynomial(x, domain, Reals.of(it.seed()), it.seedFunction(), it.seedError()));
        if (it.kind() == Iterations.Kind.EXPONENTIAL) {
            for (int round = 0; round < it.rounds(); round++) {
                y = builder.multiply(y, y);
            }
            return y;
        }
        // e = 1 - t·y lies within ±first; y·(1 + e) between 0 and 1/t.
        double least = Math.min(Math.abs(domain.lo()), Math.abs(domain.hi()));
        double bound = it.seedError() * least;
        int e = builder.within(builder.affine(builder.multiply(x, y), -1, 1), -bound, bound);
        y = builder.affine(y, it.factor(), 0);
        for (int round = 0; round < it.rounds(); round++) {
            y = builder.multiply(y, builder.affine(e, 1, 1));
            if (round < it.rounds() - 1) {
                e = builder.multiply(e, e);
            }
        }
        return y;
    }

    /** Cubics, then a polynomial. */
    static int extended(NodeBuilder builder, int x, DomainExtension extension) {
        int y = x;
        for (DomainExtension.Cubic cubic : extension.cubics()) {
            y = builder.polynomial(y, new Interval(-cubic.radius(), cubic.radius()), cubic.coefficients());
            builder.within(y, extension.domain().lo(), extension.domain().hi());
        }
        DegreeSearch.Approximation found = extension.polynomial();
        return builder.add(new Polynomial(
                y, extension.domain(), Reals.of(found.coefficients()), extension.function(), found.error()));
    }

    /** A root of x or its reciprocal. */
    static int root(NodeBuilder builder, int x, RootSteps root) {
        List<CompositeSign.Stage> stages = root.sign().stages();
        double top = root.domain().hi();
        // u is 2/radius² of what the stage is for: moving it from [0, 2] to [-2, 2] takes no level.
        int u = builder.within(builder.affine(x, 2 / top, 0), 0, 2);
        double factor = root.reciprocal() ? root.factor() / Math.sqrt(top) : Math.sqrt(top) / 2;
        factor *= stages.getLast().radius();
        Interval domain = new Interval(0, 2);
        int y = -1;
        for (int k = 0; k < stages.size(); k++) {
            double[] c = RootSteps.quotient(stages.get(k));
            boolean last = k == stages.size() - 1;
            if (k == 0 && last) {
                y = builder.polynomial(u, domain, Chebyshev.scale(c, factor));
                y = root.reciprocal() ? y : builder.multiply(u, y);
            } else if (last) {
                y = builder.multiply(y, builder.polynomial(u, domain, c));
            } else {
                double next = stages.get(k + 1).radius();
                int q = builder.polynomial(
                        u, domain, Chebyshev.scale(c, stages.get(k).radius() / next));
                int product = builder.multiply(u, q);
                y = k > 0 ? builder.multiply(y, q) : builder.affine(root.reciprocal() ? q : product, factor, 0);
                u = builder.within(builder.multiply(product, q), 0, 2);
            }
        }
        return y;
    }
}
