package dev.glovebox.backends.nativecode;

import static dev.glovebox.backends.nativecode.Checks.invalid;
import static dev.glovebox.backends.nativecode.Checks.requireContains;
import static dev.glovebox.backends.nativecode.Checks.requireDistinct;
import static dev.glovebox.backends.nativecode.Checks.requireGalois;
import static dev.glovebox.backends.nativecode.Checks.requireLength;
import static dev.glovebox.backends.nativecode.Checks.requirePosition;
import static dev.glovebox.backends.nativecode.Checks.requireResidues;
import static dev.glovebox.backends.nativecode.Checks.requireSame;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.ring.Workers;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The operations on whole RNS polynomials: checks bases, finds memory and calls the library, once for each operation or for each
 * share of its limbs. Everything is checked before anything is written.
 */
final class NativeKernels implements RingKernels {
    // As enum Pointwise and enum Scalar in ring.h.
    private static final int ADD = 0;
    private static final int SUBTRACT = 1;
    private static final int NEGATE = 2;
    private static final int MULTIPLY = 3;
    private static final int MULTIPLY_ADD = 4;
    private static final int COPY = 5;
    private static final int MULTIPLY_SCALAR = 0;
    private static final int ADD_SCALAR = 1;

    /** Keeps at most this many ints of automorphism tables (16 MiB). */
    private static final int PERMUTATION_INTS = 1 << 22;

    /** Digits whose limbs are in scratch memory together, and limbs of one: as STREAMS and TARGETS in operations.h. */
    private static final int STREAMS = 4;

    private static final int TARGETS = 4;

    private final Ring ring;
    private final Memory memory;
    private final Workers workers = Workers.configured();
    private final Tables tables;
    private final Conversions conversions;
    private final Map<Integer, Blocks> permutations = new ConcurrentHashMap<>();
    private final long nanosPerPass;
    private final InstructionSet instructions;

    /** Those of a ring of which this is a subring. */
    private final @Nullable NativeKernels over;

    private final Map<Integer, NativeKernels> subrings = new ConcurrentHashMap<>();

    NativeKernels(Ring ring, InstructionSet instructions) {
        this(ring, instructions, null);
    }

    private NativeKernels(Ring ring, InstructionSet instructions, @Nullable NativeKernels over) {
        this.ring = ring;
        this.instructions = instructions;
        this.over = over;
        // As many limbs for each subring: all together a quarter of the memory.
        this.memory = new Memory(ring.degree(), over == null ? ring.degree() : over.ring.degree());
        this.nanosPerPass = Math.max(1, ring.degree() / 4);
        long[] primes = ring.primes();
        long[] roots = new long[primes.length];
        Arrays.setAll(roots, ring::root);
        try (Call call = new Call(this)) {
            long address = Functions.OPEN.call(
                    instructions.ordinal(), ring.logDegree(), primes.length, call.longs(primes), call.longs(roots));
            this.tables = new Tables(requireMemory(address), memory);
        }
        this.conversions = new Conversions(tables.address);
        NativePolynomial.onUnreachable(this, tables);
    }

    static long requireMemory(long address) {
        if (address == 0) {
            throw new OutOfMemoryError("no memory outside the Java heap for the tables of a ring");
        }
        return address;
    }

    /** What the library keeps of a ring; freed when neither kernels nor polynomials are left, which refer to them. */
    private record Tables(long address, Memory memory) implements Runnable {
        @Override
        public void run() {
            memory.close();
            Functions.CLOSE.call(address);
        }
    }

    /** The table of an automorphism. */
    private static final class Blocks {
        final long address;

        Blocks(long ring, int degree, int galoisElement) {
            long memory = Memory.allocate((16 + degree / 4L) * Integer.BYTES);
            this.address = memory;
            Functions.AUTOMORPHISM.call(ring, galoisElement, memory);
            NativePolynomial.onUnreachable(this, () -> Memory.free(memory));
        }
    }

    @Override
    public Ring ring() {
        return ring;
    }

    /** How many limbs wait for reuse. */
    int keptLimbs() {
        return memory.kept();
    }

    @Override
    public long memoryBytes() {
        return Memory.physicalBytes();
    }

    @Override
    public RingKernels subring(int logDegree) {
        int log = Ring.subringLogDegree(ring.logDegree(), logDegree);
        return over != null || log == ring.logDegree()
                ? this
                : subrings.computeIfAbsent(log, l -> new NativeKernels(ring.subring(l), instructions, this));
    }

