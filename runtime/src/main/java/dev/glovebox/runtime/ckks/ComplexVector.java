package dev.glovebox.runtime.ckks;

/**
 * A vector of complex numbers.
 *
 * @param real the real parts
 * @param imaginary the imaginary parts, as many
 */
@SuppressWarnings("ArrayRecordComponent")
public record ComplexVector(double[] real, double[] imaginary) {
    public ComplexVector {
        if (real.length != imaginary.length) {
            throw new IllegalArgumentException(
                    real.length + " real and " + imaginary.length + " imaginary parts, expected as many");
        }
    }

    /** Real numbers. */
    public static ComplexVector ofReal(double[] real) {
        return new ComplexVector(real, new double[real.length]);
    }

    public int length() {
        return real.length;
    }
}
