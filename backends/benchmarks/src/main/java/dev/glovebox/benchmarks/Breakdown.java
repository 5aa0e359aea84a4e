package dev.glovebox.benchmarks;

import dev.glovebox.benchmarks.TimedKernels.Account;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prints where the time of a rotation and of a 128×128 matrix product goes, by kernel, on one thread with the backend that {@code
 * -Dglovebox.backend} names or the best one.
 */
public final class Breakdown {
    private static final long WARM_UP_NANOS = 3_000_000_000L;
    private static final int REPETITIONS = 30;

    private final RingBackend backend;

    private Breakdown(RingBackend backend) {
        this.backend = backend;
    }

    /** Prints Markdown tables. */
    public static void main(String[] args) {
        System.setProperty("glovebox.threads", "1");
        Breakdown breakdown = new Breakdown(RingBackends.choose());
        for (ParameterSet set : List.of(ParameterSet.C_D3, ParameterSet.C_1P)) {
            breakdown.print("a rotation", set, List.of(1), session -> {
                Value a = session.ciphertext();
                return s -> s.evaluator.release(s.evaluator.rotate(a, 1));
            });
        }
        DiagonalMatrix matrix = MatrixBenchmark.matrix();
        for (ParameterSet set : List.of(ParameterSet.A_1P, ParameterSet.B_D3)) {
            breakdown.print("a 128×128 matrix product", set, matrix.rotations(), session -> {
                Value a = session.ciphertext();
                return s -> s.evaluator.release(s.evaluator.linearTransform(a, matrix));
            });
        }
    }

    /** Makes the operands of an operation in a session. */
    private interface Operation {
        Consumer<Session> prepare(Session session);
    }

    private void print(String work, ParameterSet set, Collection<Integer> rotations, Operation operation) {
        CkksParameters parameters = set.parameters();
        TimedKernels timed = new TimedKernels(backend.open(parameters.ring()));
        try (Session session = new Session(parameters, timed.kernels(), false, rotations)) {
            Consumer<Session> task = operation.prepare(session);
            for (long end = System.nanoTime() + WARM_UP_NANOS; System.nanoTime() < end; ) {
                task.accept(session);
            }
            timed.reset();
            long start = System.nanoTime();
            for (int i = 0; i < REPETITIONS; i++) {
                task.accept(session);
            }
            long total = System.nanoTime() - start;
            System.out.printf("### Inside %s, set %s, %s%n%n", work, set, backend.name());
            System.out.println("| kernel | calls | ms | share |\n| --- | --: | --: | --: |");
            long inKernels = 0;
            for (Map.Entry<String, Account> entry : timed.accounts().entrySet()) {
                Account account = entry.getValue();
                row(entry.getKey(), account.calls / REPETITIONS, account.nanos, total);
                inKernels += account.nanos;
            }
            row("outside kernels", 0, total - inKernels, total);
            row("all", 0, total, total);
            System.out.println();
            printTransforms(timed.accounts(), parameters, total);
        }
    }

    /** How much of the time the transforms inside the kernels account for, by their number and the time of one alone. */
    private void printTransforms(Map<String, Account> accounts, CkksParameters parameters, long total) {
        long transforms = 0;
        for (Map.Entry<String, Account> entry : accounts.entrySet()) {
            transforms += entry.getValue().calls / REPETITIONS * Floors.transforms(entry.getKey(), parameters);
        }
        double each = transformNanos(parameters);
        System.out.printf(
                Locale.ROOT,
                "Its kernels transform %d limbs; at %s µs each, the time of one alone, that is %s ms or %.0f %%.%n%n",
                transforms,
                Markdown.format(each / 1e3),
                Markdown.format(transforms * each / 1e6),
                100 * transforms * each * REPETITIONS / total);
    }

    /** Mean of a forward and an inverse transform of a limb. */
    private double transformNanos(CkksParameters parameters) {
        try (RingKernels kernels = backend.open(parameters.ring());
                RnsPolynomial limb = Polynomials.uniform(kernels, Basis.of(0))) {
            long rounds = 0;
            long start = System.nanoTime();
            long warm = start + WARM_UP_NANOS / 3;
            long now = start;
            for (; now < warm + WARM_UP_NANOS / 3; now = System.nanoTime()) {
                if (now < warm) {
                    rounds = 0;
                    start = now;
                }
                kernels.forwardNtt(limb);
                kernels.inverseNtt(limb);
                rounds++;
            }
            return (now - start) / (2.0 * rounds);
        }
    }

    private static void row(String name, long calls, long nanos, long total) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.0f %% |%n",
                name,
                calls == 0 ? "" : calls,
                Markdown.format(nanos / 1e6 / REPETITIONS),
                100.0 * nanos / total);
    }
}
