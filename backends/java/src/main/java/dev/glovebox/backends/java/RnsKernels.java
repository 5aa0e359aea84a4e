package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.ring.Workers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The operations on whole RNS polynomials, from one tier's operations on limbs: checks bases, finds limbs, keeps constants
 * and scratch, and works on limbs in parallel. Everything is checked before anything is written.
 */
final class RnsKernels<A> implements RingKernels {
    /** Keeps at most this many ints of automorphism tables (64 MiB). */
    private static final int PERMUTATION_INTS = 1 << 24;

    private final Ring ring;
    private final Modulus[] moduli;
    private final LimbKernels<A> kernels;
    private final LimbPool<A> pool;
    private final Workers workers = Workers.configured();
    private final Map<Basis, BaseConversion<A>> conversions = new ConcurrentHashMap<>();
    private final Map<StagedConversion.Key, StagedConversion<A>> staged = new ConcurrentHashMap<>();
    private final Map<Integer, int[]> permutations = new ConcurrentHashMap<>();
    private final BiFunction<Ring, Modulus[], LimbKernels<A>> tier;

    /** Those of a ring of which this is a subring. */
    private final @Nullable RnsKernels<A> over;

    private final Map<Integer, RnsKernels<A>> subrings = new ConcurrentHashMap<>();

    RnsKernels(Ring ring, BiFunction<Ring, Modulus[], LimbKernels<A>> tier) {
        this(ring, tier, null);
    }

    private RnsKernels(Ring ring, BiFunction<Ring, Modulus[], LimbKernels<A>> tier, @Nullable RnsKernels<A> over) {
        this.ring = ring;
        this.tier = tier;
        this.over = over;
        this.moduli = Arrays.stream(ring.primes()).mapToObj(Modulus::new).toArray(Modulus[]::new);
        this.kernels = tier.apply(ring, moduli);
        // As many limbs for each subring: all together a quarter of the memory.
        this.pool = new LimbPool<>(kernels, over == null ? ring.degree() : over.ring.degree());
    }

    @Override
    public Ring ring() {
        return ring;
    }

    @Override
    public RingKernels subring(int logDegree) {
        int log = Ring.subringLogDegree(ring.logDegree(), logDegree);
        return over != null || log == ring.logDegree()
                ? this
                : subrings.computeIfAbsent(log, l -> new RnsKernels<>(ring.subring(l), tier, this));
    }

    @Override
    public RnsPolynomial allocate(Basis basis) {
        return allocate(basis, true, false);
    }

    @Override
    public RnsPolynomial allocateUnset(Basis basis) {
        return allocate(basis, false, false);
    }

    @Override
    public RnsPolynomial allocateSecret(Basis basis) {
        return allocate(basis, true, true);
    }

    private RnsPolynomial allocate(Basis basis, boolean clear, boolean secret) {
        for (int i = 0; i < basis.size(); i++) {
            if (basis.prime(i) >= ring.primeCount()) {
                throw invalid("limbs " + basis + " of a ring of " + ring.primeCount());
            }
        }
        A[] limbs = pool.take(basis.size());
        if (clear) {
            for (A limb : limbs) {
                kernels.clear(limb);
            }
        }
        return new RnsBuffer<>(this, basis, limbs, secret);
    }

    /** Takes back limbs of a buffer or of scratch. */
    void release(A[] limbs, boolean secret) {
        if (secret) {
            for (A limb : limbs) {
                kernels.clear(limb);
            }
        }
        pool.give(limbs);
    }

    @Override
    public void copy(RnsPolynomial destination, RnsPolynomial source) {
        unary(destination, source, (prime, i, to, from) -> {
            if (to != from) {
                kernels.copy(to, from);
            }
        });
    }

    @Override
    public void importCoefficients(RnsPolynomial destination, long[] coefficients) {
        requireLength(coefficients);
        A[] limbs = limbs(destination);
        forLimbs(destination.basis(), 1, (prime, i) -> kernels.importCoefficients(prime, limbs[i], coefficients));
    }

    @Override
    public void importLimb(RnsPolynomial destination, int position, long[] residues) {
        requireLength(residues);
        A limb = limb(destination, position);
        int prime = destination.basis().prime(position);
        long p = moduli[prime].p;
        long signs = 0;
        for (long residue : residues) {
            signs |= residue | (p - 1 - residue);
        }
        if (signs < 0) {
            throw invalid("a residue of the limb at " + position + " is outside [0, " + p + ")");
        }
        kernels.importResidues(prime, limb, residues);
    }