    @Override
    public RnsPolynomial allocate(Basis basis) {
        return zeroed(basis, false);
    }

    @Override
    public RnsPolynomial allocateSecret(Basis basis) {
        return zeroed(basis, true);
    }

    @Override
    public RnsPolynomial allocateUnset(Basis basis) {
        return unset(basis, false);
    }

    private NativePolynomial zeroed(Basis basis, boolean secret) {
        NativePolynomial polynomial = unset(basis, secret);
        try (Call call = new Call(this)) {
            Functions.ZERO.call(tables.address, call.use(polynomial));
        }
        return polynomial;
    }

    private NativePolynomial unset(Basis basis, boolean secret) {
        for (int i = 0; i < basis.size(); i++) {
            if (basis.prime(i) >= ring.primeCount()) {
                throw invalid("limbs " + basis + " of a ring of " + ring.primeCount());
            }
        }
        return new NativePolynomial(this, memory, basis, secret);
    }

    @Override
    public void copy(RnsPolynomial destination, RnsPolynomial source) {
        pointwise(COPY, destination, source, source);
    }

    @Override
    public void importCoefficients(RnsPolynomial destination, long[] coefficients) {
        requireLength(ring, coefficients);
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            long numbers = scratchLimb(call, own(destination).secret);
            Memory.putLongs(numbers, coefficients);
            forLimbs(
                    destination.basis(),
                    2,
                    (from, end) -> Functions.IMPORT_COEFFICIENTS.call(tables.address, to, numbers, from, end));
        }
    }

    /** The address of a limb for N numbers. */
    private long scratchLimb(Call call, boolean secret) {
        return Memory.getLong(call.scratch(unset(Basis.of(0), secret)), 1);
    }

    @Override
    public void importLimb(RnsPolynomial destination, int position, long[] residues) {
        requireLength(ring, residues);
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            requirePosition(destination, position);
            long p = ring.prime(destination.basis().prime(position));
            long signs = 0;
            for (long residue : residues) {
                signs |= residue | (p - 1 - residue);
            }
            if (signs < 0) {
                throw invalid("a residue of the limb at " + position + " is outside [0, " + p + ")");
            }
            long numbers = scratchLimb(call, own(destination).secret);
            Memory.putLongs(numbers, residues);
            Functions.IMPORT_RESIDUES.call(tables.address, to, position, numbers);
        }
    }

    @Override
    public void exportLimb(RnsPolynomial source, int position, long[] residues) {
        requireLength(ring, residues);
        try (Call call = new Call(this)) {
            long from = call.use(source);
            requirePosition(source, position);
            long numbers = scratchLimb(call, own(source).secret);
            Functions.EXPORT_RESIDUES.call(tables.address, from, position, numbers);
            Memory.getLongs(numbers, residues);
        }
    }

    @Override
    public void forwardNtt(RnsPolynomial polynomial) {
        inPlace(polynomial, Functions.FORWARD);
    }

    @Override
    public void inverseNtt(RnsPolynomial polynomial) {
        inPlace(polynomial, Functions.BACKWARD);
    }

    private void inPlace(RnsPolynomial polynomial, Functions.OnLimbs function) {
        try (Call call = new Call(this)) {
            long header = call.use(polynomial);
            forLimbs(
                    polynomial.basis(),
                    ring.logDegree(),
                    (from, end) -> function.call(tables.address, header, from, end));
        }
    }

    @Override
    public void add(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b) {
        pointwise(ADD, destination, a, b);
    }

    @Override
    public void subtract(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b) {
        pointwise(SUBTRACT, destination, a, b);
    }

    @Override
    public void negate(RnsPolynomial destination, RnsPolynomial a) {
        pointwise(NEGATE, destination, a, a);
    }

    @Override
    public void multiply(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b) {
        pointwise(MULTIPLY, destination, a, b);
    }

    @Override
    public void multiplyAdd(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b) {
        pointwise(MULTIPLY_ADD, destination, a, b);
    }

    private void pointwise(int operation, RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b) {
        Basis basis = destination.basis();
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            long x = operand(call, a, basis);
            long y = operation == ADD || operation == MULTIPLY ? factor(call, b, basis) : operand(call, b, basis);
            forLimbs(basis, 1, (from, end) -> Functions.POINTWISE.call(tables.address, operation, to, x, y, from, end));
        }
    }

    @Override
    public void sumOfProducts(RnsPolynomial destination, RnsPolynomial[] a, RnsPolynomial[] b) {
        sums(destination, destination, b, a, new RnsPolynomial[0]);
    }

    @Override
    public void sumsOfProducts(
            RnsPolynomial first, RnsPolynomial second, RnsPolynomial[] a, RnsPolynomial[] b, RnsPolynomial[] c) {
        requireDistinct(first, second);
        requireSame(first.basis(), second.basis());
        if (c.length != a.length) {
            throw invalid("sums of " + a.length + " by " + c.length + " products");
        }
        sums(first, second, a, b, c);
    }

    /** One sum where both destinations are one. The aᵢ may be of subrings. */
    private void sums(
            RnsPolynomial first, RnsPolynomial second, RnsPolynomial[] a, RnsPolynomial[] b, RnsPolynomial[] c) {
        int terms = a.length;
        if (terms == 0 || b.length != terms) {
            throw invalid("a sum of " + terms + " by " + b.length + " products");
        }
        Basis basis = first.basis();
        try (Call call = new Call(this)) {
            long one = call.use(first);
            long two = first == second ? 0 : call.use(second);
            long[] headers = new long[2 * terms + c.length];
            for (int t = 0; t < terms; t++) {
                requireDistinct(first, a[t]);
                requireDistinct(second, a[t]);
                headers[t] = factor(call, a[t], basis);
            }
            factors(call, headers, terms, b, basis, first, second);
            factors(call, headers, 2 * terms, c, basis, first, second);
            long operands = call.longs(headers);
            forLimbs(
                    basis,
                    terms,
                    (from, end) -> Functions.SUMS.call(tables.address, one, two, terms, operands, from, end));
        }
    }

    /** The headers of operands that are no destination, from a position on. */
    private void factors(
            Call call,
            long[] headers,
            int position,
            RnsPolynomial[] operands,
            Basis basis,
            RnsPolynomial first,
            RnsPolynomial second) {
        for (int t = 0; t < operands.length; t++) {
            requireDistinct(first, operands[t]);
            requireDistinct(second, operands[t]);
            headers[position + t] = operand(call, operands[t], basis);
        }
    }

    @Override
    public void multiplyScalar(RnsPolynomial destination, RnsPolynomial a, long[] residues) {
        scalar(MULTIPLY_SCALAR, destination, a, residues);
    }

    @Override
    public void addScalar(RnsPolynomial destination, RnsPolynomial a, long[] residues) {
        scalar(ADD_SCALAR, destination, a, residues);
    }

    private void scalar(int operation, RnsPolynomial destination, RnsPolynomial a, long[] residues) {
        Basis basis = destination.basis();
        requireResidues(ring, basis, residues);
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            long x = operand(call, a, basis);
            long numbers = call.longs(residues);
            forLimbs(
                    basis,
                    1,
                    (from, end) -> Functions.SCALAR.call(tables.address, operation, to, x, numbers, from, end));
        }
    }

    @Override
    public void sumOfScalarProducts(RnsPolynomial destination, RnsPolynomial[] a, long[][] residues) {
        int terms = a.length;
        if (terms == 0 || residues.length != terms) {
            throw invalid("a sum of " + terms + " by " + residues.length + " scalar products");
        }
        Basis basis = destination.basis();
        long[] factors = new long[terms * basis.size()];
        for (int t = 0; t < terms; t++) {
            requireResidues(ring, basis, residues[t]);
            System.arraycopy(residues[t], 0, factors, t * basis.size(), basis.size());
        }
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            long[] headers = new long[terms];
            factors(call, headers, 0, a, basis, destination, destination);
            long operands = call.longs(headers);
            long numbers = call.longs(factors);
            forLimbs(
                    basis,
                    terms,
                    (from, end) -> Functions.SCALAR_SUMS.call(tables.address, to, terms, operands, numbers, from, end));
        }
    }

    @Override
    public void automorphism(RnsPolynomial destination, RnsPolynomial a, int galoisElement) {
        requireDistinct(destination, a);
        requireGalois(ring, galoisElement);
        Basis basis = destination.basis();
        Blocks blocks = blocks(galoisElement);
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            long x = operand(call, a, basis);
            forLimbs(basis, 1, (from, end) -> Functions.PERMUTE.call(tables.address, to, x, blocks.address, from, end));
        } finally {
            java.lang.ref.Reference.reachabilityFence(blocks);
        }
    }

    @Override
    public void modDownAutomorphism(
            RnsPolynomial destination, RnsPolynomial source, @Nullable RnsPolynomial addend, int galoisElement) {
        requireDistinct(destination, source);
        requireGalois(ring, galoisElement);
        Basis basis = destination.basis();
        Basis dropped = source.basis().minus(basis);
        if (dropped.size() == 0) {
            RingKernels.super.modDownAutomorphism(destination, source, addend, galoisElement);
            return;
        }
        Blocks blocks = blocks(galoisElement);
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            long from = operand(call, source, basis);
            boolean secret = own(source).secret;
            long plus = 0;
            if (addend != null) {
                requireDistinct(destination, addend);
                plus = operand(call, addend, basis);
                secret |= own(addend).secret;
            }
            long numbers = decompose(call, source, from, new Basis[] {dropped}, new long[0]);
            Basis together = first(Math.min(basis.size(), TARGETS));
            boolean zeroed = secret;
            long summand = plus;
            forLimbs(basis, ring.logDegree() + dropped.size(), (i, end) -> {
                try (Call piece = new Call(this)) {
                    long quotients = piece.scratch(new NativePolynomial(this, memory, together, zeroed));
                    long polynomials = piece.longs(to, from, summand, quotients);
                    Functions.DIVIDE_AUTOMORPHISM.call(tables.address, numbers, polynomials, blocks.address, i, end);
                }
            });
        } finally {
            java.lang.ref.Reference.reachabilityFence(blocks);
        }
    }

    private Blocks blocks(int galoisElement) {
        if (permutations.size() >= Math.max(1, PERMUTATION_INTS / (ring.degree() / 4))) {
            permutations.clear();
        }
        return permutations.computeIfAbsent(galoisElement, g -> new Blocks(tables.address, ring.degree(), g));
    }

    @Override
    public void modUp(RnsPolynomial[] destinations, RnsPolynomial source, Basis[] digits) {
        int count = digits.length;
        if (destinations.length != count) {
            throw invalid(destinations.length + " destinations for " + count + " digits");
        }
        try (Call call = new Call(this)) {
            long from = call.use(source);
            long[] headers = new long[count];
            int limbs = 0;
            for (int d = 0; d < count; d++) {
                requireDistinct(destinations[d], source);
                for (int e = 0; e < d; e++) {
                    requireDistinct(destinations[d], destinations[e]);
                }
                requireContains(destinations[d].basis(), digits[d]);
                headers[d] = call.use(destinations[d]);
                limbs += destinations[d].basis().size();
            }
            long numbers = decompose(call, source, from, digits, headers);
            run(
                    limbs,
                    ring.logDegree() + greatest(digits),
                    (i, end) -> Functions.EXTEND.call(tables.address, count, numbers, from, i, end));
        }
    }

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
            throw invalid("sums of " + count + " by " + b.length + " and " + c.length + " products");
        }
        requireDistinct(first, second);
        requireDistinct(first, source);
        requireDistinct(second, source);
        Basis basis = first.basis();
        requireSame(basis, second.basis());
        try (Call call = new Call(this)) {
            long from = call.use(source);
            long one = call.use(first);
            long two = call.use(second);
            long[] headers = new long[2 * count];
            for (Basis digit : digits) {
                requireContains(basis, digit);
            }
            factors(call, headers, 0, b, basis, first, second);
            factors(call, headers, count, c, basis, first, second);
            long numbers = decompose(call, source, from, digits, headers);
            int width = greatest(digits) == 1 ? 1 : Math.min(basis.size(), TARGETS);
            int scratch = Math.min(count, STREAMS) * width;
            long passes = (long) count * (ring.logDegree() + greatest(digits));
            run(basis.size(), passes, (i, end) -> {
                try (Call piece = new Call(this)) {
                    long extended = piece.scratch(new NativePolynomial(this, memory, first(scratch), false));
                    Functions.EXTENDED_SUMS.call(tables.address, count, numbers, from, one, two, extended, i, end);
                }
            });
        }
    }

    /** As many limbs as wanted, whatever their primes. */
    private static Basis first(int limbs) {
        return Basis.range(0, limbs);
    }

    @Override
    public void modDown(RnsPolynomial destination, RnsPolynomial source) {
        requireDistinct(destination, source);
        Basis basis = destination.basis();
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            long from = operand(call, source, basis);
            Basis dropped = source.basis().minus(basis);
            if (dropped.size() == 0) {
                copy(destination, source);
                return;
            }
            long numbers = decompose(call, source, from, new Basis[] {dropped}, new long[0]);
            forLimbs(
                    basis,
                    ring.logDegree() + dropped.size(),
                    (i, end) -> Functions.DIVIDE.call(tables.address, numbers, to, from, i, end));
        }
    }

    @Override
    public void modDownAdd(RnsPolynomial destination, RnsPolynomial source, RnsPolynomial addend) {
        requireDistinct(destination, source);
        requireDistinct(destination, addend);
        Basis basis = destination.basis();
        Basis middle = addend.basis();
        Basis first = source.basis().minus(middle);
        Basis second = middle.minus(basis);
        if (first.size() == 0) {
            RingKernels.super.modDownAdd(destination, source, addend);
            return;
        }
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            long from = operand(call, source, middle);
            long plus = operand(call, addend, basis);
            boolean secret = own(source).secret || own(addend).secret;
            long integers = Memory.getLong(decompose(call, source, from, new Basis[] {first}, new long[0]), 1);
            long quotients = call.scratch(unset(second, secret));
            long conversion = conversions.of(first, second);
            if (second.size() > 0) {
                long polynomials = call.longs(integers, quotients, from, plus, call.scratch(unset(second, secret)));
                forLimbs(
                        second,
                        ring.logDegree() + first.size(),
                        (i, end) -> Functions.STAGE.call(tables.address, conversion, polynomials, i, end));
            }
            long polynomials = call.longs(integers, quotients, from, plus, to);
            forLimbs(
                    basis,
                    ring.logDegree() + first.size() + second.size(),
                    (i, end) -> Functions.DIVIDE_ADD.call(tables.address, conversion, polynomials, i, end));
        }
    }

    /** The digits' integers, in scratch memory; returns the address of conversions, headers of integers, and what follows. */
    private long decompose(Call call, RnsPolynomial source, long header, Basis[] digits, long[] further) {
        int count = digits.length;
        long[] numbers = Arrays.copyOf(new long[0], 2 * count + further.length);
        System.arraycopy(further, 0, numbers, 2 * count, further.length);
        int limbs = 0;
        for (int d = 0; d < count; d++) {
            if (digits[d].size() == 0) {
                throw invalid("digit " + d + " is empty");
            }
            requireContains(source.basis(), digits[d]);
            numbers[d] = conversions.of(digits[d]);
            limbs += digits[d].size();
        }
        for (int d = 0; d < count; d++) {
            numbers[count + d] = call.scratch(unset(digits[d], own(source).secret));
        }
        long address = call.longs(numbers);
        run(
                limbs,
                ring.logDegree(),
                (from, end) -> Functions.DECOMPOSE.call(tables.address, count, address, header, from, end));
        return address;
    }

    private static int greatest(Basis[] digits) {
        return Arrays.stream(digits).mapToInt(Basis::size).max().orElse(0);
    }

    @Override
    public void scaleUp(RnsPolynomial destination, RnsPolynomial source) {
        requireDistinct(destination, source);
        requireContains(destination.basis(), source.basis());
        try (Call call = new Call(this)) {
            long to = call.use(destination);
            long from = call.use(source);
            forLimbs(destination.basis(), 1, (i, end) -> Functions.SCALE_UP.call(tables.address, to, from, i, end));
        }
    }

    /** Gives back every pooled buffer. Tables stay as long as these kernels or their polynomials are in use. */
    @Override
    public void close() {
        subrings.values().forEach(NativeKernels::close);
        memory.close();
        permutations.clear();
    }

    private void forLimbs(Basis basis, long passes, Workers.RangeTask task) {
        run(basis.size(), passes, task);
    }

    private void run(int limbs, long passes, Workers.RangeTask task) {
        workers.runRanges(limbs, passes * nanosPerPass, task);
        java.lang.ref.Reference.reachabilityFence(this);
    }

    private long operand(Call call, RnsPolynomial polynomial, Basis basis) {
        own(polynomial);
        return factor(call, polynomial, basis);
    }

    /** As {@link #operand}, of this ring or a subring. */
    private long factor(Call call, RnsPolynomial polynomial, Basis basis) {
        long header = call.hold(ownOrSubring(polynomial));
        requireContains(polynomial.basis(), basis);
        return header;
    }

    NativePolynomial own(RnsPolynomial polynomial) {
        NativePolynomial own = ownOrSubring(polynomial);
        if (own.owner != this) {
            throw invalid("a polynomial of a subring, expected one of all " + ring.degree() + " coefficients");
        }
        return own;
    }

    private NativePolynomial ownOrSubring(RnsPolynomial polynomial) {
        if (polynomial instanceof NativePolynomial own && (own.owner == this || own.owner.over == this)) {
            return own;
        }
        throw invalid("a polynomial that other kernels allocated");
    }
}
