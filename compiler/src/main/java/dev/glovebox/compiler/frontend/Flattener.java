package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns graphs of sums into affine forms. One form costs time linear in the part of the graph that no earlier form covers (and
 * a sort); coefficients are pushed from the root to the atoms in descending id order, so shared parts are visited once.
 */
final class Flattener {
    /** Sums of no more terms are flattened although only other sums need them. */
    private static final int SHORT = 16;

    /** Symbols of which more than one in so many ids is there are sorted by a table of ids. */
    private static final long SPARSE = 64;

    /** Symbols to keep of {@link #below} for other sums of the same terms. */
    private static final int MAX_KEPT = 1 << 22;

    private final long maxEntries;
    private final LimitHandler tooMany;
    /** What one form takes, kept for the next. */
    private final List<Symbol> reached = new ArrayList<>();

    private final Accumulator accumulator = new Accumulator();
    private final Map<Terms, Symbol[]> belowTerms = new HashMap<>();
    private int kept;
    private long entries;
    private long visited;
    private int pass;

    /** Says that there are too many entries; does not return. */
    @FunctionalInterface
    interface LimitHandler {
        void exceeded(SourceLocation at);
    }

    Flattener(long maxEntries, LimitHandler tooMany) {
        this.maxEntries = maxEntries;
        this.tooMany = tooMany;
    }

    /** The form of a symbol. Nonlinear symbols below it must have theirs. */
    Form flatten(Symbol root) {
        if (root.form == null) {
            root.form = compute(root);
            entries += root.form.size();
            if (entries > maxEntries) {
                tooMany.exceeded(root.location);
            }
        }
        return root.form;
    }

    /** Graph nodes and form entries touched so far. */
    long visited() {
        return visited;
    }

    private Form compute(Symbol root) {
        if (root instanceof Symbol.Sum sum && (hasForms(sum) || flattenTerms(sum))) {
            return add(sum);
        }
        Symbol base = root;
        double weight = 1;
        double constant = 0;
        while (base.form == null && base instanceof Symbol.Linear linear && linear.b == null) {
            constant += weight * linear.constant;
            weight *= linear.scaleA;
            base = linear.a;
            visited++;
        }
        if (base.form != null) {
            visited += base.form.size();
            return base.form.scaled(weight, constant, root.location);
        }
        Symbol[] below = below(base);
        visited += 1 + below.length;
        for (Symbol symbol : below) {
            symbol.weight = 0;
        }
        base.weight = weight;
        Accumulator sum = accumulator.startingAt(constant);
        push(base, sum);
        for (Symbol symbol : below) {
            push(symbol, sum);
        }
        return sum.form(root.location);
    }

    /** Gives a symbol's part of the sum to what it is made of. */
    private void push(Symbol symbol, Accumulator sum) {
        double weight = symbol.weight;
        Form known = symbol.form;
        if (known != null) {
            sum.add(known, weight);
            visited += known.size();
        } else if (symbol instanceof Symbol.Linear linear) {
            linear.a.weight += weight * linear.scaleA;
            if (linear.b != null) {
                linear.b.weight += weight * linear.scaleB;
            }
            sum.constant += weight * linear.constant;
        } else if (symbol instanceof Symbol.Sum s) {
            for (int i = 0; i < s.terms.length; i++) {
                s.terms[i].weight += weight * s.weights[i];
            }
            sum.constant += weight * s.constant;
        } else {
            throw new IllegalStateException("a nonlinear symbol without a form");
        }
    }

    /** Gives short sums among the terms, such as those of a pooling, their forms: many sums share them. */
    private boolean flattenTerms(Symbol.Sum sum) {
        for (Symbol term : sum.terms) {
            boolean isShort = term instanceof Symbol.Sum s && s.terms.length <= SHORT && hasForms(s);
            if (term.form == null && !isShort) {
                return false;
            }
        }
        for (Symbol term : sum.terms) {
            flatten(term);
        }
        return true;
    }

    private static boolean hasForms(Symbol.Sum sum) {
        for (Symbol term : sum.terms) {
            if (term.form == null) {
                return false;
            }
        }
        return true;
    }

    private Form add(Symbol.Sum sum) {
        Accumulator entries = accumulator.startingAt(sum.constant);
        for (int i = 0; i < sum.terms.length; i++) {
            Form form = java.util.Objects.requireNonNull(sum.terms[i].form);
            entries.add(form, sum.weights[i]);
            visited += form.size();
        }
        return entries.form(sum.location);
    }

    /** The symbols without a form, and the first with one, that a symbol is made of, by descending id. */
    private Symbol[] below(Symbol symbol) {
        if (!(symbol instanceof Symbol.Sum sum)) {
            return descending(reach(symbol));
        }
        Terms terms = new Terms(sum.terms);
        Symbol[] known = belowTerms.get(terms);
        if (known == null) {
            known = descending(reach(sum));
            kept += known.length;
            if (kept > MAX_KEPT) {
                belowTerms.clear();
                kept = known.length;
            }
            belowTerms.put(terms, known);
        }
        return known;
    }