    @Override
    public void exportLimb(RnsPolynomial source, int position, long[] residues) {
        requireLength(residues);
        A limb = limb(source, position);
        kernels.exportResidues(source.basis().prime(position), limb, residues);
    }

    @Override
    public void forwardNtt(RnsPolynomial polynomial) {
        A[] limbs = limbs(polynomial);
        forLimbs(polynomial.basis(), ring.logDegree(), (prime, i) -> kernels.forwardNtt(prime, limbs[i]));
    }

    @Override
    public void inverseNtt(RnsPolynomial polynomial) {
        A[] limbs = limbs(polynomial);
        forLimbs(polynomial.basis(), ring.logDegree(), (prime, i) -> kernels.inverseNtt(prime, limbs[i], limbs[i], 1));
    }

    @Override
    public void add(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b) {
        int shift = shift(b);
        binary(destination, a, b, shift == 0 ? kernels::add : (prime, to, x, y) -> kernels.add(prime, to, x, y, shift));
    }

    @Override
    public void subtract(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b) {
        buffer(b);
        binary(destination, a, b, kernels::subtract);
    }

    @Override
    public void negate(RnsPolynomial destination, RnsPolynomial a) {
        unary(destination, a, (prime, i, to, from) -> kernels.negate(prime, to, from));
    }

    @Override
    public void multiply(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b) {
        int shift = shift(b);
        binary(
                destination,
                a,
                b,
                shift == 0 ? kernels::multiply : (prime, to, x, y) -> kernels.multiply(prime, to, x, y, shift));
    }

    @Override
    public void multiplyAdd(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b) {
        buffer(b);
        binary(destination, a, b, kernels::multiplyAdd);
    }

    @Override
    public void sumOfProducts(RnsPolynomial destination, RnsPolynomial[] a, RnsPolynomial[] b) {
        int terms = a.length;
        if (terms == 0 || b.length != terms) {
            throw invalid("a sum of " + terms + " by " + b.length + " products");
        }
        Basis basis = destination.basis();
        A[] to = limbs(destination);
        List<A[]> as = operands(a, basis, destination);
        List<A[]> bs = factors(b, basis, destination);
        int @Nullable [] shifts = shifts(b);
        forLimbs(basis, terms, (prime, i) -> sum(prime, to[i], limb(as, i), limb(bs, i), shifts));
    }

    private void sum(int prime, A destination, A[] a, A[] b, int @Nullable [] shifts) {
        if (shifts == null) {
            kernels.sumOfProducts(prime, destination, a, b);
        } else {
            kernels.sumOfProducts(prime, destination, a, b, shifts);
        }
    }

    @Override
    public void sumsOfProducts(
            RnsPolynomial first, RnsPolynomial second, RnsPolynomial[] a, RnsPolynomial[] b, RnsPolynomial[] c) {
        int terms = a.length;
        if (terms == 0 || b.length != terms || c.length != terms) {
            throw invalid("sums of " + terms + " by " + b.length + " and " + c.length + " products");
        }
        Basis basis = checkedBasis(first, second);
        A[] to1 = limbs(first);
        A[] to2 = limbs(second);
        List<A[]> as = factors(a, basis, first, second);
        List<A[]> bs = operands(b, basis, first, second);
        List<A[]> cs = operands(c, basis, first, second);
        int @Nullable [] shifts = shifts(a);
        forLimbs(basis, 2 * terms, (prime, i) -> {
            if (shifts == null) {
                kernels.sumsOfProducts(prime, to1[i], to2[i], limb(as, i), limb(bs, i), limb(cs, i));
            } else {
                A[] factors = limb(as, i);
                kernels.sumOfProducts(prime, to1[i], limb(bs, i), factors, shifts);
                kernels.sumOfProducts(prime, to2[i], limb(cs, i), factors, shifts);
            }
        });
    }

    private Basis checkedBasis(RnsPolynomial first, RnsPolynomial second) {
        requireDistinct(first, second);
        if (!first.basis().equals(second.basis())) {
            throw invalid("limbs " + first.basis() + " and " + second.basis() + ", expected the same");
        }
        return first.basis();
    }

    /** The limbs of a basis of each operand, none of which is a destination. */
    private List<A[]> operands(RnsPolynomial[] operands, Basis basis, RnsPolynomial... destinations) {
        for (RnsPolynomial operand : operands) {
            buffer(operand);
        }
        return factors(operands, basis, destinations);
    }

