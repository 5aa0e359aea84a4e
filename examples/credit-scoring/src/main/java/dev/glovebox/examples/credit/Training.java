package dev.glovebox.examples.credit;

import dev.glovebox.examples.credit.Applicants.Applicant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Trains the models and writes them as Java source, one nested {@code if} for each split: {@code Training FOLDER}. The same
 * sources every time.
 */
final class Training {
    static final int TREES = 100;
    static final int TREE_DEPTH = 3;
    static final int SINGLE_DEPTH = 4;
    private static final double LEARNING_RATE = 0.1;
    private static final int MIN_ROWS = 10;

    private Training() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.writeString(folder.resolve("CreditTree.java"), singleSource());
        Files.writeString(folder.resolve("CreditEnsemble.java"), ensembleSource());
    }

    /** One tree of depth 4; a leaf is the share of bad loans. */
    static Tree single() {
        List<Applicant> rows = Applicants.training();
        double[] gradient = rows.stream().mapToDouble(r -> r.bad() ? -1 : 0).toArray();
        double[] curvature = new double[gradient.length];
        Arrays.fill(curvature, 1);
        return new Tree.Grower(rows, gradient, curvature, MIN_ROWS, sums -> rounded(-sums[0] / sums[1]))
                .grow(SINGLE_DEPTH);
    }

    /** Boosted trees whose sum is the logarithm of the odds of a bad loan. */
    static List<Tree> ensemble() {
        List<Applicant> rows = Applicants.training();
        double[] logOdds = new double[rows.size()];
        List<Tree> trees = new ArrayList<>();
        for (int t = 0; t < TREES; t++) {
            double[] gradient = new double[logOdds.length];
            double[] curvature = new double[logOdds.length];
            for (int i = 0; i < logOdds.length; i++) {
                double p = 1 / (1 + Math.exp(-logOdds[i]));
                gradient[i] = p - (rows.get(i).bad() ? 1 : 0);
                curvature[i] = p * (1 - p);
            }
            Tree tree = new Tree.Grower(
                            rows,
                            gradient,
                            curvature,
                            MIN_ROWS,
                            sums -> rounded(LEARNING_RATE * Tree.Grower.step(sums)))
                    .grow(TREE_DEPTH);
            trees.add(tree);
            for (int i = 0; i < logOdds.length; i++) {
                logOdds[i] += tree.evaluate(rows.get(i).features());
            }
        }
        return trees;
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }

    static String singleSource() {
        return """
            package dev.glovebox.examples.credit;

            import dev.glovebox.dsl.Circuit;
            import dev.glovebox.dsl.Encrypted;
            import dev.glovebox.dsl.Packing;

            /** A decision tree of depth 4, as {@link Training} wrote it. */
            public final class CreditTree {

                /**
                 * The share of bad loans among those like this one.
                 *
                 * @param x the application as {@link Applicants} numbers it
                 */
                @Circuit(precisionBits = 10, packing = Packing.BATCHED)
                public double risk(@Encrypted(shape = 20, min = 0, max = 15, step = 1) double[] x) {
            """ + body(single(), "        ") + """
                }
            }
            """;
    }

    static String ensembleSource() {
        StringBuilder calls = new StringBuilder();
        StringBuilder methods = new StringBuilder();
        List<Tree> trees = ensemble();
        for (int t = 0; t < trees.size(); t++) {
            calls.append("        sum += tree").append(t).append("(x);\n");
            methods.append("\n    private static double tree").append(t).append("(double[] x) {\n");
            methods.append(body(trees.get(t), "        ")).append("    }\n");
        }
        return """
            package dev.glovebox.examples.credit;

            import dev.glovebox.dsl.Circuit;
            import dev.glovebox.dsl.Encrypted;
            import dev.glovebox.dsl.Packing;

            /** 100 boosted trees of depth 3, as {@link Training} wrote them. */
            public final class CreditEnsemble {

                /**
                 * The logarithm of the odds that the loan goes bad: above 0, refuse it.
                 *
                 * @param x the application as {@link Applicants} numbers it
                 */
                @Circuit(precisionBits = 6, packing = Packing.BATCHED)
                public double logOdds(@Encrypted(shape = 20, min = 0, max = 15, step = 1) double[] x) {
                    double sum = 0;
            """ + calls + "        return sum;\n    }\n" + methods + "}\n";
    }

    private static String body(Tree tree, String indent) {
        return switch (tree) {
            case Tree.Leaf(double value) ->
                String.format(Locale.ROOT, "%sreturn %s;\n", indent, Double.toString(value));
            case Tree.Split(int feature, double threshold, Tree left, Tree right) ->
                String.format(Locale.ROOT, "%sif (x[%d] > %s) {\n", indent, feature, Double.toString(threshold))
                        + body(right, indent + "    ")
                        + indent
                        + "} else {\n"
                        + body(left, indent + "    ")
                        + indent
                        + "}\n";
        };
    }
}
