package dev.glovebox.compiler;

import dev.glovebox.compiler.approximation.Approximate.Approximated;
import dev.glovebox.compiler.frontend.ClassSource;
import dev.glovebox.compiler.frontend.LiftedModel;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.parameters.ParameterSearch;
import dev.glovebox.compiler.parameters.WorstInputCheck;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Prints how long compiling takes, stage by stage, as a Markdown table: of models of growing size, or of the classes and methods
 * ({@code Class#method}) and families (part of their name) given as arguments. Milliseconds, and seconds in all.
 */
public final class CompileCurve {
    private static final List<String> STAGES =
            List.of("lift", "ranges", "approximate", "lay out", "schedule", "parameters", "worst input", "emit");

    private CompileCurve() {}

    /** A model whose loops run as often as the size says. */
    private abstract static class Sized {
        final double[][] w;
        final int size;

        Sized(int size, int columns) {
            this.size = size;
            Random random = new Random(1);
            w = new double[size][];
            for (int i = 0; i < size; i++) {
                w[i] = random.doubles(columns, -0.1, 0.1).toArray();
            }
        }
    }

    /** A dense layer from 1024 numbers: 2048 operations a row. */
    static final class Dense extends Sized {
        Dense(int rows) {
            super(rows, 1024);
        }

        @Circuit
        double[] run(@Encrypted(shape = 1024, min = -1, max = 1) double[] x) {
            double[] y = new double[size];
            for (int r = 0; r < size; r++) {
                for (int i = 0; i < x.length; i++) {
                    y[r] += w[r][i] * x[i];
                }
            }
            return y;
        }
    }

    /** The same in throughput packing: one ciphertext for each number. */
    static final class DenseThroughput extends Sized {
        DenseThroughput(int rows) {
            super(rows, 1024);
        }

        @Circuit(packing = Packing.THROUGHPUT)
        double[] run(@Encrypted(shape = 1024, min = -1, max = 1) double[] x) {
            double[] y = new double[size];
            for (int r = 0; r < size; r++) {
                for (int i = 0; i < x.length; i++) {
                    y[r] += w[r][i] * x[i];
                }
            }
            return y;
        }
    }

    /** One sum that goes through 4096 numbers again and again: a long chain of 8192 operations a round. */
    static final class Chain extends Sized {
        Chain(int rounds) {
            super(rounds, 4096);
        }

        @Circuit
        double run(@Encrypted(shape = 4096, min = -1, max = 1) double[] x) {
            double sum = 0.5;
            for (int r = 0; r < size; r++) {
                for (int i = 0; i < x.length; i++) {
                    sum += w[r][i] * x[i];
                }
            }
            return sum;
        }
    }

    /** Hidden units with a square, and a sum of them: 130 operations a unit. */
    static final class Network extends Sized {
        Network(int units) {
            super(units, 64);
        }

        @Circuit
        double run(@Encrypted(shape = 64, min = -1, max = 1) double[] x) {
            double sum = 0;
            for (int r = 0; r < size; r++) {
                double z = 0.25;
                for (int i = 0; i < x.length; i++) {
                    z += w[r][i] * x[i];
                }
                sum += 0.01 * z * z;
            }
            return sum;
        }
    }

    /** A 3×3 convolution of 64×64 numbers, and one more, and so on, all summed: about 70,000 operations a kernel. */
    static final class Convolution extends Sized {
        Convolution(int kernels) {
            super(kernels, 9);
        }

        @Circuit
        double[] run(@Encrypted(shape = 4096, min = 0, max = 1) double[] x) {
            double[] y = new double[62 * 62];
            for (int k = 0; k < size; k++) {
                for (int r = 0; r < 62; r++) {
                    for (int c = 0; c < 62; c++) {
                        for (int i = 0; i < 9; i++) {
                            y[62 * r + c] += w[k][i] * x[64 * (r + i / 3) + c + i % 3];
                        }
                    }
                }
            }
            return y;
        }
    }

    private interface Factory {
        Object of(int size);
    }

    /** A family of models, with the operations that one unit of size takes. */
    private record Family(String name, int operations, Factory factory) {}

    private static final List<Family> FAMILIES = List.of(
            new Family("dense layer", 2048, Dense::new),
            new Family("dense layer, throughput", 2048, DenseThroughput::new),
            new Family("long sum", 8192, Chain::new),
            new Family("squares of sums", 130, Network::new),
            new Family("convolution", 69_192, Convolution::new));

    /** Measures what is named, or the families at sizes up to 10⁶ operations. */
    public static void main(String[] models) throws ReflectiveOperationException {
        System.out.println("| model | operations | " + String.join(" | ", STAGES) + " | total |");
        System.out.println("|---|" + "---:|".repeat(STAGES.size() + 2));
        for (String model : models) {
            if (!model.contains("#")) {
                families(model);
                continue;
            }
            String[] name = model.split("#");
            Class<?> type = Class.forName(name[0], false, CompileCurve.class.getClassLoader());
            Clock clock = new Clock();
            new Compiler(CompilerOptions.DEFAULT).compile(type, name[1], ClassSource.of(type.getClassLoader()), clock);
            clock.print(type.getSimpleName() + "." + name[1], "");
        }
        if (models.length == 0) {
            families("");
        }
    }

    private static void families(String named) {
        for (Family family : FAMILIES) {
            compile(family, 1);
        }
        for (Family family :
                FAMILIES.stream().filter(f -> f.name.contains(named)).toList()) {
            for (int operations = 1000; operations <= 1_000_000; operations *= 10) {
                int size = Math.round((float) operations / family.operations);
                if (size > 0) {
                    compile(family, size).print(family.name, String.valueOf(size * family.operations));
                }
            }
        }
    }

    private static Clock compile(Family family, int size) {
        Object model = family.factory.of(size);
        Clock clock = new Clock();
        new Compiler(CompilerOptions.DEFAULT).compileLive(model, "run", clock);
        return clock;
    }

    /** Milliseconds of each stage. */
    private static final class Clock implements Stages.Listener {
        private final long start = System.nanoTime();
        private final List<Long> ends = new ArrayList<>();

        private void end() {
            ends.add(System.nanoTime());
        }

        @Override
        public void lifted(LiftedModel model) {
            end();
        }

        @Override
        public void ranged(TensorProgram program) {
            end();
        }

        @Override
        public void approximated(Approximated approximated) {
            end();
        }

        @Override
        public void laidOut(SlotProgram program) {
            end();
        }

        @Override
        public void scheduled(Schedule schedule) {
            end();
        }

        @Override
        public void parameterized(ParameterSearch.Choice choice) {
            end();
        }

        @Override
        public void checked(WorstInputCheck check) {
            end();
        }

        /** Prints a row; emission ends here. */
        void print(String name, String operations) {
            end();
            StringBuilder row = new StringBuilder("| " + name + " | " + operations);
            long before = start;
            for (long end : ends) {
                row.append(String.format(Locale.ROOT, " | %d", (end - before) / 1_000_000));
                before = end;
            }
            System.out.printf(Locale.ROOT, "%s | %.2f s |%n", row, (before - start) / 1e9);
        }
    }
}