    /** As {@link #operands}, of which each may be of a subring. */
    private List<A[]> factors(RnsPolynomial[] operands, Basis basis, RnsPolynomial... destinations) {
        List<A[]> limbs = new ArrayList<>(operands.length);
        for (RnsPolynomial operand : operands) {
            for (RnsPolynomial destination : destinations) {
                requireDistinct(destination, operand);
            }
            limbs.add(limbs(factor(operand), basis));
        }
        return limbs;
    }

    /** log₂ of how often each value of a polynomial, of a subring or this ring, stands in a row. */
    private int shift(RnsPolynomial factor) {
        return ring.logDegree() - factor(factor).owner.ring.logDegree();
    }

    /** That of each, or null if all are 0. */
    private int @Nullable [] shifts(RnsPolynomial[] factors) {
        int[] shifts = Arrays.stream(factors).mapToInt(this::shift).toArray();
        return Arrays.stream(shifts).allMatch(shift -> shift == 0) ? null : shifts;
    }

    /** The limb at a position of each. */
    private A[] limb(List<A[]> polynomials, int position) {
        A[] limbs = kernels.newLimbs(polynomials.size());
        for (int t = 0; t < limbs.length; t++) {
            limbs[t] = polynomials.get(t)[position];
        }
        return limbs;
    }

    @Override
    public void multiplyScalar(RnsPolynomial destination, RnsPolynomial a, long[] residues) {
        requireResidues(destination.basis(), residues);
        unary(destination, a, (prime, i, to, from) -> kernels.multiplyScalar(prime, to, from, residues[i]));
    }

    @Override
    public void sumOfScalarProducts(RnsPolynomial destination, RnsPolynomial[] a, long[][] residues) {
        int terms = a.length;
        if (terms == 0 || residues.length != terms) {
            throw invalid("a sum of " + terms + " by " + residues.length + " scalar products");
        }
        Basis basis = destination.basis();
        A[] to = limbs(destination);
        for (long[] ofTerm : residues) {
            requireResidues(basis, ofTerm);
        }
        List<A[]> as = operands(a, basis, destination);
        forLimbs(basis, terms, (prime, i) -> {
            long[] factors = new long[terms];
            int[] primes = new int[terms];
            for (int t = 0; t < terms; t++) {
                factors[t] = residues[t][i];
                primes[t] = prime;
            }
            kernels.convert(prime, to[i], limb(as, i), primes, kernels.constants(prime, factors));
        });
    }

    @Override
    public void addScalar(RnsPolynomial destination, RnsPolynomial a, long[] residues) {
        requireResidues(destination.basis(), residues);
        unary(destination, a, (prime, i, to, from) -> kernels.addScalar(prime, to, from, residues[i]));
    }

    @Override
    public void automorphism(RnsPolynomial destination, RnsPolynomial a, int galoisElement) {
        requireDistinct(destination, a);
        int[] source = checkedPermutation(galoisElement);
        unary(destination, a, (prime, i, to, from) -> kernels.permute(to, from, source));
    }

    private int[] checkedPermutation(int galoisElement) {
        if ((galoisElement & 1) == 0 || galoisElement <= 0 || galoisElement >= 2 * ring.degree()) {
            throw invalid("Galois element " + galoisElement + ", expected an odd number below " + 2 * ring.degree());
        }
        if (permutations.size() >= Math.max(1, PERMUTATION_INTS >> ring.logDegree())) {
            permutations.clear();
        }
        return permutations.computeIfAbsent(galoisElement, g -> BitReversal.automorphism(g, ring.logDegree()));
    }

    @Override
    public void modUp(RnsPolynomial[] destinations, RnsPolynomial source, Basis[] digits) {
        if (destinations.length != digits.length) {
            throw invalid(destinations.length + " destinations for " + digits.length + " digits");
        }
        List<A[]> from = new ArrayList<>();
        List<A[]> to = new ArrayList<>();
        for (int d = 0; d < digits.length; d++) {
            if (digits[d].size() == 0) {
                throw invalid("digit " + d + " is empty");
            }
            requireDistinct(destinations[d], source);
            for (int e = 0; e < d; e++) {
                requireDistinct(destinations[d], destinations[e]);
            }
            requireContains(destinations[d].basis(), digits[d]);
            from.add(limbs(source, digits[d]));
            to.add(limbs(destinations[d]));
        }
        for (int d = 0; d < digits.length; d++) {
            Basis basis = destinations[d].basis();
            Digit digit = digit(digits[d], from.get(d));
            A[] limbs = from.get(d);
            A[] extended = to.get(d);
            int index = d;
            forLimbs(basis, ring.logDegree() + digit.y.length, (prime, i) -> {
                int inDigit = digits[index].position(prime);
                if (inDigit >= 0) {
                    kernels.copy(extended[i], limbs[inDigit]);
                } else {
                    digit.extend(prime, extended[i]);
                }
            });
            release(digit.y, buffer(source).secret);
        }
    }

