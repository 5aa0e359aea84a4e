package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.ring.Primes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Picks the primes of a specification, in a fixed way, with the canonical scales that follow. */
final class PrimeChoice {
    /** How far, in bits, a level may be from the scale's size to have its prime fitted to the scale. */
    private static final double FIT = 1.0 / 16;

    private final long step;
    private final Set<Long> used = new HashSet<>();
    private final long[] primes;
    private final double[] moduli;
    private final double[] scales;

    PrimeChoice(ParameterSpec spec) {
        step = 2L << spec.logDegree();
        List<Long> special = new ArrayList<>();
        for (int bits : spec.specialBits()) {
            special.add(below(1L << bits));
        }
        int levels = spec.levelBits().size();
        moduli = new double[levels];
        scales = new double[levels];
        List<Long> chosen = new ArrayList<>();
        double target = StrictMath.pow(2, spec.scaleBits());
        for (int level = 0; level < levels; level++) {
            List<Integer> bits = spec.levelBits().get(level);
            double nominal =
                    StrictMath.pow(2, bits.stream().mapToInt(Integer::intValue).sum());
            double bound = nominal;
            if (level > 0) {
                double fitted = target / scales[level - 1] * target;
                if (Math.abs(StrictMath.log(fitted / nominal)) < FIT * StrictMath.log(2)) {
                    bound = fitted;
                }
            }
            double product = 1;
            for (int i = 0; i < bits.size(); i++) {
                boolean last = i == bits.size() - 1;
                double limit = last ? bound / product : 1L << bits.get(i);
                long prime = below((long) Math.min(limit, 1L << 49));
                chosen.add(prime);
                product *= prime;
            }
            moduli[level] = product;
            scales[level] = level == 0 ? target : Math.sqrt(product * scales[level - 1]);
        }
        chosen.addAll(special);
        primes = chosen.stream().mapToLong(Long::longValue).toArray();
    }

    /** The greatest unused prime p ≡ 1 mod 2N below a bound, and marks it used. */
    private long below(long bound) {
        long candidate = (bound - 2) / step * step + 1;
        while (used.contains(candidate) || !Primes.isPrime(candidate)) {
            candidate -= step;
            if (candidate <= bound / 2) {
                throw new IllegalArgumentException("CKKS parameters: not enough primes that are 1 modulo " + step
                        + " just below " + bound + "; use larger primes or a smaller ring");
            }
        }
        used.add(candidate);
        return candidate;
    }

    long[] all() {
        return primes.clone();
    }

    double[] moduli() {
        return moduli.clone();
    }

    double[] scales() {
        return scales.clone();
    }
}
