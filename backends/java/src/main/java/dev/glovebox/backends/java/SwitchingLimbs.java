package dev.glovebox.backends.java;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One tier until another is ready, then that one. Both keep limbs in one representation and are exact, so it may change between any two
 * calls.
 */
final class SwitchingLimbs implements LimbKernels<double[]> {
    private final BooleanSupplier ready;
    private final DoubleLimbs after;
    private volatile @Nullable DoubleLimbs before;

    /** @param ready whether {@code after} is to be used; asked until it is true */
    SwitchingLimbs(DoubleLimbs before, DoubleLimbs after, BooleanSupplier ready) {
        this.before = before;
        this.after = after;
        this.ready = ready;
    }

    /** As {@code after} where it is ready. */
    static LimbKernels<double[]> of(Supplier<DoubleLimbs> before, DoubleLimbs after, BooleanSupplier ready) {
        return ready.getAsBoolean() ? after : new SwitchingLimbs(before.get(), after, ready);
    }

    private DoubleLimbs current() {
        DoubleLimbs first = before;
        if (first == null) {
            return after;
        }
        if (!ready.getAsBoolean()) {
            return first;
        }
        before = null;
        return after;
    }

    @Override
    public double[] newLimb() {
        return after.newLimb();
    }

    @Override
    public double[][] newLimbs(int count) {
        return after.newLimbs(count);
    }

    @Override
    public double[] constants(int prime, long... residues) {
        return after.constants(prime, residues);
    }

    @Override
    public void clear(double[] limb) {
        after.clear(limb);
    }

    @Override
    public void copy(double[] destination, double[] source) {
        after.copy(destination, source);
    }

    @Override
    public void importCoefficients(int prime, double[] destination, long[] coefficients) {
        current().importCoefficients(prime, destination, coefficients);
    }

    @Override
    public void importResidues(int prime, double[] destination, long[] residues) {
        current().importResidues(prime, destination, residues);
    }

    @Override
    public void exportResidues(int prime, double[] source, long[] residues) {
        current().exportResidues(prime, source, residues);
    }

    @Override
    public void forwardNtt(int prime, double[] limb) {
        current().forwardNtt(prime, limb);
    }

    @Override
    public void inverseNtt(int prime, double[] destination, double[] source, long factor) {
        current().inverseNtt(prime, destination, source, factor);
    }

    @Override
    public void add(int prime, double[] destination, double[] a, double[] b) {
        current().add(prime, destination, a, b);
    }

    @Override
    public void subtract(int prime, double[] destination, double[] a, double[] b) {
        current().subtract(prime, destination, a, b);
    }

    @Override
    public void negate(int prime, double[] destination, double[] a) {
        current().negate(prime, destination, a);
    }

    @Override
    public void multiply(int prime, double[] destination, double[] a, double[] b) {
        current().multiply(prime, destination, a, b);
    }

    @Override
    public void multiplyAdd(int prime, double[] destination, double[] a, double[] b) {
        current().multiplyAdd(prime, destination, a, b);
    }

    @Override
    public void sumOfProducts(int prime, double[] destination, double[][] a, double[][] b) {
        current().sumOfProducts(prime, destination, a, b);
    }

    @Override
    public void add(int prime, double[] destination, double[] a, double[] b, int shift) {
        current().add(prime, destination, a, b, shift);
    }

    @Override
    public void multiply(int prime, double[] destination, double[] a, double[] b, int shift) {
        current().multiply(prime, destination, a, b, shift);
    }

    @Override
    public void sumOfProducts(int prime, double[] destination, double[][] a, double[][] b, int[] shifts) {
        current().sumOfProducts(prime, destination, a, b, shifts);
    }

    @Override
    public void sumsOfProducts(int prime, double[] first, double[] second, double[][] a, double[][] b, double[][] c) {
        current().sumsOfProducts(prime, first, second, a, b, c);
    }

    @Override
    public void multiplyScalar(int prime, double[] destination, double[] a, long residue) {
        current().multiplyScalar(prime, destination, a, residue);
    }

    @Override
    public void addScalar(int prime, double[] destination, double[] a, long residue) {
        current().addScalar(prime, destination, a, residue);
    }

    @Override
    public void subtractMultiply(int prime, double[] destination, double[] a, double[] b, long residue) {
        current().subtractMultiply(prime, destination, a, b, residue);
    }

    @Override
    public void subtractMultiplyAdd(
            int prime, double[] destination, double[] a, double[] b, long residue, double[] addend) {
        current().subtractMultiplyAdd(prime, destination, a, b, residue, addend);
    }

    @Override
    public void permute(double[] destination, double[] a, int[] source) {
        current().permute(destination, a, source);
    }

    @Override
    public void convert(int prime, double[] destination, double[][] y, int[] digit, double[] factors) {
        current().convert(prime, destination, y, digit, factors);
    }

    @Override
    public void convertNtt(int prime, double[] destination, double[][] y, int[] digit, double[] factors) {
        current().convertNtt(prime, destination, y, digit, factors);
    }
}