    /** Limb by limb, so that the extended digits stay in the cache and are never stored. */
    @Override
    public void sumsOfExtendedProducts(
            RnsPolynomial first,
            RnsPolynomial second,
            RnsPolynomial source,
            Basis[] digits,
            RnsPolynomial[] b,
            RnsPolynomial[] c) {
        int count = digits.length;
        if (count == 0 || b.length != count || c.length != count) {
            throw invalid(count + " digits for sums of " + b.length + " and " + c.length + " products");
        }
        Basis basis = checkedBasis(first, second);
        requireDistinct(first, source);
        requireDistinct(second, source);
        List<A[]> from = new ArrayList<>(count);
        for (Basis digit : digits) {
            if (digit.size() == 0) {
                throw invalid("a digit is empty");
            }
            requireContains(basis, digit);
            from.add(limbs(source, digit));
        }
        A[] to1 = limbs(first);
        A[] to2 = limbs(second);
        List<A[]> bs = operands(b, basis, first, second);
        List<A[]> cs = operands(c, basis, first, second);
        List<Digit> converted = new ArrayList<>(count);
        int terms = 0;
        for (int d = 0; d < count; d++) {
            converted.add(digit(digits[d], from.get(d)));
            terms += digits[d].size();
        }
        forLimbs(basis, count * (ring.logDegree() + 2) + terms, (prime, i) -> {
            A[] scratch = pool.take(count);
            A[] extended = scratch.clone();
            for (int d = 0; d < count; d++) {
                int inDigit = digits[d].position(prime);
                if (inDigit >= 0) {
                    extended[d] = from.get(d)[inDigit];
                } else {
                    converted.get(d).extend(prime, extended[d]);
                }
            }
            kernels.sumsOfProducts(prime, to1[i], to2[i], extended, limb(bs, i), limb(cs, i));
            release(scratch, false);
        });
        converted.forEach(digit -> release(digit.y, false));
    }

    @Override
    public void modDown(RnsPolynomial destination, RnsPolynomial source) {
        requireDistinct(destination, source);
        Basis basis = destination.basis();
        A[] to = limbs(destination);
        A[] from = limbs(source, basis);
        Basis dropped = source.basis().minus(basis);
        if (dropped.size() == 0) {
            copy(destination, source);
            return;
        }
        Digit digit = digit(dropped, limbs(source, dropped));
        forLimbs(basis, ring.logDegree() + digit.y.length, (prime, i) -> {
            digit.extend(prime, to[i]);
            kernels.subtractMultiply(
                    prime, to[i], from[i], to[i], digit.constants.productInverses()[prime]);
        });
        release(digit.y, buffer(source).secret);
    }

