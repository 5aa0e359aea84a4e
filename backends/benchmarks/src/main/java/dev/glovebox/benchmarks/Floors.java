package dev.glovebox.benchmarks;

import dev.glovebox.benchmarks.Results.Row;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.OptionalDouble;
import jdk.incubator.vector.DoubleVector;

/**
 * Times that no implementation on residues in doubles can beat on one core of this machine: the multiply-adds of the transforms
 * (three a butterfly) at the measured rate, and the bytes of operands, keys and results at the measured bandwidth.
 */
final class Floors {
    private static final String MACHINE = "MachineBenchmark";
    private static final String COLUMN = "";

    private final double multiplyAddsPerMicro;
    private final double bytesPerMicro;

    Floors(Results results) {
        double lanes = DoubleVector.SPECIES_PREFERRED.length();
        multiplyAddsPerMicro = lanes * MachineBenchmark.MULTIPLY_ADDS / time(results, "multiplyAdd");
        bytesPerMicro = (double) Double.BYTES * MachineBenchmark.LENGTH / time(results, "read");
    }

    private static double time(Results results, String operation) {
        return results.micros(new Row(MACHINE, operation, ""), COLUMN).orElse(Double.NaN);
    }

    /** Scalar multiply-adds, 10⁹ a second. */
    double gigaMultiplyAdds() {
        return multiplyAddsPerMicro / 1000;
    }

    /** Streaming read, GB/s. */
    double gigabytes() {
        return bytesPerMicro / 1000;
    }

    /** Microseconds of the transforms of an operation, or nothing if they are not counted for it. */
    OptionalDouble transforms(Row row) {
        if (row.table().equals("NttBenchmark")) {
            return OptionalDouble.of(transform(Integer.parseInt(row.set())));
        }
        if (row.set().isEmpty()) {
            return OptionalDouble.empty();
        }
        CkksParameters parameters = ParameterSet.valueOf(row.set()).parameters();
        Shape shape = Shape.of(parameters);
        double count = shape.transforms(row.operation());
        return count > 0 ? OptionalDouble.of(count * transform(parameters.logDegree())) : OptionalDouble.empty();
    }

    /** Microseconds to touch the operands, keys and results of an operation once. */
    OptionalDouble memory(Row row) {
        if (row.set().isEmpty() || row.table().equals("NttBenchmark")) {
            return OptionalDouble.empty();
        }
        CkksParameters parameters = ParameterSet.valueOf(row.set()).parameters();
        double limbs = Shape.of(parameters).limbs(row.operation());
        return limbs > 0
                ? OptionalDouble.of(limbs * parameters.degree() * Double.BYTES / bytesPerMicro)
                : OptionalDouble.empty();
    }

    /** Limbs that a call of a kernel transforms at the highest level. */
    static int transforms(String kernel, CkksParameters parameters) {
        Shape shape = Shape.of(parameters);
        return switch (kernel) {
            case "modUp", "sumsOfExtendedProducts" -> shape.transforms("modUp");
            case "modDown", "modDownAdd", "modDownAutomorphism" -> shape.transforms("modDown");
            default -> 0;
        };
    }

    private double transform(int logDegree) {
        return 3.0 * logDegree * (1 << (logDegree - 1)) / multiplyAddsPerMicro;
    }

    /** Counts at the highest level. */
    private record Shape(int data, int special, int digits) {
        static Shape of(CkksParameters parameters) {
            int top = parameters.maxLevel();
            return new Shape(parameters.limbs(top), parameters.specialBasis().size(), parameters.digits(top).length);
        }

        private int full() {
            return data + special;
        }

        /** Inverse and forward transforms of limbs. */
        int transforms(String operation) {
            int modUp = digits * full();
            int modDown = full();
            return switch (operation) {
                case "modUp" -> modUp;
                case "modDown" -> modDown;
                case "encode" -> data;
                case "encryptSecret" -> data;
                case "encryptPublic" -> 3 * data;
                case "rescale" -> data;
                case "relinearize", "rotate" -> modUp + 2 * modDown;
                case "rotateHoisted8" -> modUp + 16 * modDown;
                case "multiplyRelinearizeRescale" -> modUp + 2 * modDown;
                default -> 0;
            };
        }

        /** Limbs of operands, keys and results. */
        int limbs(String operation) {
            int key = 2 * digits * full();
            return switch (operation) {
                case "modUp" -> data + digits * full();
                case "innerProduct" -> 2 * digits * full() + full();
                case "modDown" -> full() + data;
                case "automorphism" -> 2 * data;
                case "encode" -> data;
                case "encryptSecret" -> 3 * data;
                case "encryptPublic" -> 4 * data;
                case "add" -> 6 * data;
                case "multiplyPlain" -> 5 * data;
                case "multiply" -> 7 * data;
                case "relinearize" -> 5 * data + key;
                case "rotate" -> 4 * data + key;
                case "rotateHoisted8" -> 18 * data + 8 * key;
                case "multiplyRelinearizeRescale" -> 6 * data - 2 + key;
                default -> 0;
            };
        }
    }
}
