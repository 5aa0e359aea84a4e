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
 * two: Σ_g w_g · rotate(Σ_b a_b · rotate(x, b), g). Box filters and most edge filters are; they need few rotations, at most one
 * scalar product and no vector.
 *
 * @param unit what all factors are multiples of; 1 if they are whole
 * @param babies baby step → its factor
 * @param giants giant step → its factor
 */
record SeparableSum(int node, int length, double unit, Map<Integer, Integer> babies, Map<Integer, Integer> giants)
        implements AffinePlan.Group {
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
        SeparableSum best = null;
        for (int babySteps : candidates(new ArrayList<>(whole.keySet()))) {
            SeparableSum sum = split(node, length, unit, whole, babySteps);
            if (sum != null && (best == null || sum.cost(costs) < best.cost(costs))) {
                best = sum;
            }
        }
        return Optional.ofNullable(best);
    }

    /** No giant steps, and the distances between diagonals. */
    private static List<Integer> candidates(List<Integer> offsets) {
        List<Integer> candidates = new ArrayList<>(List.of(offsets.getLast() + 1));
        for (int i = 1; i < offsets.size(); i++) {
            candidates.add(offsets.get(i) - offsets.getFirst());
            candidates.add(offsets.get(i) - offsets.get(i - 1));
        }
        return candidates.stream().distinct().toList();
    }

    private static @Nullable SeparableSum split(
            int node, int length, double unit, TreeMap<Integer, Integer> factors, int babySteps) {
        int origin = factors.firstKey();
        Map<Integer, TreeMap<Integer, Integer>> rows = new TreeMap<>();
        factors.forEach((d, f) -> {
            int baby = (d - origin) % babySteps;
            rows.computeIfAbsent(d - baby, k -> new TreeMap<>()).put(baby, f);
        });
        // The row of the least factors is the common one.
        TreeMap<Integer, Integer> babies = rows.values().stream()
                .min(Comparator.comparingInt(row -> Math.abs(row.firstEntry().getValue())))
                .orElseThrow();
        Map<Integer, Integer> giants = new TreeMap<>();
        for (var row : rows.entrySet()) {
            int weight =
                    row.getValue().firstEntry().getValue() / babies.firstEntry().getValue();
            boolean fits = row.getValue().keySet().equals(babies.keySet());
            for (var baby : babies.entrySet()) {
                fits = fits && row.getValue().getOrDefault(baby.getKey(), 0) == weight * baby.getValue();
            }
            if (!fits) {
                return null;
            }
            giants.put(row.getKey(), weight);
        }
        return new SeparableSum(node, length, unit, babies, giants);
    }

    @Override
    public boolean isLevelFree() {
        return unit == 1;
    }

    @Override
    public double cost(LayoutCost costs) {
        return cost(babies, costs) + cost(giants, costs) + (unit == 1 ? 0 : costs.scalarProduct());
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
        return builder.scale(sum(builder, sum(builder, node, babies), giants), unit);
    }

    private static int sum(SlotProgramBuilder builder, int operand, Map<Integer, Integer> terms) {
        return terms.entrySet().stream()
                .map(term -> builder.scale(builder.rotate(operand, term.getKey()), term.getValue()))
                .reduce(builder::add)
                .orElseThrow();
    }
}