    private List<Symbol> reach(Symbol root) {
        pass++;
        reached.clear();
        visitOperands(root);
        for (int i = 0; i < reached.size(); i++) {
            if (reached.get(i).form == null) {
                visitOperands(reached.get(i));
            }
        }
        return reached;
    }

    private void visitOperands(Symbol symbol) {
        if (symbol instanceof Symbol.Linear linear) {
            visit(linear.a);
            if (linear.b != null) {
                visit(linear.b);
            }
        } else if (symbol instanceof Symbol.Sum sum) {
            for (Symbol term : sum.terms) {
                visit(term);
            }
        }
    }

    private void visit(Symbol symbol) {
        if (symbol.mark != pass) {
            symbol.mark = pass;
            reached.add(symbol);
        }
    }

    /** By id; ids are distinct. */
    static Symbol[] descending(List<Symbol> symbols) {
        Symbol[] sorted = symbols.toArray(Symbol[]::new);
        long least = Long.MAX_VALUE;
        long greatest = 0;
        boolean descends = true;
        for (int i = 0; i < sorted.length; i++) {
            least = Math.min(least, sorted[i].id);
            greatest = Math.max(greatest, sorted[i].id);
            descends &= i == 0 || sorted[i - 1].id > sorted[i].id;
        }
        if (descends) {
            return sorted;
        }
        if (greatest - least >= SPARSE * sorted.length) {
            Arrays.sort(sorted, Comparator.comparingLong((Symbol s) -> s.id).reversed());
            return sorted;
        }
        @Nullable Symbol[] byId = new @Nullable Symbol[(int) (greatest - least) + 1];
        for (Symbol symbol : sorted) {
            byId[(int) (symbol.id - least)] = symbol;
        }
        int size = 0;
        for (int i = byId.length - 1; i >= 0; i--) {
            Symbol symbol = byId[i];
            if (symbol != null) {
                sorted[size++] = symbol;
            }
        }
        return sorted;
    }

    /** What a sum is of; another row of the same matrix has equal ones. */
    private record Terms(Symbol[] symbols) {
        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Terms t && Arrays.equals(symbols, t.symbols);
        }

        @Override
        public int hashCode() {
            int hash = 1;
            for (Symbol symbol : symbols) {
                hash = 31 * hash + Long.hashCode(symbol.id);
            }
            return hash;
        }
    }

    /** Collects entries by atom. */
    private static final class Accumulator {
        private Atom[] atoms = new Atom[16];
        private double[] values = new double[16];
        private long[] order = new long[16];
        private int size;
        private double constant;

        Accumulator startingAt(double start) {
            size = 0;
            constant = start;
            return this;
        }

        void add(Form form, double weight) {
            constant += weight * form.constant;
            int needed = size + form.size();
            if (needed > atoms.length) {
                int capacity = Math.max(needed, 2 * atoms.length);
                atoms = Arrays.copyOf(atoms, capacity);
                values = Arrays.copyOf(values, capacity);
            }
            for (int i = 0; i < form.size(); i++) {
                atoms[size] = form.atoms[i];
                values[size++] = weight * form.coefficients[i];
            }
        }

        private boolean ascends() {
            for (int i = 0; i < size; i++) {
                if (values[i] == 0 || (i > 0 && atoms[i - 1].number >= atoms[i].number)) {
                    return false;
                }
            }
            return true;
        }

        private boolean descends() {
            for (int i = 1; i < size; i++) {
                if (atoms[i - 1].number <= atoms[i].number) {
                    return false;
                }
            }
            return true;
        }

        private void reverse() {
            for (int i = 0, j = size - 1; i < j; i++, j--) {
                Atom atom = atoms[i];
                double value = values[i];
                atoms[i] = atoms[j];
                values[i] = values[j];
                atoms[j] = atom;
                values[j] = value;
            }
        }

        Form form(SourceLocation location) {
            if (descends()) {
                reverse();
            }
            if (ascends()) {
                return new Form(Arrays.copyOf(atoms, size), Arrays.copyOf(values, size), constant, location);
            }
            if (order.length < size) {
                order = new long[atoms.length];
            }
            for (int i = 0; i < size; i++) {
                order[i] = (long) atoms[i].number << Integer.SIZE | i;
            }
            Arrays.sort(order, 0, size);
            Atom[] outAtoms = new Atom[size];
            double[] out = new double[size];
            int n = 0;
            for (int k = 0; k < size; ) {
                Atom atom = atoms[(int) order[k]];
                double sum = 0;
                for (; k < size && atoms[(int) order[k]] == atom; k++) {
                    sum += values[(int) order[k]];
                }
                if (sum != 0) {
                    outAtoms[n] = atom;
                    out[n++] = sum;
                }
            }
            return new Form(Arrays.copyOf(outAtoms, n), Arrays.copyOf(out, n), constant, location);
        }
    }
}
