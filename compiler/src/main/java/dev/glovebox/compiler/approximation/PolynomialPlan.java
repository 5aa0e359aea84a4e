package dev.glovebox.compiler.approximation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How to evaluate polynomials of one degree and parity in the Chebyshev basis with the least depth and, for that, few
 * products of ciphertexts.
 *
 * <p>The basis is C_j(x) = 2·T_j(x/2), x ∈ [-2, 2], which is monic (the Vieta-Lucas polynomials). A set of C_j is computed by
 * C_{a+b} = C_a·C_b - C_{|a-b|}, C_j at depth ⌈log₂ j⌉; T_{a+b} = 2·T_a·T_b - T_{|a-b|} would take a doubling each. A
 * polynomial p within a depth is either stripped of its leading term, c·C_d as a scalar product, or split into q·C_m + r with q
 * one level below: so the branch of leading coefficients is split down to degree 1 where a scalar product would come too late
 * (Bossuat, Mouchet, Troncoso-Pastoriza, Hubaux, "Efficient bootstrapping for approximate homomorphic encryption with non-sparse
 * keys", EUROCRYPT 2021, section 2; the odd basis is that of Lee et al., "Near-optimal polynomial for modulus reduction using
 * L2-norm for approximate homomorphic encryption", IEEE Access 2020). The set is found by search: baby steps C_1 … C_b (odd ones
 * for an odd polynomial), giant steps C_{g·2^i}, and powers of two; the splits by dynamic programming.
 */
public final class PolynomialPlan {
    private static final int IMPOSSIBLE = 1 << 20;
    private static final Map<Integer, PolynomialPlan> PLANS = new ConcurrentHashMap<>();

    /** Which coefficients a polynomial may have. */
    public enum Parity {
        ANY,
        ODD,
        EVEN;

        /** The parity of p divided by C_m. */
        public Parity quotient(int m) {
            return this == ANY || m % 2 == 0 ? this : this == ODD ? EVEN : ODD;
        }

        /** The greatest degree up to {@code degree}. */
        public int degree(int degree) {
            return this == ANY || (degree & 1) == (this == ODD ? 1 : 0) ? degree : degree - 1;
        }
    }

    private final BitSet basis;
    private final int[] elements;
    private final int degree;

    /** By parity and depth: the cost of each degree, or -1 where it is not known yet. */
    private final int[] @Nullable [] costs;

    private PolynomialPlan(BitSet basis, int degree) {
        this.basis = basis;
        elements = basis.stream().toArray();
        this.degree = degree;
        costs = new int[Parity.values().length * (depth(degree + 1) + 1)][];
    }

    /** ⌈log₂ j⌉: the depth of C_j, and that of a polynomial of degree j - 1. */
    public static int depth(int j) {
        return 32 - Integer.numberOfLeadingZeros(j - 1);
    }

    /** The best plan found for a degree of at least 1. */
    public static PolynomialPlan of(int degree, boolean odd) {
        return PLANS.computeIfAbsent(2 * degree + (odd ? 1 : 0), key -> search(degree, odd ? Parity.ODD : Parity.ANY));
    }

    /** Products of ciphertexts: of the basis and of the splits. */
    public int products(int degree, Parity parity) {
        return elements.length - 1 + cost(parity, degree, depth(degree + 1));
    }

