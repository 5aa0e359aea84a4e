package dev.glovebox.examples.credit;

import dev.glovebox.examples.credit.Applicants.Applicant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A binary tree of thresholds. */
sealed interface Tree {
    double evaluate(double[] features);

    /** Goes right if the feature exceeds the threshold, which lies between two whole numbers. */
    record Split(int feature, double threshold, Tree left, Tree right) implements Tree {
        @Override
        public double evaluate(double[] features) {
            return (features[feature] > threshold ? right : left).evaluate(features);
        }
    }

    record Leaf(double value) implements Tree {
        @Override
        public double evaluate(double[] features) {
            return value;
        }
    }

    /**
     * What growing needs: each row has a gradient and a curvature of the loss, a leaf the step that Newton's method makes, and a
     * split is worth what it lowers the loss by (T. Chen, C. Guestrin, "XGBoost", KDD 2016, equations 5 to 7).
     */
    record Grower(
            List<Applicant> rows,
            double[] gradient,
            double[] curvature,
            int minRows,
            ToDoubleFunction<double[]> leafValue) {
        /** Keeps leaves small where few rows are. */
        private static final double REGULARIZATION = 1;

        Tree grow(int depth) {
            return grow(
                    new ArrayList<>(java.util.stream.IntStream.range(0, rows.size())
                            .boxed()
                            .toList()),
                    depth);
        }

        private Tree grow(List<Integer> members, int depth) {
            @Nullable Split best = depth == 0 ? null : bestSplit(members);
            if (best == null) {
                return new Leaf(leafValue.applyAsDouble(sums(members)));
            }
            List<Integer> left = new ArrayList<>();
            List<Integer> right = new ArrayList<>();
            for (int row : members) {
                (rows.get(row).features()[best.feature()] > best.threshold() ? right : left).add(row);
            }
            return new Split(best.feature(), best.threshold(), grow(left, depth - 1), grow(right, depth - 1));
        }

        private @Nullable Split bestSplit(List<Integer> members) {
            double[] all = sums(members);
            double bestGain = 1e-9;
            @Nullable Split best = null;
            for (int f = 0; f < Applicants.FEATURES; f++) {
                double[][] histogram = new double[Applicants.BINS][2];
                int[] counts = new int[Applicants.BINS];
                for (int row : members) {
                    int bin = (int) rows.get(row).features()[f];
                    histogram[bin][0] += gradient[row];
                    histogram[bin][1] += curvature[row];
                    counts[bin]++;
                }
                double[] left = new double[2];
                int count = 0;
                for (int bin = 0; bin < Applicants.BINS - 1; bin++) {
                    left[0] += histogram[bin][0];
                    left[1] += histogram[bin][1];
                    count += counts[bin];
                    if (count < minRows || members.size() - count < minRows) {
                        continue;
                    }
                    double gain =
                            score(left[0], left[1]) + score(all[0] - left[0], all[1] - left[1]) - score(all[0], all[1]);
                    if (gain > bestGain) {
                        bestGain = gain;
                        best = new Split(f, bin + 0.5, new Leaf(0), new Leaf(0));
                    }
                }
            }
            return best;
        }

        private static double score(double gradient, double curvature) {
            return gradient * gradient / (curvature + REGULARIZATION);
        }

        private double[] sums(List<Integer> members) {
            double[] sums = new double[2];
            for (int row : members) {
                sums[0] += gradient[row];
                sums[1] += curvature[row];
            }
            return sums;
        }

        /** Newton's step. */
        static double step(double[] sums) {
            return -sums[0] / (sums[1] + REGULARIZATION);
        }
    }
}
