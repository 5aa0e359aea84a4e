package dev.glovebox.backends.nativecode;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RnsPolynomial;

/** What arguments must be, before the library sees them; throws {@link IllegalArgumentException}. */
final class Checks {
    private Checks() {}

    static void requireLength(Ring ring, long[] values) {
        if (values.length != ring.degree()) {
            throw invalid(values.length + " values, expected " + ring.degree());
        }
    }

    static void requirePosition(RnsPolynomial polynomial, int position) {
        if (position < 0 || position >= polynomial.basis().size()) {
            throw invalid("position " + position + " in limbs " + polynomial.basis());
        }
    }

    static void requireResidues(Ring ring, Basis basis, long[] residues) {
        if (residues.length != basis.size()) {
            throw invalid(residues.length + " scalars for limbs " + basis);
        }
        for (int i = 0; i < residues.length; i++) {
            long p = ring.prime(basis.prime(i));
            if (residues[i] < 0 || residues[i] >= p) {
                throw invalid("scalar " + i + " is outside [0, " + p + ")");
            }
        }
    }

    static void requireGalois(Ring ring, int element) {
        if ((element & 1) == 0 || element <= 0 || element >= 2 * ring.degree()) {
            throw invalid("Galois element " + element + ", expected an odd number below " + 2 * ring.degree());
        }
    }

    static void requireContains(Basis basis, Basis part) {
        if (!basis.containsAll(part)) {
            throw invalid("limbs " + basis + " do not contain " + part);
        }
    }

    static void requireSame(Basis one, Basis other) {
        if (!one.equals(other)) {
            throw invalid("destinations over the limbs " + one + " and " + other);
        }
    }

    static void requireDistinct(RnsPolynomial destination, RnsPolynomial operand) {
        if (destination == operand) {
            throw invalid("the destination is also an operand or another destination");
        }
    }

    static IllegalArgumentException invalid(String message) {
        return new IllegalArgumentException(message);
    }
}
