package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.ring.Workers;
import dev.glovebox.runtime.rlwe.Ciphertext;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.rlwe.KeySwitcher;
import dev.glovebox.runtime.rlwe.KeySwitcher.Digits;
import dev.glovebox.runtime.rlwe.Pair;
import dev.glovebox.runtime.rlwe.SwitchingKey;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates circuits on CKKS ciphertexts with evaluation keys; holds no secret. Values are {@link CkksCiphertext}. A value of another
 * kind, level, scale or size than an operation takes is an {@link IllegalArgumentException}; a value under another secret key,
 * and a key that is missing, are {@link CircuitException}s. Safe for use by many threads.
 */
public final class CkksEvaluator implements Evaluator {
    private static final int MAX_INTEGER = 1 << 20;

    private final CkksParameters parameters;
    private final RingKernels kernels;
    private final int slots;
    private final int samples;
    private final EvaluationKeys keys;
    private final PlaintextCache plaintexts;
    private final KeySwitcher switcher;
    private final RequiredKeys required;
    private final Workers workers = Workers.configured();

    /**
     * Computes on as many samples as the plaintexts are made for: slot i of sample k is slot i·samples + k of a ciphertext.
     *
     * @param slots n, of one sample
     * @param keys stay the caller's
     * @param plaintexts of these parameters and kernels; stays the caller's
     */
    public CkksEvaluator(
            CkksParameters parameters, RingKernels kernels, int slots, EvaluationKeys keys, PlaintextCache plaintexts) {
        int most = parameters.maxSlots() / plaintexts.samples();
        if (Integer.bitCount(slots) != 1 || slots > most) {
            throw new IllegalArgumentException(slots + " slots, expected a power of two up to " + most);
        }
        if (!plaintexts.parameters().equals(parameters)) {
            throw new IllegalArgumentException("plaintexts of other parameters");
        }
        this.parameters = parameters;
        this.kernels = kernels;
        this.slots = slots;
        this.samples = plaintexts.samples();
        this.keys = keys;
        this.plaintexts = plaintexts;
        this.switcher = new KeySwitcher(parameters.rlwe(), kernels);
        this.required = new RequiredKeys(parameters, keys, slots, samples);
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public Value add(Value a, Value b) {
        return sum("add", a, b, false);
    }

    @Override
    public Value subtract(Value a, Value b) {
        return sum("subtract", a, b, true);
    }

    private Value sum(String operation, Value left, Value right, boolean subtract) {
        Operand a = operand(left);
        Operand b = operand(right);
        require(
                a.level() == b.level() && a.pending() == b.pending(),
                operation,
                "operands of one level and scale",
                a,
                b);
        int level = a.level();
        int pending = a.pending();
        RnsPolynomial[] sum = new RnsPolynomial[Math.max(a.size(), b.size())];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = i < a.size() && (a.last() || i >= b.size()) ? a.target(i) : b.target(i);
        }
        forParts(sum.length, level, i -> {
            if (i >= b.size()) {
                kernels.copy(sum[i], a.part(i));
            } else if (i >= a.size() && subtract) {
                kernels.negate(sum[i], b.part(i));
            } else if (i >= a.size()) {
                kernels.copy(sum[i], b.part(i));
            } else if (subtract) {
                kernels.subtract(sum[i], a.part(i), b.part(i));
            } else {
                kernels.add(sum[i], a.part(i), b.part(i));
            }
        });
        return finish(level, pending, sum, a, b);
    }

    @Override
    public Value negate(Value a) {
        return each(operand(a), kernels::negate);
    }

    @Override
    public Value addPlain(Value a, SlotVector v) {
        Operand x = operand(a);
        checkPeriod(v);
        try (PlaintextCache.Use plaintext = plaintexts.encoded(v, x.level(), x.pending())) {
            return first(x, (to, from) -> kernels.add(to, from, plaintext.polynomial()));
        }
    }

    @Override
    public Value addScalar(Value a, double c) {
        Operand x = operand(a);
        long[] residues = plaintexts.scalar(c, parameters.scale(x.level(), x.pending()), x.level());
        return first(x, (to, from) -> kernels.addScalar(to, from, residues));
    }

    @Override
    public Value multiplyPlain(Value a, SlotVector v) {
        Operand x = factor("multiplyPlain", a);
        checkPeriod(v);
        try (PlaintextCache.Use plaintext = plaintexts.encoded(v, x.level(), 1)) {
            return each(x, 2, (to, from) -> kernels.multiply(to, from, plaintext.polynomial()));
        }
    }