    @Override
    public void modDownAdd(RnsPolynomial destination, RnsPolynomial source, RnsPolynomial addend) {
        requireDistinct(destination, source);
        requireDistinct(destination, addend);
        Basis basis = destination.basis();
        Basis middle = addend.basis();
        Basis first = source.basis().minus(middle);
        if (first.size() == 0) {
            RingKernels.super.modDownAdd(destination, source, addend);
            return;
        }
        A[] to = limbs(destination);
        A[] from = limbs(source, basis);
        A[] added = limbs(addend, basis);
        limbs(source, middle);
        boolean secret = buffer(source).secret;
        Digit digit = digit(first, limbs(source, first));
        long[] divisors = digit.constants.productInverses();
        Basis second = middle.minus(basis);
        if (second.size() == 0) {
            forLimbs(basis, ring.logDegree() + digit.y.length, (prime, i) -> {
                digit.extend(prime, to[i]);
                kernels.subtractMultiplyAdd(prime, to[i], from[i], to[i], divisors[prime], added[i]);
            });
            release(digit.y, secret);
            return;
        }
        StagedConversion<A> constants = staged.computeIfAbsent(
                new StagedConversion.Key(first, second),
                key -> StagedConversion.of(
                        digit.constants, conversion(second), key.first(), key.second(), ring, moduli, kernels));
        A[] x = limbs(source, second);
        A[] plus = limbs(addend, second);
        A[] y = kernels.newLimbs(first.size() + second.size());
        for (int i = 0; i < y.length; i++) {
            y[i] = i < first.size() ? digit.y[i] : pool.take();
        }
        A[] unused = kernels.newLimbs(second.size());
        forLimbs(second, ring.logDegree() + digit.y.length, (prime, i) -> {
            // The first quotient in the limb i of those that are dropped next, in the coefficient domain.
            A quotient = y[first.size() + i];
            A lift = pool.take();
            unused[i] = lift;
            kernels.multiplyScalar(prime, lift, plus[i], constants.products()[prime]);
            kernels.add(prime, lift, lift, x[i]);
            kernels.inverseNtt(prime, quotient, lift, 1);
            kernels.convert(
                    prime,
                    lift,
                    digit.y,
                    digit.constants.digit(),
                    digit.constants.cofactors()[prime]);
            kernels.subtractMultiply(prime, quotient, quotient, lift, constants.secondInverses()[i]);
        });
        forLimbs(basis, ring.logDegree() + y.length, (prime, i) -> {
            A scaled = pool.take();
            kernels.multiplyScalar(prime, scaled, added[i], constants.products()[prime]);
            kernels.add(prime, scaled, scaled, from[i]);
            kernels.convertNtt(prime, to[i], y, constants.digit(), constants.cofactors()[prime]);
            kernels.subtractMultiply(prime, to[i], scaled, to[i], constants.inverses()[prime]);
            release(scaled, secret);
        });
        release(unused, secret);
        release(y, secret);
    }

    /** Limb by limb, so that the permutation finds its operand in the cache. */
    @Override
    public void modDownAutomorphism(
            RnsPolynomial destination, RnsPolynomial source, @Nullable RnsPolynomial addend, int galoisElement) {
        requireDistinct(destination, source);
        Basis basis = destination.basis();
        A[] to = limbs(destination);
        A[] from = limbs(source, basis);
        if (addend != null) {
            requireDistinct(destination, addend);
        }
        A @Nullable [] added = addend == null ? null : limbs(addend, basis);
        int[] permutation = checkedPermutation(galoisElement);
        Basis dropped = source.basis().minus(basis);
        if (dropped.size() == 0) {
            RingKernels.super.modDownAutomorphism(destination, source, addend, galoisElement);
            return;
        }
        boolean secret = buffer(source).secret;
        Digit digit = digit(dropped, limbs(source, dropped));
        forLimbs(basis, ring.logDegree() + digit.y.length, (prime, i) -> {
            A quotient = pool.take();
            long inverse = digit.constants.productInverses()[prime];
            digit.extend(prime, quotient);
            if (added == null) {
                kernels.subtractMultiply(prime, quotient, from[i], quotient, inverse);
            } else {
                kernels.subtractMultiplyAdd(prime, quotient, from[i], quotient, inverse, added[i]);
            }
            kernels.permute(to[i], quotient, permutation);
            release(quotient, secret);
        });
        release(digit.y, secret);
    }

    private void release(A limb, boolean secret) {
        if (secret) {
            kernels.clear(limb);
        }
        pool.give(limb);
    }

    @Override
    public void scaleUp(RnsPolynomial destination, RnsPolynomial source) {
        requireDistinct(destination, source);
        Basis basis = destination.basis();
        Basis own = source.basis();
        requireContains(basis, own);
        A[] to = limbs(destination);
        A[] from = limbs(source);
        BigInteger product = ring.product(basis.minus(own));
        forLimbs(basis, 1, (prime, i) -> {
            int position = own.position(prime);
            if (position < 0) {
                kernels.clear(to[i]);
            } else {
                long factor = product.mod(BigInteger.valueOf(ring.prime(prime))).longValueExact();
                kernels.multiplyScalar(prime, to[i], from[position], factor);
            }
        });
    }

    /** A digit as the centred integers yᵢ, in scratch limbs. */
    private final class Digit {
        final BaseConversion<A> constants;
        final A[] y;

        Digit(BaseConversion<A> constants, A[] y) {
            this.constants = constants;
            this.y = y;
        }

