package dev.glovebox.runtime.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RingBackend} does about bases, lengths, values and closed buffers: takes what fits, refuses the rest. */
public abstract class RingKernelsErrorsContract {
    private static final Basis LOW = Basis.of(0, 1);
    private static final Basis HIGH = Basis.of(2, 1);

    private RingFixture f;
    private RingKernels k;

    protected abstract RingBackend backend();

    @BeforeEach
    void open() {
        f = new RingFixture(backend(), ReferenceRing.ring(5, 49, 40, 30));
        k = f.kernels;
    }

    @AfterEach
    void close() {
        f.close();
    }

    private RnsPolynomial random(Basis basis, long seed) {
        return f.load(basis, f.random(basis, new Random(seed)));
    }

    /** Every operation on a destination and two operands. */
    private Map<String, Operation> operations() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("copy", (z, x, y) -> k.copy(z, x));
        operations.put("add", k::add);
        operations.put("subtract", k::subtract);
        operations.put("negate", (z, x, y) -> k.negate(z, x));
        operations.put("multiply", k::multiply);
        operations.put("multiplyAdd", k::multiplyAdd);
        operations.put(
                "sumOfProducts",
                (z, x, y) -> k.sumOfProducts(z, new RnsPolynomial[] {x, y}, new RnsPolynomial[] {y, x}));
        operations.put(
                "multiplyScalar",
                (z, x, y) -> k.multiplyScalar(z, x, new long[z.basis().size()]));
        operations.put(
                "addScalar", (z, x, y) -> k.addScalar(z, x, new long[z.basis().size()]));
        operations.put("automorphism", (z, x, y) -> k.automorphism(z, x, 5));
        operations.put("modDown", (z, x, y) -> k.modDown(z, x));
        return operations;
    }

    private interface Operation {
        void run(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b);
    }

    @Test
    void operandsMayHaveMoreLimbsInAnyOrder() {
        RnsPolynomial x = random(Basis.of(2, 0, 1), 1);
        RnsPolynomial y = random(Basis.of(1, 2, 0), 2);
        operations().forEach((name, operation) -> {
            if (name.equals("modDown")) {
                return;
            }
            RnsPolynomial exactX = f.allocate(HIGH);
            RnsPolynomial exactY = f.allocate(HIGH);
            k.copy(exactX, x);
            k.copy(exactY, y);
            RnsPolynomial expected = random(HIGH, 3);
            RnsPolynomial actual = random(HIGH, 3);
            operation.run(expected, exactX, exactY);
            operation.run(actual, x, y);
            assertThat(f.read(actual)).as(name).isDeepEqualTo(f.read(expected));
        });
    }

    @Test
    void missingLimbsAreRefused() {
        RnsPolynomial x = random(LOW, 4);
        operations().forEach((name, operation) -> {
            RnsPolynomial destination = random(HIGH, 5);
            long[][] before = f.read(destination);
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> operation.run(destination, x, x));
            assertThat(f.read(destination)).as(name).isDeepEqualTo(before);
        });
        assertThatIllegalArgumentException().isThrownBy(() -> k.allocate(Basis.of(3)));
        assertThatIllegalArgumentException().isThrownBy(() -> k.allocateSecret(Basis.of(0, 3)));
    }

    @Test
    void closedPolynomialsAreRefused() {
        RnsPolynomial closed = random(LOW, 6);
        closed.close();
        closed.close();
        RnsPolynomial open = random(LOW, 7);
        RnsPolynomial target = random(LOW, 8);
        operations().forEach((name, operation) -> {
            assertThatIllegalStateException().as(name).isThrownBy(() -> operation.run(target, closed, open));
            assertThatIllegalStateException().as(name).isThrownBy(() -> operation.run(closed, open, open));
        });
        assertThatIllegalStateException().isThrownBy(() -> k.forwardNtt(closed));
        assertThatIllegalStateException().isThrownBy(() -> k.inverseNtt(closed));
        assertThatIllegalStateException().isThrownBy(() -> k.exportLimb(closed, 0, new long[32]));
        assertThatIllegalStateException().isThrownBy(() -> k.importLimb(closed, 0, new long[32]));
        assertThatIllegalStateException().isThrownBy(() -> k.importCoefficients(closed, new long[32]));
        assertThatIllegalStateException()
                .isThrownBy(() -> k.modUp(new RnsPolynomial[] {open}, closed, new Basis[] {LOW}));
        assertThatIllegalStateException()
                .isThrownBy(() -> k.modUp(new RnsPolynomial[] {closed}, open, new Basis[] {LOW}));
    }

    @Test
    void newPolynomialsAreZeroEvenInReusedBuffers() {
        for (int round = 0; round < 3; round++) {
            RnsPolynomial[] polynomials = new RnsPolynomial[6];
            for (int i = 0; i < polynomials.length; i++) {
                polynomials[i] = i % 2 == 0 ? k.allocate(f.all()) : k.allocateSecret(f.all());
                assertThat(f.read(polynomials[i])).isDeepEqualTo(new long[3][32]);
                k.importCoefficients(
                        polynomials[i], new Random(round).longs(32, -99, 99).toArray());
            }
            for (RnsPolynomial polynomial : polynomials) {
                polynomial.close();
            }
        }
    }

    @Test
    void polynomialsOfOtherKernelsAreRefused() {
        try (RingFixture other = new RingFixture(backend(), f.ring)) {
            RnsPolynomial foreign = other.allocate(LOW);
            assertThatIllegalArgumentException().isThrownBy(() -> k.forwardNtt(foreign));
            assertThatIllegalArgumentException().isThrownBy(() -> k.negate(random(LOW, 9), foreign));
        }
    }

    @Test
    void valuesOutsideTheirRangeAreRefused() {
        RnsPolynomial x = random(LOW, 10);
        long[][] before = f.read(x);
        for (long bad : new long[] {-1, f.ring.prime(1), Long.MAX_VALUE, Long.MIN_VALUE}) {
            long[] limb = new long[32];
            limb[31] = bad;
            refused(() -> k.importLimb(x, 1, limb));
            refused(() -> k.multiplyScalar(x, x, new long[] {0, bad}));
            refused(() -> k.addScalar(x, x, new long[] {0, bad}));
        }
        for (int length : new int[] {0, 31, 33}) {
            refused(() -> k.importLimb(x, 0, new long[length]));
            refused(() -> k.exportLimb(x, 0, new long[length]));
            refused(() -> k.importCoefficients(x, new long[length]));
        }
        for (int position : new int[] {-1, 2}) {
            refused(() -> k.importLimb(x, position, new long[32]));
            refused(() -> k.exportLimb(x, position, new long[32]));
        }
        for (int count : new int[] {1, 3}) {
            refused(() -> k.multiplyScalar(x, x, new long[count]));
            refused(() -> k.addScalar(x, x, new long[count]));
        }
        for (int g : new int[] {-1, 0, 2, 64, 65}) {
            refused(() -> k.automorphism(f.allocate(LOW), x, g));
        }
        assertThat(f.read(x)).isDeepEqualTo(before);
    }

    @Test
    void misshapenSumsAndDigitsAreRefused() {
        RnsPolynomial x = random(LOW, 11);
        RnsPolynomial up = f.allocate(f.all());
        RnsPolynomial[] one = {x};
        refused(() -> k.sumOfProducts(up, new RnsPolynomial[0], new RnsPolynomial[0]));
        refused(() -> k.sumOfProducts(f.allocate(LOW), one, new RnsPolynomial[] {x, x}));
        refused(() -> k.sumOfProducts(x, one, one));
        refused(() -> k.automorphism(x, x, 3));
        refused(() -> k.modDown(x, x));
        Consumer<Basis> single = digit -> k.modUp(new RnsPolynomial[] {up}, x, new Basis[] {digit});
        refused(() -> single.accept(Basis.of()));
        refused(() -> single.accept(Basis.of(2)));
        refused(() -> k.modUp(new RnsPolynomial[] {f.allocate(HIGH)}, x, new Basis[] {LOW}));
        refused(() -> k.modUp(one, x, new Basis[] {LOW}));
        refused(() -> k.modUp(one, up, new Basis[] {LOW, LOW}));
        refused(() -> k.modUp(new RnsPolynomial[] {up, up}, x, new Basis[] {Basis.of(0), Basis.of(1)}));
    }

    private static void refused(Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessageMatching("(?s).+");
    }
}
