package dev.glovebox.backends.java;

import com.sun.management.ThreadMXBean;
import dev.glovebox.runtime.ring.ReferenceRing;
import dev.glovebox.runtime.ring.Ring;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Prints how many bytes a call of each kernel allocates once it is compiled. */
final class AllocationProbe {
    private static final int WARM_UP = 1500;
    private static final int CALLS = 100;

    private AllocationProbe() {}

    public static void main(String[] args) {
        for (int logDegree : new int[] {11, 12}) {
            Ring ring = ReferenceRing.ring(logDegree, 49);
            Modulus[] moduli = {new Modulus(ring.prime(0))};
            probe("java-scalar", new ScalarLimbs(ring, moduli), ring);
            probe("java-autovec", new DoubleLimbs(ring.degree(), moduli, new FourStepNtt(ring, moduli)), ring);
            probe("java-vector", new VectorLimbs(ring.degree(), moduli, VectorNtt.of(ring, moduli)), ring);
        }
    }

    private static <A> void probe(String tier, LimbKernels<A> kernels, Ring ring) {
        long[] residues = new Random(1).longs(ring.degree(), 0, ring.prime(0)).toArray();
        A[] limbs = kernels.newLimbs(8);
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = kernels.newLimb();
            kernels.importResidues(0, limbs[i], residues);
        }
        A z = kernels.newLimb();
        A y = kernels.newLimb();
        A a = limbs[0];
        A b = limbs[1];
        A factors = kernels.constants(0, 1, 2, 3, 4, 5, 6, 7, 8);
        int[] permutation = BitReversal.automorphism(5, ring.logDegree());
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("forwardNtt", () -> kernels.forwardNtt(0, z));
        calls.put("inverseNtt", () -> kernels.inverseNtt(0, z, a, 3));
        calls.put("add", () -> kernels.add(0, z, a, b));
        calls.put("subtract", () -> kernels.subtract(0, z, a, b));
        calls.put("negate", () -> kernels.negate(0, z, a));
        calls.put("multiply", () -> kernels.multiply(0, z, a, b));
        calls.put("multiplyAdd", () -> kernels.multiplyAdd(0, z, a, b));
        calls.put("multiplyScalar", () -> kernels.multiplyScalar(0, z, a, 3));
        calls.put("addScalar", () -> kernels.addScalar(0, z, a, 3));
        calls.put("subtractMultiply", () -> kernels.subtractMultiply(0, z, a, b, 3));
        calls.put("sumOfProducts", () -> kernels.sumOfProducts(0, z, limbs, limbs));
        calls.put("sumsOfProducts", () -> kernels.sumsOfProducts(0, z, y, limbs, limbs, limbs));
        int[] shifts = {5, 3, 5, 6, 5, 3, 5, 6};
        calls.put("addRuns", () -> kernels.add(0, z, a, b, 5));
        calls.put("multiplyRuns", () -> kernels.multiply(0, z, a, b, 5));
        calls.put("sumOfProductsByRuns", () -> kernels.sumOfProducts(0, z, limbs, limbs, shifts));
        calls.put("subtractMultiplyAdd", () -> kernels.subtractMultiplyAdd(0, z, a, b, 3, a));
        calls.put("convert", () -> kernels.convert(0, z, limbs, new int[limbs.length], factors));
        calls.put("permute", () -> kernels.permute(z, a, permutation));
        calls.put("importCoefficients", () -> kernels.importCoefficients(0, z, residues));
        calls.put("importResidues", () -> kernels.importResidues(0, z, residues));
        calls.put("exportResidues", () -> kernels.exportResidues(0, z, residues));
        calls.forEach((name, call) -> System.out.println(tier + " " + name + " " + bytes(call)));
    }

    private static long bytes(Runnable call) {
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
