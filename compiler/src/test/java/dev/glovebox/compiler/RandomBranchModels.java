package dev.glovebox.compiler;

import java.util.Random;

/**
 * Random model classes with branches on encrypted data, as Java source: conditional assignments, nested and chained branches, early
 * returns, array writes, selections, helper methods with several returns and objects made on both sides. Data are whole numbers, so
 * that every comparison is decided.
 */
final class RandomBranchModels {
    private static final int GREATEST = 3;

    private final Random random;
    private final int inputs;
    private final StringBuilder body = new StringBuilder();

    private RandomBranchModels(long seed) {
        random = new Random(seed);
        inputs = 2 + random.nextInt(4);
    }

    /** The simple name of the class of a seed. */
    static String name(long seed) {
        return "Branches" + seed;
    }

    /** The source of the model of a seed. */
    static String source(long seed) {
        return new RandomBranchModels(seed).model(name(seed));
    }

    private String model(String name) {
        int statements = 2 + random.nextInt(3);
        for (int i = 0; i < statements; i++) {
            statement(i == statements - 1);
        }
        return """
                import dev.glovebox.dsl.Circuit;
                import dev.glovebox.dsl.Encrypted;

                public final class %s {
                    private record Pair(double left, double right) {}

                    @Circuit(precisionBits = 6)
                    public double predict(@Encrypted(shape = %d, min = 0, max = %d, step = 1) double[] x) {
                        double s = %s;
                        double t = x[0];
                        double[] a = {0.5, x[1], -0.25};
                %s        return 0.5 * s + 0.25 * t + a[0] - 0.5 * a[1] + a[2];
                    }

                    private static double grade(double v) {
                        if (v < 0.5) {
                            return -0.5;
                        }
                        if (v >= 3) {
                            return 1;
                        }
                        return v > 1 ? 0.25 : 0.125;
                    }
                }
                """.formatted(name, inputs, GREATEST, number(), body);
    }

    /** @param last whether it may return: what follows a return is selected as well, so one is enough */
    private void statement(boolean last) {
        switch (random.nextInt(last ? 9 : 8)) {
            case 0 -> add("if (%s) {\n    s += %s;\n} else {\n    s -= %s;\n}", condition(), value(), value());
            case 1 -> add("t = %s ? %s : %s;", condition(), value(), value());
            case 2 ->
                add(
                        "if (%s) {\n    a[%d] = %s;\n    if (%s) {\n        t = %s;\n    }\n}",
                        condition(), random.nextInt(3), value(), condition(), value());
            case 3 ->
                add(
                        "if (%s) {\n    s = %s;\n} else if (%s) {\n    s = %s;\n} else if (%s) {\n    a[0] += 0.5;\n}",
                        condition(), value(), condition(), value(), condition());
            case 4 -> add("s += grade(%s);", input());
            case 5 ->
                add(
                        "for (double v : x) {\n    if (v > %d.5) {\n        s += 0.125;\n    }\n}",
                        random.nextInt(GREATEST));
            case 6 -> add("t += 0.5 * Math.signum(%s - %d);", input(), random.nextInt(GREATEST + 1));
            case 7 ->
                add(
                        "Pair pair = %s ? new Pair(%s, 1) : new Pair(0.5, %s);\ns += pair.left() - 0.5 * pair.right();",
                        condition(), value(), value());
            default -> add("if (%s) {\n    return %s;\n}", condition(), value());
        }
    }

    private void add(String text, Object... parts) {
        String block = text.formatted(parts);
        body.append((block.startsWith("Pair") ? "{\n" + block.indent(4) + "}\n" : block + "\n").indent(8));
    }

    private String input() {
        return "x[" + random.nextInt(inputs) + "]";
    }

    private String condition() {
        return switch (random.nextInt(7)) {
            case 0 -> input() + " >= " + (1 + random.nextInt(GREATEST));
            case 1 -> input() + " < " + random.nextInt(GREATEST) + ".5";
            case 2 -> input() + " + " + input() + " > " + (1 + random.nextInt(4)) + ".5";
            case 3 -> input() + " <= " + input();
            case 4 -> input() + " == " + random.nextInt(GREATEST + 1);
            case 5 -> input() + " > 1.5 && !(" + input() + " < 0.5)";
            default -> input() + " > 2 || " + input() + " <= 1";
        };
    }

    private String value() {
        return switch (random.nextInt(6)) {
            case 0 -> number();
            case 1 -> number() + " * " + input() + " - " + number();
            case 2 -> "0.5 * s + " + number();
            case 3 -> "0.25 * " + input() + " * " + input();
            case 4 -> "a[" + random.nextInt(3) + "] - " + number();
            default -> "0.5 * t";
        };
    }

    private String number() {
        return Double.toString((random.nextInt(31) - 15) / 16.0);
    }
}
