package dev.glovebox.compiler;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Random model classes as Java source: one to three layers, each an affine map written in one of several ways and functions of
 * what it gives, chosen by public control flow. Weights keep every argument in [-1, 1], where all functions are defined.
 */
final class RandomModels {
    /** A function of {@code z} ∈ [-1, 1] and a bound of its magnitude there. */
    private record Activation(String text, double bound) {
        String of(String argument) {
            return text.replace("z", argument);
        }
    }

    private static final List<Activation> SMOOTH = List.of(
            new Activation("Math.exp(z)", 2.72),
            new Activation("Math.expm1(z)", 1.72),
            new Activation("Math.log(2.5 + z)", 1.26),
            new Activation("Math.log1p(0.5 * z + 0.6)", 0.75),
            new Activation("Math.sqrt(2 + z)", 1.74),
            new Activation("Math.cbrt(2.5 + z)", 1.52),
            new Activation("Math.sin(2 * z)", 1),
            new Activation("-Math.cos(z)", 1),
            new Activation("Math.tan(0.7 * z)", 0.85),
            new Activation("Math.atan(z)", 0.79),
            new Activation("Math.sinh(z)", 1.18),
            new Activation("Math.cosh(z)", 1.55),
            new Activation("Math.tanh(z)", 0.77),
            new Activation("1 / (2 + z)", 1),
            new Activation("1 / (1 + Math.exp(-3 * z))", 1),
            new Activation("StrictMath.exp(-z * z)", 1),
            new Activation("z / (1.5 + z * z)", 1),
            new Activation("Math.pow(2 + z, 1.5)", 5.2),
            new Activation("Math.pow(z, 3)", 1),
            new Activation("z * z", 1),
            new Activation("Math.fma(z, z, 0.5 * z)", 1.5));

    /** Of slow convergence: only where little precision is asked. */
    private static final List<Activation> KINKED = List.of(
            new Activation("Math.abs(z)", 1),
            new Activation("Math.max(z, 0.25)", 1),
            new Activation("Math.min(-z, z)", 1));

    private final Random random;
    private final StringBuilder fields = new StringBuilder();
    private final StringBuilder methods = new StringBuilder();

    private RandomModels(long seed) {
        random = new Random(seed);
    }

    /** The simple name of the class of a seed. */
    static String name(long seed) {
        return "Model" + seed;
    }

    /** Compiles the classes of these seeds into a folder and loads them. */
    static ClassLoader compile(LongStream seeds, Path folder) {
        return compile(seeds.boxed().collect(Collectors.toMap(RandomModels::name, RandomModels::source)), folder);
    }

