package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.Ciphertext;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.rlwe.KeySwitcher;
import dev.glovebox.runtime.rlwe.Pair;
import dev.glovebox.runtime.rlwe.SwitchingKey;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates circuits on CKKS ciphertexts with evaluation keys; holds no secret. Values are {@link CkksCiphertext}. A value of another
 * kind, level, scale or size than an operation takes is an {@link IllegalArgumentException}; a value under another secret key,
 * and a key that is missing, are {@link CircuitException}s. Safe for use by many threads.
 */
public final class CkksEvaluator implements Evaluator {
    private static final int MAX_INTEGER = 1 << 20;
    private static final String REMEDY =
            "Make the evaluation keys with the client of this circuit: its manifest lists every key.";

    private final CkksParameters parameters;
    private final RingKernels kernels;
    private final int slots;
    private final int samples;
    private final EvaluationKeys keys;
    private final PlaintextCache plaintexts;
    private final Encoder encoder;
    private final KeySwitcher switcher;

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
        this.encoder = plaintexts.encoder();
        this.switcher = new KeySwitcher(parameters.rlwe(), kernels);
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
        CkksCiphertext a = own(left);
        CkksCiphertext b = own(right);
        require(
                a.level() == b.level() && a.pending() == b.pending(),
                operation,
                "operands of one level and scale",
                a,
                b);
        RnsPolynomial[] sum = allocate(Math.max(a.size(), b.size()), a.level());
        for (int i = 0; i < sum.length; i++) {
            if (i >= b.size()) {
                kernels.copy(sum[i], a.rlwe().part(i));
            } else if (i >= a.size()) {
                if (subtract) {
                    kernels.negate(sum[i], b.rlwe().part(i));
                } else {
                    kernels.copy(sum[i], b.rlwe().part(i));
                }
            } else if (subtract) {
                kernels.subtract(sum[i], a.rlwe().part(i), b.rlwe().part(i));
            } else {
                kernels.add(sum[i], a.rlwe().part(i), b.rlwe().part(i));
            }
        }
        return value(a.level(), a.pending(), sum);
    }

    @Override
    public Value negate(Value a) {
        return each(own(a), kernels::negate);
    }

    @Override
    public Value addPlain(Value a, SlotVector v) {
        CkksCiphertext x = own(a);
        checkPeriod(v);
        RnsPolynomial plaintext = plaintexts.encoded(v, x.level(), x.pending());
        return first(x, (to, from) -> kernels.add(to, from, plaintext));
    }

    @Override
    public Value addScalar(Value a, double c) {
        CkksCiphertext x = own(a);
        double scale = parameters.scale(x.level(), x.pending());
        long[] residues = encoder.scalar(c, scale, parameters.dataBasis(x.level()));
        return first(x, (to, from) -> kernels.addScalar(to, from, residues));
    }

    @Override
    public Value multiplyPlain(Value a, SlotVector v) {
        CkksCiphertext x = factor("multiplyPlain", a);
        checkPeriod(v);
        RnsPolynomial plaintext = plaintexts.encoded(v, x.level(), 1);
        return each(x, 2, (to, from) -> kernels.multiply(to, from, plaintext));
    }

    @Override
    public Value multiplyScalar(Value a, double c) {
        CkksCiphertext x = factor("multiplyScalar", a);
        long[] residues = encoder.scalar(c, parameters.scale(x.level()), parameters.dataBasis(x.level()));
        return each(x, 2, (to, from) -> kernels.multiplyScalar(to, from, residues));
    }

    @Override
    public Value multiplyInteger(Value a, int k) {
        CkksCiphertext x = own(a);
        if (Math.abs((long) k) > MAX_INTEGER) {
            throw new IllegalArgumentException("multiplyInteger by " + k + ", expected at most " + MAX_INTEGER);
        }
        long[] residues = encoder.residues(BigInteger.valueOf(k), parameters.dataBasis(x.level()));
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
        int level = a[0].level();
        for (int t = 0; t < terms; t++) {
            CkksCiphertext x = factor("multiply", a[t]);
            CkksCiphertext y = factor("multiply", b[t]);
            require(x.level() == level && y.level() == level, "multiply", "operands of level " + level, x, y);
            require(x.size() == 2 && y.size() == 2, "multiply", "operands of size 2", x, y);
            a0[t] = x.rlwe().part(0);
            a1[t] = x.rlwe().part(1);
            b0[t] = y.rlwe().part(0);
            b1[t] = y.rlwe().part(1);
            crossA[t] = a0[t];
            crossB[t] = b1[t];
            crossA[terms + t] = a1[t];
            crossB[terms + t] = b0[t];
        }
        RnsPolynomial[] product = allocate(3, level);
        kernels.sumOfProducts(product[0], a0, b0);
        kernels.sumOfProducts(product[1], crossA, crossB);
        kernels.sumOfProducts(product[2], a1, b1);
        return value(level, 2, product);
    }

    @Override
    public Value relinearize(Value a) {
        CkksCiphertext x = own(a);
        if (x.size() == 2) {
            return copy(x);
        }
        SwitchingKey key = keys.relinearization();
        if (key == null) {
            throw new CircuitException(
                    ErrorCode.MISSING_KEY.id(),
                    "no relinearization key for the secret key " + keys.keyId() + ". " + REMEDY);
        }
        checkKeyLevel(key, x.level(), "relinearization key");
        Pair pair = switcher.switchKey(x.rlwe().part(2), x.level(), key);
        kernels.add(pair.first(), pair.first(), x.rlwe().part(0));
        kernels.add(pair.second(), pair.second(), x.rlwe().part(1));
        return value(x.level(), x.pending(), pair);
    }

    @Override
    public Value rescale(Value a) {
        CkksCiphertext x = own(a);
        require(x.pending() == 2 && x.level() > 0, "rescale", "pending 2 and level 1 or more", x);
        RnsPolynomial[] parts = allocate(x.size(), x.level() - 1);
        for (int i = 0; i < parts.length; i++) {
            kernels.modDown(parts[i], x.rlwe().part(i));
        }
        return value(x.level() - 1, 1, parts);
    }

    @Override
    public Value adjust(Value a, int level) {
        CkksCiphertext x = own(a);
        require(
                x.pending() == 1 && level >= 0 && level < x.level(),
                "adjust to level " + level,
                "pending 1 and a lower level",
                x);
        int above = level + 1;
        double scale = parameters.modulus(above) * parameters.scale(level) / parameters.scale(x.level());
        long[] residues = encoder.scalar(1, scale, parameters.dataBasis(above));
        RnsPolynomial[] parts = allocate(x.size(), level);
        try (RnsPolynomial product = kernels.allocate(parameters.dataBasis(above))) {
            for (int i = 0; i < parts.length; i++) {
                kernels.multiplyScalar(product, x.rlwe().part(i), residues);
                kernels.modDown(parts[i], product);
            }
        }
        return value(level, 1, parts);
    }

    @Override
    public Value rotate(Value a, int steps) {
        try (Hoisted hoisted = hoist(a)) {
            return hoisted.rotate(steps);
        }
    }

    @Override
    public Value conjugate(Value a) {
        CkksCiphertext x = switchable("conjugate", a);
        SwitchingKey key = galoisKey(parameters.conjugationElement(), x.level(), "conjugation");
        try (KeySwitcher.Digits digits = switcher.decompose(x.rlwe().part(1), x.level())) {
            return automorphism(x, digits, parameters.conjugationElement(), key);
        }
    }

    @Override
    public Value multiplyByI(Value a) {
        RnsPolynomial monomial = plaintexts.imaginaryUnit();
        return each(own(a), (to, from) -> kernels.multiply(to, from, monomial));
    }

    @Override
    public Hoisted hoist(Value a) {
        return new HoistedCiphertext(switchable("rotate", a));
    }

    /** Decomposes at the first rotation that needs it. */
    private final class HoistedCiphertext implements Hoisted {
        private final CkksCiphertext source;
        private KeySwitcher.@Nullable Digits digits;
        private boolean closed;

        HoistedCiphertext(CkksCiphertext source) {
            this.source = source;
        }

        private synchronized KeySwitcher.Digits digits() {
            if (closed) {
                throw new IllegalStateException("the hoisted value was closed");
            }
            if (digits == null) {
                digits = switcher.decompose(source.rlwe().part(1), source.level());
            }
            return digits;
        }

        @Override
        public Value rotate(int steps) {
            int shift = Math.floorMod(steps, slots);
            if (shift == 0) {
                return copy(source);
            }
            return automorphism(source, digits(), galoisElement(shift), rotationKey(shift, source.level()));
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (digits != null) {
                digits.close();
            }
        }
    }

    @Override
    public Value linearTransform(Value a, DiagonalMatrix matrix) {
        CkksCiphertext x = factor("linearTransform", a);
        require(x.size() == 2, "linearTransform", "size 2", x);
        matrix.diagonals().values().forEach(this::checkPeriod);
        Map<Integer, SwitchingKey> rotationKeys = new HashMap<>();
        for (int rotation : matrix.rotations()) {
            int steps = rotation & (slots - 1);
            if (steps != 0) {
                rotationKeys.put(steps, rotationKey(steps, x.level()));
            }
        }
        LinearTransform transform = new LinearTransform(kernels, parameters, plaintexts, switcher, rotationKeys, slots);
        return value(x.level(), 2, transform.apply(x, matrix));
    }

    @Override
    public void release(Value a) {
        own(a).close();
    }

    private SwitchingKey rotationKey(int steps, int level) {
        return galoisKey(galoisElement(steps), level, "rotation by " + steps + " of " + slots + " slots");
    }

    private int galoisElement(int steps) {
        return parameters.galoisElement(steps * samples);
    }

    private SwitchingKey galoisKey(int element, int level, String use) {
        SwitchingKey key = keys.galois().get(element);
        if (key == null) {
            throw new CircuitException(
                    ErrorCode.MISSING_KEY.id(),
                    "no Galois key for " + use + " (element " + element + ") for the secret key " + keys.keyId() + ". "
                            + REMEDY);
        }
        checkKeyLevel(key, level, "Galois key for " + use);
        return key;
    }

    private static void checkKeyLevel(SwitchingKey key, int level, String name) {
        if (key.level() < level) {
            throw new CircuitException(
                    ErrorCode.MISSING_KEY.id(),
                    "the " + name + " is at level " + key.level() + ", needed at level " + level + ". " + REMEDY);
        }
    }

    /** φ((c₀, 0) + switch(c₁)). */
    private Value automorphism(CkksCiphertext x, KeySwitcher.Digits digits, int element, SwitchingKey key) {
        try (Pair extended = switcher.innerProduct(digits, key);
                Pair switched = switcher.divide(extended, x.level())) {
            kernels.add(switched.first(), switched.first(), x.rlwe().part(0));
            Pair result = new Pair(kernels, parameters.dataBasis(x.level()));
            kernels.automorphism(result.first(), switched.first(), element);
            kernels.automorphism(result.second(), switched.second(), element);
            return value(x.level(), x.pending(), result);
        }
    }

    /** An operation on a polynomial: destination, operand. */
    private interface OnPart {
        void apply(RnsPolynomial destination, RnsPolynomial operand);
    }

    private Value each(CkksCiphertext x, OnPart operation) {
        return each(x, x.pending(), operation);
    }

    private Value each(CkksCiphertext x, int pending, OnPart operation) {
        RnsPolynomial[] parts = allocate(x.size(), x.level());
        for (int i = 0; i < parts.length; i++) {
            operation.apply(parts[i], x.rlwe().part(i));
        }
        return value(x.level(), pending, parts);
    }

    /** Changes c₀ only. */
    private Value first(CkksCiphertext x, OnPart operation) {
        RnsPolynomial[] parts = allocate(x.size(), x.level());
        operation.apply(parts[0], x.rlwe().part(0));
        for (int i = 1; i < parts.length; i++) {
            kernels.copy(parts[i], x.rlwe().part(i));
        }
        return value(x.level(), x.pending(), parts);
    }

    private Value copy(CkksCiphertext x) {
        return each(x, kernels::copy);
    }

    private RnsPolynomial[] allocate(int count, int level) {
        Basis basis = parameters.dataBasis(level);
        RnsPolynomial[] parts = new RnsPolynomial[count];
        for (int i = 0; i < count; i++) {
            parts[i] = kernels.allocate(basis);
        }
        return parts;
    }

    private Value value(int level, int pending, Pair parts) {
        return value(level, pending, parts.first(), parts.second());
    }

    private Value value(int level, int pending, RnsPolynomial... parts) {
        Ciphertext ciphertext = Ciphertext.of(parameters.rlwe(), keys.keyId(), level, List.of(parts));
        return new CkksCiphertext(ciphertext, slots * samples, pending);
    }

    private CkksCiphertext own(Value value) {
        if (!(value instanceof CkksCiphertext ciphertext) || ciphertext.slots() != slots * samples) {
            throw new IllegalArgumentException(value + ", expected a CKKS ciphertext of " + slots * samples + " slots");
        }
        if (!ciphertext.keyId().equals(keys.keyId())) {
            throw new CircuitException(
                    ErrorCode.WRONG_KEY.id(),
                    "the ciphertext is under the key " + ciphertext.keyId() + ", the evaluation keys are for "
                            + keys.keyId() + ". Encrypt the input with the client that made the keys.");
        }
        ciphertext.rlwe().checkOpen();
        return ciphertext;
    }

    /** An operand of a product: its scale can be squared, and rescaled afterwards. */
    private CkksCiphertext factor(String operation, Value value) {
        CkksCiphertext x = own(value);
        require(x.pending() == 1 && x.level() > 0, operation, "pending 1 and level 1 or more", x);
        return x;
    }

    private CkksCiphertext switchable(String operation, Value value) {
        CkksCiphertext x = own(value);
        require(x.size() == 2, operation, "size 2", x);
        return x;
    }

    private void checkPeriod(SlotVector v) {
        if (v.period() > slots) {
            throw new IllegalArgumentException(
                    "a constant of period " + v.period() + " in a circuit of " + slots + " slots");
        }
    }

    private static void require(boolean condition, String operation, String expected, CkksCiphertext... found) {
        if (!condition) {
            StringBuilder text = new StringBuilder(operation)
                    .append(" takes ")
                    .append(expected)
                    .append(", found ");
            for (CkksCiphertext x : found) {
                text.append("[level ").append(x.level());
                text.append(", pending ").append(x.pending());
                text.append(", size ").append(x.size()).append("]");
            }
            throw new IllegalArgumentException(text.toString());
        }
    }
}
