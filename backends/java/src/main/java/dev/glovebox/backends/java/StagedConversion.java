package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The constants of two divisions in a row, by P, the product of a digit P = Π pᵢ, and by D, that of a digit D = Π dⱼ: what both
 * take away together is Σ yᵢ·(P/pᵢ) + Σ zⱼ·P·(D/dⱼ), where the zⱼ are those of the first quotient.
 *
 * @param digit the index of pᵢ, then of dⱼ
 * @param cofactors the residues of P/pᵢ, then of P·D/dⱼ, modulo a prime of the ring, by the prime's index
 * @param products P modulo a prime of the ring, by its index
 * @param secondInverses (P·D/dⱼ)⁻¹ modulo dⱼ, by j
 * @param inverses (P·D)⁻¹ modulo a prime of the ring, by its index; 0 for the limbs of the digits
 */
record StagedConversion<A>(int[] digit, A[] cofactors, long[] products, long[] secondInverses, long[] inverses) {

    /** The limbs that are dropped first, and those that are dropped then. */
    record Key(Basis first, Basis second) {}

    static <A> StagedConversion<A> of(
            BaseConversion<A> one,
            BaseConversion<A> two,
            Basis first,
            Basis second,
            Ring ring,
            Modulus[] moduli,
            LimbKernels<A> kernels) {
        int[] digit = Arrays.copyOf(one.digit(), one.digit().length + two.digit().length);
        System.arraycopy(two.digit(), 0, digit, one.digit().length, two.digit().length);
        BigInteger p = ring.product(first);
        BigInteger d = ring.product(second);
        A[] cofactors = kernels.newLimbs(moduli.length);
        long[] products = new long[moduli.length];
        long[] inverses = new long[moduli.length];
        for (int q = 0; q < moduli.length; q++) {
            BigInteger modulus = BigInteger.valueOf(ring.prime(q));
            long[] residues = new long[digit.length];
            for (int i = 0; i < digit.length; i++) {
                BigInteger prime = BigInteger.valueOf(ring.prime(digit[i]));
                BigInteger cofactor = i < first.size() ? p.divide(prime) : p.multiply(d.divide(prime));
                residues[i] = cofactor.mod(modulus).longValueExact();
            }
            cofactors[q] = kernels.constants(q, residues);
            products[q] = p.mod(modulus).longValueExact();
            inverses[q] = moduli[q].multiply(one.productInverses()[q], two.productInverses()[q]);
        }
        long[] secondInverses = new long[second.size()];
        for (int j = 0; j < secondInverses.length; j++) {
            int prime = second.prime(j);
            secondInverses[j] = moduli[prime].multiply(one.productInverses()[prime], two.cofactorInverses()[j]);
        }
        return new StagedConversion<>(digit, cofactors, products, secondInverses, inverses);
    }
}