    @Override
    public Value multiplyScalar(Value a, double c) {
        Operand x = factor("multiplyScalar", a);
        long[] residues = plaintexts.scalar(c, parameters.scale(x.level()), x.level());
        return each(x, 2, (to, from) -> kernels.multiplyScalar(to, from, residues));
    }

    @Override
    public Value multiplyInteger(Value a, int k) {
        Operand x = operand(a);
        if (Math.abs((long) k) > MAX_INTEGER) {
            throw new IllegalArgumentException("multiplyInteger by " + k + ", expected at most " + MAX_INTEGER);
        }
        long[] residues = plaintexts.scalar(k, 1, x.level());
        return each(x, (to, from) -> kernels.multiplyScalar(to, from, residues));
    }

    @Override
    public Value multiply(Value a, Value b) {
        return sumOfProducts(new Value[] {a}, new Value[] {b});
    }

    @Override
    public Value sumOfProducts(Value[] a, Value[] b) {
        int terms = a.length;
        if (terms == 0 || b.length != terms) {
            throw new IllegalArgumentException("sumOfProducts of " + terms + " by " + b.length + " values");
        }
        RnsPolynomial[] a0 = new RnsPolynomial[terms];
        RnsPolynomial[] a1 = new RnsPolynomial[terms];
        RnsPolynomial[] b0 = new RnsPolynomial[terms];
        RnsPolynomial[] b1 = new RnsPolynomial[terms];
        RnsPolynomial[] crossA = new RnsPolynomial[2 * terms];
        RnsPolynomial[] crossB = new RnsPolynomial[2 * terms];
        Operand[] operands = new Operand[2 * terms];
        int level = a[0].level();
        for (int t = 0; t < terms; t++) {
            Operand x = factor("multiply", a[t]);
            Operand y = factor("multiply", b[t]);
            require(x.level() == level && y.level() == level, "multiply", "operands of level " + level, x, y);
            require(x.size() == 2 && y.size() == 2, "multiply", "operands of size 2", x, y);
            operands[t] = x;
            operands[terms + t] = y;
            a0[t] = x.part(0);
            a1[t] = x.part(1);
            b0[t] = y.part(0);
            b1[t] = y.part(1);
            crossA[t] = a0[t];
            crossB[t] = b1[t];
            crossA[terms + t] = a1[t];
            crossB[terms + t] = b0[t];
        }
        RnsPolynomial[] product = allocate(3, level);
        forParts(3, level, i -> {
            switch (i) {
                case 0 -> kernels.sumOfProducts(product[1], crossA, crossB);
                case 1 -> kernels.sumOfProducts(product[0], a0, b0);
                default -> kernels.sumOfProducts(product[2], a1, b1);
            }
        });
        return finish(level, 2, product, operands);
    }

    @Override
    public Value sumOfScalarProducts(Value[] a, double[] c, int level) {
        Operand[] x = terms("sumOfScalarProducts", a, c.length, level);
        long[][] residues = new long[x.length][];
        for (int t = 0; t < x.length; t++) {
            residues[t] = plaintexts.scalar(c[t], parameters.factorScale(x[t].level(), level), level);
        }
        return weighted(x, level, (to, parts, indices) -> {
            long[][] factors = new long[indices.length][];
            Arrays.setAll(factors, i -> residues[indices[i]]);
            kernels.sumOfScalarProducts(to, parts, factors);
        });
    }

    @Override
    public Value sumOfPlainProducts(Value[] a, SlotVector[] v, int level) {
        Operand[] x = terms("sumOfPlainProducts", a, v.length, level);
        PlaintextCache.Use[] uses = new PlaintextCache.Use[x.length];
        try {
            for (int t = 0; t < x.length; t++) {
                checkPeriod(v[t]);
                uses[t] = plaintexts.encodedFactor(v[t], x[t].level(), level);
            }
            return weighted(x, level, (to, parts, indices) -> {
                RnsPolynomial[] factors = new RnsPolynomial[indices.length];
                Arrays.setAll(factors, i -> uses[indices[i]].polynomial());
                kernels.sumOfProducts(to, parts, factors);
            });
        } finally {
            for (PlaintextCache.Use use : uses) {
                if (use != null) {
                    use.close();
                }
            }
        }
    }

    private Operand[] terms(String operation, Value[] a, int factors, int level) {
        if (a.length == 0 || factors != a.length) {
            throw new IllegalArgumentException(operation + " of " + a.length + " values by " + factors + " factors");
        }
        Operand[] x = new Operand[a.length];
        for (int t = 0; t < x.length; t++) {
            x[t] = factor(operation, a[t]);
            require(level >= 1 && x[t].level() >= level, operation, "operands at level " + level + " or above", x[t]);
        }
        return x;
    }