    private static PolynomialPlan search(int degree, Parity parity) {
        int depth = depth(degree + 1);
        int coefficients = parity == Parity.ODD ? (degree + 1) / 2 : degree;
        int mostBabies = Math.min(degree, 4 + (int) (2 * Math.sqrt(degree)));
        PolynomialPlan best = null;
        int least = IMPOSSIBLE;
        for (int babies = 1; babies <= mostBabies; babies += parity == Parity.ODD ? 2 : 1) {
            for (int giant : new int[] {babies + 1, 2 * babies - 1, 2 * babies + 1}) {
                for (int giants = 0; giants < depth; giants++) {
                    for (int powers = 0; powers <= Math.min(2, depth); powers++) {
                        BitSet basis = basis(babies, parity, giant, giants, depth - powers, depth);
                        if (leastProducts(basis.cardinality(), coefficients) < least) {
                            PolynomialPlan plan = new PolynomialPlan(basis, degree);
                            int products = plan.products(degree, parity);
                            if (products < least) {
                                least = products;
                                best = plan;
                            }
                        }
                    }
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("no plan of degree " + degree);
        }
        return best;
    }

    /** A lower bound: between two splits, each element of the basis takes one coefficient at most. */
    private static int leastProducts(int basis, int coefficients) {
        return basis - 1 + (coefficients - 1) / (basis + 1);
    }

    private static BitSet basis(int babies, Parity parity, int giant, int giants, int firstPower, int depth) {
        BitSet basis = new BitSet();
        for (int j = 1; j <= babies; j += parity == Parity.ODD ? 2 : 1) {
            basis.set(j);
        }
        for (int i = 0; i <= giants; i++) {
            basis.set(giant << i);
        }
        for (int power = firstPower; power < depth; power++) {
            basis.set(1 << power);
        }
        for (int j = basis.length() - 1; j > 1; j = basis.previousSetBit(j - 1)) {
            int b = smallerFactor(j, basis);
            basis.set(b);
            basis.set(j - b);
            if (j != 2 * b) {
                basis.set(j - 2 * b);
            }
        }
        return basis;
    }

    /** b ≤ a with a + b = j for C_j = C_a·C_b - C_{a-b} at least depth, with as few elements outside the basis as possible. */
    private static int smallerFactor(int j, BitSet basis) {
        int best = 0;
        int fewest = 4;
        for (int b = j / 2; b >= 1 && depth(j - b) < depth(j); b--) {
            int difference = j - 2 * b;
            int missing = (basis.get(b) ? 0 : 1)
                    + (basis.get(j - b) || j - b == b ? 0 : 1)
                    + (difference == 0 || basis.get(difference) || difference == b ? 0 : 1);
            if (missing < fewest) {
                fewest = missing;
                best = b;
            }
        }
        return best;
    }

    /** For an element j of the basis, b with C_j = C_{j-b}·C_b - C_{j-2b}. */
    public int factor(int j) {
        return smallerFactor(j, basis);
    }

    /** Whether a polynomial of this degree, within a depth, begins with a scalar product c·C_degree. */
    public boolean strips(int degree, int depth) {
        return basis.get(degree) && depth(degree) < depth;
    }

    /** The m of the split q·C_m + r of a polynomial within a depth. */
    public int split(Parity parity, int degree, int depth) {
        int best = 0;
        int least = IMPOSSIBLE;
        for (int m : elements) {
            if (m >= degree || depth(m) >= depth) {
                break;
            }
            int cost = splitCost(parity, degree, depth, m);
            if (cost < least) {
                least = cost;
                best = m;
            }
        }
        return best;
    }

    private int splitCost(Parity parity, int degree, int depth, int m) {
        int quotient = cost(parity.quotient(m), degree - m, depth - 1);
        return quotient >= IMPOSSIBLE
                ? IMPOSSIBLE
                : 1 + quotient + cost(parity, Math.max(m - 1, degree - 2 * m), depth);
    }

    private int[] costs(Parity parity, int depth) {
        int row = parity.ordinal() + Parity.values().length * depth;
        int[] known = costs[row];
        if (known == null) {
            known = new int[degree + 1];
            Arrays.fill(known, -1);
            costs[row] = known;
        }
        return known;
    }

    /** Least number of splits, or IMPOSSIBLE. */
    private int cost(Parity parity, int anyDegree, int depth) {
        int degree = parity.degree(anyDegree);
        if (degree <= 0) {
            return 0;
        }
        if (depth(degree + 1) > depth) {
            return IMPOSSIBLE;
        }
        int[] known = costs(parity, depth);
        if (known[degree] < 0) {
            if (strips(degree, depth)) {
                known[degree] = cost(parity, degree - 1, depth);
            } else {
                int m = split(parity, degree, depth);
                known[degree] = m == 0 ? IMPOSSIBLE : Math.min(IMPOSSIBLE, splitCost(parity, degree, depth, m));
            }
        }
        return known[degree];
    }
}