    /** Compiles classes, given as source by simple name, into a folder and loads them. */
    static ClassLoader compile(Map<String, String> sources, Path folder) {
        List<Path> files = new ArrayList<>();
        try {
            for (Map.Entry<String, String> source : sources.entrySet()) {
                files.add(Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue()));
            }
            JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
            StringWriter messages = new StringWriter();
            try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
                boolean compiled = javac.getTask(
                                messages,
                                manager,
                                null,
                                List.of("-d", folder.toString(), "--release", "17", "-proc:none", "-g"),
                                null,
                                manager.getJavaFileObjectsFromPaths(files))
                        .call();
                if (!compiled) {
                    throw new IllegalStateException(messages.toString());
                }
            }
            return new URLClassLoader(new URL[] {folder.toUri().toURL()}, RandomModels.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source of the model of a seed. */
    static String source(long seed) {
        return new RandomModels(seed).model(name(seed));
    }

    private String model(String name) {
        int layers = 1 + random.nextInt(3);
        int inputs = 1 + random.nextInt(10);
        double radius = random.nextInt(4) / 2.0 + 0.5;
        boolean kinked = layers == 1 && random.nextInt(4) == 0;
        int precision = kinked ? 5 : 8 + random.nextInt(layers == 3 ? 3 : 6);
        int size = inputs;
        double bound = radius;
        String value = "x";
        StringBuilder body = new StringBuilder();
        for (int layer = 0; layer < layers; layer++) {
            int units = 1 + random.nextInt(5);
            bound = layer(layer, size, units, bound, kinked);
            body.append("        double[] h%d = layer%d(%s);\n".formatted(layer, layer, value));
            value = "h" + layer;
            size = units;
        }
        boolean scalar = random.nextBoolean();
        body.append(
                scalar
                        ? "        double sum = 0;\n        for (double h : %s) {\n            sum += h / %d;\n        }\n        return sum;\n"
                                .formatted(value, size)
                        : "        return %s;\n".formatted(value));
        return """
                import dev.glovebox.dsl.Circuit;
                import dev.glovebox.dsl.Encrypted;
                import java.util.function.DoubleUnaryOperator;

                public final class %s {
                %s
                    @Circuit(precisionBits = %d)
                    public %s predict(@Encrypted(shape = %d, min = %s, max = %s) double[] x) {
                %s    }
                %s}
                """.formatted(
                name, fields, precision, scalar ? "double" : "double[]", inputs, -radius, radius, body, methods);
    }

    /** Writes a layer's method and weights. Returns a bound of its results. */
    private double layer(int layer, int size, int units, double bound, boolean kinked) {
        double[][] weights = new double[units][];
        double[] bias = new double[units];
        for (int unit = 0; unit < units; unit++) {
            double[] row = random.doubles(size, -1, 1).toArray();
            double norm = Arrays.stream(row).map(Math::abs).sum() * bound / 0.9;
            weights[unit] = Arrays.stream(row).map(w -> w / norm).toArray();
            bias[unit] = random.nextDouble(-0.1, 0.1);
        }
        fields.append("    private final double[][] w%d = %s;\n".formatted(layer, rows(weights)));
        fields.append("    private final double[] b%d = %s;\n".formatted(layer, row(bias)));
        List<Activation> functions = kinked ? KINKED : SMOOTH;
        Activation f = functions.get(random.nextInt(functions.size()));
        Activation g = kinked ? f : functions.get(random.nextInt(functions.size()));
        methods.append("""

                    private double[] layer%d(double[] in) {
                        double[] out = new double[%d];
                        for (int i = 0; i < out.length; i++) {
                            double z = b%d[i];
                %s%s        }
                        return out;
                    }
                """.formatted(layer, units, layer, affine(layer), activation(f, g)));
        return Math.max(f.bound, g.bound) * (units > 1 ? 1.01 : 1);
    }

    private String affine(int layer) {
        String row = "w" + layer + "[i]";
        return switch (random.nextInt(5)) {
            case 0 -> """
                            for (int j = 0; j < in.length; j++) {
                                z += %s[j] * in[j];
                            }
                    """.formatted(row);
            case 1 -> """
                            int j = in.length;
                            while (--j >= 0) {
                                z = Math.fma(%s[j], in[j], z);
                            }
                    """.formatted(row);
            case 2 -> """
                            int j = 0;
                            for (double v : in) {
                                z -= -v * %s[j++];
                            }
                    """.formatted(row);
            case 3 -> """
                            for (int j = 0; j < in.length; j++) {
                                if (j %% 2 == 0) {
                                    z += in[j] * %1$s[j];
                                } else {
                                    z -= in[j] * -%1$s[j];
                                }
                            }
                    """.formatted(row);
            default -> """
                            int j = 0;
                            do {
                                z += in[j] / (1 / %s[j]);
                                j++;
                            } while (j < in.length);
                    """.formatted(row);
        };
    }

    private String activation(Activation f, Activation g) {
        return switch (random.nextInt(5)) {
            case 0 -> "            out[i] = %s;\n".formatted(f.of("z"));
            case 1 -> """
                            DoubleUnaryOperator f = t -> %s;
                            out[i] = f.applyAsDouble(z);
                    """.formatted(f.of("t"));
            case 2 -> """
                            out[i] = switch (i %% 3) {
                                case 0, 2 -> %s;
                                default -> %s;
                            };
                    """.formatted(f.of("z"), g.of("z"));
            case 3 -> "            out[i] = i < 2 ? %s : %s;\n".formatted(f.of("z"), g.of("z"));
            default -> """
                            double y = %s;
                            out[i] = i > 0 && in.length > 2 ? y * z : y;
                    """.formatted(f.of("z"));
        };
    }

    private static String rows(double[][] values) {
        return Arrays.stream(values).map(RandomModels::row).collect(Collectors.joining(", ", "{", "}"));
    }

    private static String row(double[] values) {
        return Arrays.stream(values)
                .mapToObj(v -> String.format(Locale.ROOT, "%.6f", v))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