    /** Sums the polynomials of one place of those operands that have it. */
    private interface Weighted {
        void apply(RnsPolynomial destination, RnsPolynomial[] parts, int[] indices);
    }

    private Value weighted(Operand[] x, int level, Weighted operation) {
        int size = Arrays.stream(x).mapToInt(Operand::size).max().orElse(2);
        RnsPolynomial[] sum = allocate(size, level);
        forParts(size, level, i -> {
            int[] indices =
                    IntStream.range(0, x.length).filter(t -> x[t].size() > i).toArray();
            RnsPolynomial[] parts =
                    Arrays.stream(indices).mapToObj(t -> x[t].part(i)).toArray(RnsPolynomial[]::new);
            operation.apply(sum[i], parts, indices);
        });
        return finish(level, 2, sum, x);
    }

    @Override
    public Value relinearize(Value a) {
        Operand x = operand(a);
        return x.size() == 2 ? copy(x) : relinearized(x, false);
    }

    @Override
    public Value relinearizeRescale(Value a) {
        Operand x = operand(a);
        require(x.pending() == 2 && x.level() > 0, "relinearizeRescale", "pending 2 and level 1 or more", x);
        return x.size() == 2 ? rescaled(x) : relinearized(x, true);
    }

    private Value relinearized(Operand x, boolean rescale) {
        int level = x.level();
        int pending = x.pending();
        SwitchingKey key = required.relinearization(level);
        try (Pair extended = switcher.extended(x.part(2), level, key)) {
            Pair sum = switcher.divideAdd(extended, x.part(0), x.part(1), level, rescale);
            return finish(rescale ? level - 1 : level, rescale ? 1 : pending, parts(sum), x);
        }
    }

    @Override
    public Value rescale(Value a) {
        Operand x = operand(a);
        require(x.pending() == 2 && x.level() > 0, "rescale", "pending 2 and level 1 or more", x);
        return rescaled(x);
    }

    private Value rescaled(Operand x) {
        int level = x.level() - 1;
        RnsPolynomial[] parts = allocate(x.size(), level);
        forParts(parts.length, level, i -> kernels.modDown(parts[i], x.part(i)));
        return finish(level, 1, parts, x);
    }

    @Override
    public Value adjust(Value a, int level) {
        Operand x = operand(a);
        require(
                x.pending() == 1 && level >= 0 && level < x.level(),
                "adjust to level " + level,
                "pending 1 and a lower level",
                x);
        int above = level + 1;
        double scale = parameters.modulus(above) * parameters.scale(level) / parameters.scale(x.level());
        long[] residues = plaintexts.scalar(1, scale, above);
        RnsPolynomial[] parts = allocate(x.size(), level);
        forParts(parts.length, level, i -> {
            try (RnsPolynomial product = kernels.allocateUnset(parameters.dataBasis(above))) {
                kernels.multiplyScalar(product, x.part(i), residues);
                kernels.modDown(parts[i], product);
            }
        });
        return finish(level, 1, parts, x);
    }

    @Override
    public Value rotate(Value a, int steps) {
        Operand x = switchable("rotate", a);
        int shift = Math.floorMod(steps, slots);
        return shift == 0 ? copy(x) : automorphism(x, required.element(shift), required.rotation(shift, x.level()));
    }

    @Override
    public Value conjugate(Value a) {
        Operand x = switchable("conjugate", a);
        return automorphism(x, parameters.conjugationElement(), required.conjugation(x.level()));
    }

    /** φ((c₀, 0) + switch(c₁)). */
    private Value automorphism(Operand x, int element, SwitchingKey key) {
        int level = x.level();
        int pending = x.pending();
        @Nullable Digits digits = x.digits();
        try (Pair extended =
                digits == null ? switcher.extended(x.part(1), level, key) : switcher.innerProduct(digits, key)) {
            Pair image = switcher.divideAddAutomorphism(extended, x.part(0), level, element);
            return finish(level, pending, parts(image), x);
        }
    }

    @Override
    public Value multiplyByI(Value a) {
        RnsPolynomial monomial = plaintexts.imaginaryUnit();
        return each(operand(a), (to, from) -> kernels.multiply(to, from, monomial));
    }

    @Override
    public Hoisted hoist(Value a) {
        Operand x = switchable("hoist", a);
        if (x.digits() != null && x.last()) {
            return x.hoisted();
        }
        CkksCiphertext own = copy(x);
        return new HoistedCiphertext(this, own, switcher.decompose(own.rlwe().part(1), own.level()));
    }

