package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import java.util.Arrays;

/**
 * The constants of a digit D = {d₁…d_k}: what takes residues modulo its limbs to another prime.
 *
 * @param digit the index of dᵢ, by i
 * @param cofactorInverses (D/dᵢ)⁻¹ modulo dᵢ, by i
 * @param cofactors the residues D/dᵢ modulo a prime of the ring, by the prime's index, as {@link LimbKernels#constants}
 * @param productInverses D⁻¹ modulo a prime of the ring, by its index; 0 for the limbs of the digit
 */
record BaseConversion<A>(int[] digit, long[] cofactorInverses, A[] cofactors, long[] productInverses) {

    static <A> BaseConversion<A> of(Basis digit, Ring ring, Modulus[] moduli, LimbKernels<A> kernels) {
        int k = digit.size();
        int[] primes = new int[k];
        Arrays.setAll(primes, digit::prime);
        long[] inverses = new long[k];
        for (int i = 0; i < k; i++) {
            Modulus modulus = moduli[digit.prime(i)];
            inverses[i] = modulus.inverse(cofactors(digit, ring, modulus)[i]);
        }
        A[] cofactors = kernels.newLimbs(moduli.length);
        long[] productInverses = new long[moduli.length];
        for (int q = 0; q < moduli.length; q++) {
            Modulus modulus = moduli[q];
            cofactors[q] = kernels.constants(q, cofactors(digit, ring, modulus));
            long product = 1;
            for (int i = 0; i < k; i++) {
                product = modulus.multiply(product, ring.prime(digit.prime(i)) % modulus.p);
            }
            productInverses[q] = product == 0 ? 0 : modulus.inverse(product);
        }
        return new BaseConversion<>(primes, inverses, cofactors, productInverses);
    }

    private static long[] cofactors(Basis digit, Ring ring, Modulus modulus) {
        long[] cofactors = new long[digit.size()];
        Arrays.fill(cofactors, 1);
        for (int i = 0; i < cofactors.length; i++) {
            for (int j = 0; j < cofactors.length; j++) {
                if (i != j) {
                    cofactors[i] = modulus.multiply(cofactors[i], ring.prime(digit.prime(j)) % modulus.p);
                }
            }
        }
        return cofactors;
    }
}
