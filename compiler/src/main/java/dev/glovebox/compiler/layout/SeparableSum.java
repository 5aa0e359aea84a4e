package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.ir.slot.SlotProgramBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sum Σ_d factor_d · rotate(x, d) whose factors are whole multiples of one number and, over baby and giant steps, products of
 * two: Σ_g w_g · rotate(Σ_b a_b · rotate(x, b), g); giant steps may fall into smaller and greater ones again. Box filters and most edge
 * filters are such sums, and so is a sum of neighbours by doubling; they need few rotations, at most one scalar product and no vector.
 *
 * @param unit what all factors are multiples of; 1 if they are whole
 * @param stages sums of the vector, of the first sum, and so on: step → its factor
 */
record SeparableSum(int node, int length, double unit, List<Map<Integer, Integer>> stages) implements AffinePlan.Group {
    private static final double TOLERANCE = 0x1p-45;
    private static final int GREATEST_FACTOR = 64;

    /**
     * The cheapest such sum.
     *
     * @param factors diagonal → its factor, none 0
     */
    static Optional<SeparableSum> of(int node, int length, Map<Integer, Double> factors, LayoutCost costs) {
        double unit = factors.values().stream().mapToDouble(Math::abs).min().orElseThrow();
        if (SlotProgramBuilder.isLevelFree(unit) && unit > 0) {
            unit = 1;
        }
        TreeMap<Integer, Integer> whole = new TreeMap<>();
        for (var entry : factors.entrySet()) {
            double multiple = entry.getValue() / unit;
            if (Math.abs(multiple) > GREATEST_FACTOR || Math.abs(multiple - Math.rint(multiple)) > TOLERANCE) {
                return Optional.empty();
            }
            whole.put(entry.getKey(), (int) Math.rint(multiple));
        }
        return Optional.of(new SeparableSum(node, length, unit, stages(whole, costs)));
    }

    /** The cheapest stages whose steps and factors make up the given ones. */
    private static List<Map<Integer, Integer>> stages(TreeMap<Integer, Integer> factors, LayoutCost costs) {
        List<Map<Integer, Integer>> best = List.of(factors);
        for (int babySteps : distances(new ArrayList<>(factors.keySet()))) {
            Split split = Split.of(factors, babySteps);
            if (split != null && split.giants.size() < factors.size()) {
                List<Map<Integer, Integer>> stages = new ArrayList<>(List.of(split.babies));
                stages.addAll(stages(split.giants, costs));
                if (cost(stages, costs) < cost(best, costs)) {
                    best = stages;
                }
            }
        }
        return best;
    }

    private static double cost(List<Map<Integer, Integer>> stages, LayoutCost costs) {
        return stages.stream().mapToDouble(stage -> cost(stage, costs)).sum();
    }

    private static List<Integer> distances(List<Integer> offsets) {
        List<Integer> distances = new ArrayList<>();
        for (int i = 1; i < offsets.size(); i++) {
            distances.add(offsets.get(i) - offsets.getFirst());
            distances.add(offsets.get(i) - offsets.get(i - 1));
        }
        return distances.stream().distinct().toList();
    }

    /** Factors as products of those of baby steps and of giant steps. */
    private record Split(TreeMap<Integer, Integer> babies, TreeMap<Integer, Integer> giants) {
        static @Nullable Split of(TreeMap<Integer, Integer> factors, int babySteps) {
            int origin = factors.firstKey();
            Map<Integer, TreeMap<Integer, Integer>> rows = new TreeMap<>();
            factors.forEach((d, f) -> {
                int baby = (d - origin) % babySteps;
                rows.computeIfAbsent(d - baby, k -> new TreeMap<>()).put(baby, f);
            });
            // The row of the least factors is the common one.
            TreeMap<Integer, Integer> babies = rows.values().stream()
                    .min(Comparator.comparingInt(
                            row -> Math.abs(row.firstEntry().getValue())))
                    .orElseThrow();
            TreeMap<Integer, Integer> giants = new TreeMap<>();
            for (var row : rows.entrySet()) {
                int weight = row.getValue().firstEntry().getValue()
                        / babies.firstEntry().getValue();
                boolean fits = row.getValue().keySet().equals(babies.keySet());
                for (var baby : babies.entrySet()) {
                    fits = fits && row.getValue().getOrDefault(baby.getKey(), 0) == weight * baby.getValue();
                }
                if (!fits) {
                    return null;
                }
                giants.put(row.getKey(), weight);
            }
            return new Split(babies, giants);
        }
    }

    @Override
    public boolean isLevelFree() {
        return unit == 1;
    }

    @Override
    public double cost(LayoutCost costs) {
        return cost(stages, costs) + (unit == 1 ? 0 : costs.scalarProduct());
    }

    /** Of Σ factor · rotate(x, step). */
    static double cost(Map<Integer, ? extends Number> terms, LayoutCost costs) {
        int rotations = terms.size() - (terms.containsKey(0) ? 1 : 0);
        long products = terms.values().stream()
                .filter(factor -> Math.abs(factor.doubleValue()) != 1)
                .count();
        return costs.rotations(rotations) + products * costs.scalarProduct() + (terms.size() - 1) * costs.addition();
    }

    @Override
    public int emit(SlotProgramBuilder builder) {
        int sum = node;
        for (Map<Integer, Integer> stage : stages) {
            sum = sum(builder, sum, stage);
        }
        return builder.scale(sum, unit);
    }

    private static int sum(SlotProgramBuilder builder, int operand, Map<Integer, Integer> terms) {
        return terms.entrySet().stream()
                .map(term -> builder.scale(builder.rotate(operand, term.getKey()), term.getValue()))
                .reduce(builder::add)
                .orElseThrow();
    }
}