    @Override
    public Value linearTransform(Value a, DiagonalMatrix matrix) {
        Operand x = factor("linearTransform", a);
        require(x.size() == 2, "linearTransform", "size 2", x);
        matrix.diagonals().values().forEach(this::checkPeriod);
        int level = x.level();
        LinearTransform transform = new LinearTransform(kernels, parameters, plaintexts, switcher, required, slots);
        Pair product = transform.apply(x, matrix);
        return finish(level, 2, parts(product), x);
    }

    @Override
    public Value last(Value a) {
        return operand(a).marked();
    }

    @Override
    public void release(Value a) {
        operand(a).end();
    }

    /** An operation on a polynomial: destination, operand. */
    private interface OnPart {
        void apply(RnsPolynomial destination, RnsPolynomial operand);
    }

    private Value each(Operand x, OnPart operation) {
        return each(x, x.pending(), operation);
    }

    private Value each(Operand x, int pending, OnPart operation) {
        int level = x.level();
        RnsPolynomial[] parts = new RnsPolynomial[x.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = x.target(i);
        }
        forParts(parts.length, level, i -> operation.apply(parts[i], x.part(i)));
        return finish(level, pending, parts, x);
    }

    /** Changes c₀ only. */
    private Value first(Operand x, OnPart operation) {
        RnsPolynomial[] parts = new RnsPolynomial[x.size()];
        parts[0] = x.target(0);
        operation.apply(parts[0], x.part(0));
        for (int i = 1; i < parts.length; i++) {
            parts[i] = x.owned(i);
        }
        return finish(x.level(), x.pending(), parts, x);
    }

    private CkksCiphertext copy(Operand x) {
        RnsPolynomial[] parts = new RnsPolynomial[x.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = x.owned(i);
        }
        return finish(x.level(), x.pending(), parts, x);
    }

    private RnsPolynomial[] allocate(int count, int level) {
        Basis basis = parameters.dataBasis(level);
        RnsPolynomial[] parts = new RnsPolynomial[count];
        for (int i = 0; i < count; i++) {
            parts[i] = kernels.allocateUnset(basis);
        }
        return parts;
    }

    private static RnsPolynomial[] parts(Pair pair) {
        return new RnsPolynomial[] {pair.first(), pair.second()};
    }

    /** Does something for each polynomial of a result, on several threads where that pays. */
    private void forParts(int count, int level, IntConsumer operation) {
        workers.run(count, (long) parameters.limbs(level) * parameters.degree(), operation);
    }

    /** The result; ends the operands whose last use this was. */
    private CkksCiphertext finish(int level, int pending, RnsPolynomial[] parts, Operand... operands) {
        for (Operand operand : operands) {
            operand.used();
        }
        Ciphertext ciphertext = Ciphertext.of(parameters.rlwe(), keys.keyId(), level, List.of(parts));
        return new CkksCiphertext(ciphertext, slots * samples, pending);
    }

    private Operand operand(Value value) {
        Operand operand = Operand.of(kernels, value);
        if (operand == null || operand.slots() != slots * samples) {
            throw new IllegalArgumentException(value + ", expected a CKKS ciphertext of " + slots * samples + " slots");
        }
        if (!operand.keyId().equals(keys.keyId())) {
            throw new CircuitException(
                    ErrorCode.WRONG_KEY.id(),
                    "the ciphertext is under the key " + operand.keyId() + ", the evaluation keys are for "
                            + keys.keyId() + ". Encrypt the input with the client that made the keys.");
        }
        operand.checkOpen();
        return operand;
    }

    /** An operand of a product: its scale can be squared, and rescaled afterwards. */
    private Operand factor(String operation, Value value) {
        Operand x = operand(value);
        require(x.pending() == 1 && x.level() > 0, operation, "pending 1 and level 1 or more", x);
        return x;
    }

    private Operand switchable(String operation, Value value) {
        Operand x = operand(value);
        require(x.size() == 2, operation, "size 2", x);
        return x;
    }

    private void checkPeriod(SlotVector v) {
        if (v.period() > slots) {
            throw new IllegalArgumentException(
                    "a constant of period " + v.period() + " in a circuit of " + slots + " slots");
        }
    }

    private static void require(boolean condition, String operation, String expected, Operand... found) {
        if (!condition) {
            throw new IllegalArgumentException(operation + " takes " + expected + ", found "
                    + Arrays.stream(found).map(Operand::toString).collect(Collectors.joining()));
        }
    }
}
