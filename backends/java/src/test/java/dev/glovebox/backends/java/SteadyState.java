package dev.glovebox.backends.java;

import com.sun.management.ThreadMXBean;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.CkksFixture;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Prints, for each homomorphic operation, the bytes that a call allocates on the Java heap once it is compiled, and the bytes of its
 * result. Results come from the pool of limbs, so an operation allocates small objects only.
 */
public final class SteadyState {
    private static final int WARM_UP = 400;
    private static final int CALLS = 50;
    private static final int SLOTS = 64;

    private SteadyState() {}

    /** @param args log₂N, or nothing for 12 */
    public static void main(String[] args) {
        int logDegree = args.length == 0 ? 12 : Integer.parseInt(args[0]);
        measure(logDegree).forEach((name, bytes) -> System.out.println(name + " " + bytes[0] + " " + bytes[1]));
    }

    /** Operation → bytes allocated, bytes of the result. */
    static Map<String, long[]> measure(int logDegree) {
        Map<String, long[]> bytes = new LinkedHashMap<>();
        try (CkksFixture f =
                new CkksFixture(new VectorBackend(), CkksFixture.spec(logDegree, 4, 40, 2), SLOTS, 1, 1, 2, 4, 6)) {
            Evaluator e = f.evaluator;
            SlotVector v = SlotVector.of(0.5, 0.25);
            Map<Integer, SlotVector> diagonals = new TreeMap<>();
            for (int i = 0; i < 8; i++) {
                diagonals.put(i, v);
            }
            DiagonalMatrix matrix = DiagonalMatrix.of(diagonals, 2);
            Value a = f.encrypt(new double[SLOTS], 4);
            Value b = f.encrypt(new double[SLOTS], 4);
            Value product = e.multiply(a, b);
            Map<String, Supplier<Value>> operations = new LinkedHashMap<>();
            operations.put("add", () -> e.add(a, b));
            operations.put("addPlain", () -> e.addPlain(a, v));
            operations.put("addScalar", () -> e.addScalar(a, 0.5));
            operations.put("multiplyPlain", () -> e.multiplyPlain(a, v));
            operations.put("multiplyScalar", () -> e.multiplyScalar(a, 0.3));
            operations.put("multiply", () -> e.multiply(a, b));
            operations.put(
                    "sumOfScalarProducts",
                    () -> e.sumOfScalarProducts(new Value[] {a, b}, new double[] {0.5, 0.25}, 3));
            operations.put("relinearize", () -> e.relinearize(product));
            operations.put("relinearizeRescale", () -> e.relinearizeRescale(product));
            operations.put("rescale", () -> e.rescale(product));
            operations.put("adjust", () -> e.adjust(a, 2));
            operations.put("rotate", () -> e.rotate(a, 1));
            operations.put("conjugate", () -> e.conjugate(a));
            operations.put("linearTransform", () -> e.linearTransform(a, matrix));
            operations.forEach((name, operation) -> {
                Value result = operation.get();
                long residues = (long) result.size()
                        * f.parameters.limbs(result.level())
                        * f.parameters.degree()
                        * Double.BYTES;
                e.release(result);
                bytes.put(name, new long[] {allocated(() -> e.release(operation.get())), residues});
            });
        }
        return bytes;
    }

    private static long allocated(Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            call.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
    }
}