        /** Sets a limb to Σ yᵢ·(D/dᵢ) in the NTT domain. */
        void extend(int prime, A limb) {
            kernels.convertNtt(prime, limb, y, constants.digit(), constants.cofactors()[prime]);
        }
    }

    private BaseConversion<A> conversion(Basis basis) {
        return conversions.computeIfAbsent(basis, b -> BaseConversion.of(b, ring, moduli, kernels));
    }

    private Digit digit(Basis basis, A[] limbs) {
        BaseConversion<A> constants = conversion(basis);
        A[] y = pool.take(limbs.length);
        forLimbs(
                basis,
                ring.logDegree(),
                (prime, i) ->
                        kernels.inverseNtt(prime, y[i], limbs[i], constants.cofactorInverses()[i]));
        return new Digit(constants, y);
    }

    @Override
    public void close() {
        subrings.values().forEach(RnsKernels::close);
        pool.close();
        conversions.clear();
        staged.clear();
        permutations.clear();
    }

    private interface OverLimb {
        void run(int prime, int position);
    }

    private interface Unary<A> {
        void run(int prime, int position, A destination, A a);
    }

    private interface Binary<A> {
        void run(int prime, A destination, A a, A b);
    }

    private void forLimbs(Basis basis, int passes, OverLimb task) {
        workers.run(basis.size(), (long) passes * ring.degree() / 2, i -> task.run(basis.prime(i), i));
    }

    private void unary(RnsPolynomial destination, RnsPolynomial a, Unary<A> operation) {
        A[] to = limbs(destination);
        A[] x = limbs(a, destination.basis());
        forLimbs(destination.basis(), 1, (prime, i) -> operation.run(prime, i, to[i], x[i]));
    }

    private void binary(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b, Binary<A> operation) {
        A[] to = limbs(destination);
        A[] x = limbs(a, destination.basis());
        A[] y = limbs(factor(b), destination.basis());
        forLimbs(destination.basis(), 1, (prime, i) -> operation.run(prime, to[i], x[i], y[i]));
    }

    private RnsBuffer<A> buffer(RnsPolynomial polynomial) {
        RnsBuffer<A> buffer = factor(polynomial);
        if (buffer.owner != this) {
            throw invalid("a polynomial of a subring, expected one of all " + ring.degree() + " coefficients");
        }
        return buffer;
    }

    /** A polynomial of this ring or a subring. */
    @SuppressWarnings("unchecked") // The owner says which arrays a buffer holds.
    private RnsBuffer<A> factor(RnsPolynomial polynomial) {
        if (polynomial instanceof RnsBuffer<?> buffer && (buffer.owner == this || buffer.owner.over == this)) {
            return (RnsBuffer<A>) buffer;
        }
        throw invalid("a polynomial that other kernels allocated");
    }

    private A[] limbs(RnsPolynomial polynomial) {
        return buffer(polynomial).limbs();
    }

    /** The limbs of a basis, in its order. */
    private A[] limbs(RnsPolynomial polynomial, Basis basis) {
        return limbs(buffer(polynomial), basis);
    }

    private A[] limbs(RnsBuffer<A> polynomial, Basis basis) {
        A[] all = polynomial.limbs();
        Basis own = polynomial.basis();
        if (own.equals(basis)) {
            return all;
        }
        requireContains(own, basis);
        A[] limbs = kernels.newLimbs(basis.size());
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = all[own.position(basis.prime(i))];
        }
        return limbs;
    }

    private A limb(RnsPolynomial polynomial, int position) {
        A[] limbs = limbs(polynomial);
        if (position < 0 || position >= limbs.length) {
            throw invalid("position " + position + " in limbs " + polynomial.basis());
        }
        return limbs[position];
    }

    private void requireLength(long[] values) {
        if (values.length != ring.degree()) {
            throw invalid(values.length + " values, expected " + ring.degree());
        }
    }

    private void requireResidues(Basis basis, long[] residues) {
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

    private static void requireContains(Basis basis, Basis part) {
        if (!basis.containsAll(part)) {
            throw invalid("limbs " + basis + " do not contain " + part);
        }
    }

    private static void requireDistinct(RnsPolynomial destination, RnsPolynomial operand) {
        if (destination == operand) {
            throw invalid("the destination is also an operand or another destination");
        }
    }

    private static IllegalArgumentException invalid(String message) {
        return new IllegalArgumentException(message);
    }
}
