package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SourceLocation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An affine form Σ coefficientᵢ·atomᵢ + constant: atoms ascend by number, no coefficient is zero. Equality is structural and
 * ignores the location.
 */
final class Form {
    /** Coefficients whose ratios differ by less than this, relatively, count as proportional. */
    private static final double TOLERANCE = 1e-12;

    final Atom[] atoms;
    final double[] coefficients;
    final double constant;
    final SourceLocation location;
    private int hash;
    private int depth = -1;

    /** Where the values lie, if more is known than interval arithmetic on the form would tell. */
    @Nullable
    Interval range;

    Form(Atom[] atoms, double[] coefficients, double constant, SourceLocation location) {
        this.atoms = atoms;
        this.coefficients = coefficients;
        this.constant = constant;
        this.location = location;
    }

    static Form constant(double value, SourceLocation location) {
        return new Form(new Atom[0], new double[0], value, location);
    }

    static Form of(Atom atom) {
        return new Form(new Atom[] {atom}, new double[] {1}, 0, atom.location);
    }

    int size() {
        return atoms.length;
    }

    /** This form, known to lie in a range; an infinite range says nothing. */
    Form within(Interval interval) {
        if (interval.isFinite() && !isConstant()) {
            range = interval;
        }
        return this;
    }

    boolean isConstant() {
        return atoms.length == 0;
    }

    /** Whether public data alone determine it. */
    boolean isPublic() {
        for (Atom atom : atoms) {
            if (!atom.isPublic) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is one atom as it is. */
    boolean isAtom() {
        return atoms.length == 1 && coefficients[0] == 1 && constant == 0;
    }

    /** Greatest depth of an atom; 0 if there is none. */
    int depth() {
        if (depth < 0) {
            depth = 0;
            for (Atom atom : atoms) {
                depth = Math.max(depth, atom.depth);
            }
        }
        return depth;
    }

    Form scaled(double factor, double offset, SourceLocation at) {
        if (factor == 0) {
            return constant(offset, at);
        }
        double[] scaled = coefficients;
        if (factor != 1) {
            scaled = new double[coefficients.length];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = factor * coefficients[i];
            }
        }
        return new Form(atoms, scaled, factor * constant + offset, at);
    }

    /** {@code scale·this + otherScale·other}. */
    Form combine(double scale, Form other, double otherScale, SourceLocation at) {
        Atom[] merged = new Atom[size() + other.size()];
        double[] values = new double[merged.length];
        int n = 0;
        int i = 0;
        int j = 0;
        while (i < size() || j < other.size()) {
            int left = i < size() ? atoms[i].number : Integer.MAX_VALUE;
            int right = j < other.size() ? other.atoms[j].number : Integer.MAX_VALUE;
            merged[n] = left <= right ? atoms[i] : other.atoms[j];
            values[n] = (left <= right ? scale * coefficients[i++] : 0)
                    + (right <= left ? otherScale * other.coefficients[j++] : 0);
            if (values[n] != 0) {
                n++;
            }
        }
        double sum = scale * constant + otherScale * other.constant;
        return new Form(Arrays.copyOf(merged, n), Arrays.copyOf(values, n), sum, at);
    }

    /** This form as scale·t + offset of another one, t. */
    record Relation(double scale, double offset) {
        static final Relation SAME = new Relation(1, 0);
    }

    /** How this form follows from {@code t}, or null if it does not. */
    @Nullable
    Relation relationTo(Form t) {
        if (this == t) {
            return Relation.SAME;
        }
        if (size() != t.size() || isConstant()) {
            return null;
        }
        double scale = coefficients[0] / t.coefficients[0];
        for (int i = 0; i < atoms.length; i++) {
            double c = coefficients[i];
            if (atoms[i] != t.atoms[i] || !(Math.abs(c - scale * t.coefficients[i]) <= TOLERANCE * Math.abs(c))) {
                return null;
            }
        }
        double offset = constant - scale * t.constant;
        return new Relation(scale, Math.abs(offset) <= TOLERANCE * Math.abs(constant) ? 0 : offset);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        if (this == o) {
            return true;
        }
        return o instanceof Form f
                && hashCode() == f.hashCode()
                && constant == f.constant
                && Arrays.equals(coefficients, f.coefficients)
                && Arrays.equals(atoms, f.atoms);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            int h = Double.hashCode(constant + 0.0) + 1;
            for (int i = 0; i < atoms.length; i++) {
                h = 31 * (31 * h + atoms[i].number) + Double.hashCode(coefficients[i]);
            }
            hash = h;
        }
        return hash;
    }
}
