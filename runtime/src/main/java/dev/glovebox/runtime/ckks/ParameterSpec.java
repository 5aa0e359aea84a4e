package dev.glovebox.runtime.ckks;

import java.util.List;

/**
 * What someone asks of CKKS parameters: unchecked, plain data. {@link CkksParameters#of} checks it and picks the primes, the
 * same ones every time.
 *
 * @param logDegree log₂ of the ring degree N
 * @param levelBits sizes in bits of the primes of each level, level 0 first; one prime of 30 to 49 bits a level, or two
 * @param specialBits sizes in bits of the special primes of key switching; their product must reach that of the largest digit
 * @param digits the number of digits that the data limbs are grouped in for key switching: each of as many limbs as the special
 *     primes reach, the last of what is left
 * @param scaleBits log₂ of Δ₀, the scale at level 0
 * @param insecure true to allow less than 128-bit security, for tests and experiments; logged at each use
 */
public record ParameterSpec(
        int logDegree,
        List<List<Integer>> levelBits,
        List<Integer> specialBits,
        int digits,
        double scaleBits,
        boolean insecure) {
    public ParameterSpec {
        levelBits = levelBits.stream().map(List::copyOf).toList();
        specialBits = List.copyOf(specialBits);
    }
}
