package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.KeySwitcher;
import dev.glovebox.runtime.rlwe.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A matrix times an encrypted vector by baby steps and giant steps with double hoisting: one decomposition serves all baby steps;
 * baby steps stay over Q·P, where the diagonals multiply them; a giant step divides only its second polynomial by P; and
 * the sum is divided by P once. Source: Bossuat, Mouchet, Troncoso-Pastoriza, Hubaux, "Efficient bootstrapping for approximate
 * homomorphic encryption with non-sparse keys", EUROCRYPT 2021, section 4.
 */
final class LinearTransform {
    private final RingKernels kernels;
    private final CkksParameters parameters;
    private final PlaintextCache plaintexts;
    private final KeySwitcher switcher;
    private final RequiredKeys keys;
    private final int slots;

    LinearTransform(
            RingKernels kernels,
            CkksParameters parameters,
            PlaintextCache plaintexts,
            KeySwitcher switcher,
            RequiredKeys keys,
            int slots) {
        this.kernels = kernels;
        this.parameters = parameters;
        this.plaintexts = plaintexts;
        this.switcher = switcher;
        this.keys = keys;
        this.slots = slots;
    }

    /** The product, at the operand's level and the scale of pending 2. */
    Pair apply(Operand x, DiagonalMatrix matrix) {
        int level = x.level();
        Map<Integer, List<Integer>> offsets = new TreeMap<>();
        matrix.diagonals()
                .keySet()
                .forEach(d -> offsets.computeIfAbsent(matrix.giant(d), g -> new ArrayList<>())
                        .add(d));
        for (int rotation : matrix.rotations()) {
            int steps = rotation & (slots - 1);
            if (steps != 0) {
                keys.rotation(steps, level);
            }
        }
        Map<Integer, Pair> babies = babySteps(x, level, matrix);
        try (Pair sum = new Pair(kernels, parameters.fullBasis(level))) {
            offsets.forEach((giant, row) -> {
                try (Pair inner = row(babies, row, matrix, level)) {
                    giantStep(sum, inner, giant & (slots - 1), level);
                }
            });
            return switcher.divide(sum, level);
        } finally {
            babies.values().forEach(Pair::close);
        }
    }

    /** P · rotate(x, b) over the data and special limbs, for each baby step b. */
    private Map<Integer, Pair> babySteps(Operand x, int level, DiagonalMatrix matrix) {
        Basis full = parameters.fullBasis(level);
        Map<Integer, Pair> babies = new TreeMap<>();
        KeySwitcher.@Nullable Digits digits = x.digits();
        try (RnsPolynomial scaled = kernels.allocateUnset(full)) {
            kernels.scaleUp(scaled, x.part(0));
            for (int offset : matrix.diagonals().keySet()) {
                int baby = matrix.baby(offset);
                if (babies.containsKey(baby)) {
                    continue;
                }
                Pair rotated = Pair.unset(kernels, full);
                babies.put(baby, rotated);
                int steps = baby & (slots - 1);
                if (steps == 0) {
                    kernels.copy(rotated.first(), scaled);
                    kernels.scaleUp(rotated.second(), x.part(1));
                    continue;
                }
                if (digits == null) {
                    digits = switcher.decompose(x.part(1), level);
                }
                try (Pair switched = switcher.innerProduct(digits, keys.rotation(steps, level))) {
                    kernels.add(switched.first(), switched.first(), scaled);
                    int element = keys.element(steps);
                    kernels.automorphism(rotated.first(), switched.first(), element);
                    kernels.automorphism(rotated.second(), switched.second(), element);
                }
            }
            return babies;
        } finally {
            if (digits != null && digits != x.digits()) {
                digits.close();
            }
        }
    }

    /** Σ over one giant step of its diagonals, moved right by the giant step, times baby steps. */
    private Pair row(Map<Integer, Pair> babies, List<Integer> offsets, DiagonalMatrix matrix, int level) {
        int terms = offsets.size();
        RnsPolynomial[] diagonals = new RnsPolynomial[terms];
        PlaintextCache.Use[] uses = new PlaintextCache.Use[terms];
        RnsPolynomial[] first = new RnsPolynomial[terms];
        RnsPolynomial[] second = new RnsPolynomial[terms];
        for (int t = 0; t < terms; t++) {
            int offset = offsets.get(t);
            SlotVector diagonal = Objects.requireNonNull(matrix.diagonals().get(offset));
            uses[t] = plaintexts.encodedExtended(diagonal, matrix.giant(offset), level);
            diagonals[t] = uses[t].polynomial();
            Pair baby = Objects.requireNonNull(babies.get(matrix.baby(offset)));
            first[t] = baby.first();
            second[t] = baby.second();
        }
        Pair sum = Pair.unset(kernels, parameters.fullBasis(level));
        kernels.sumsOfProducts(sum.first(), sum.second(), diagonals, first, second);
        for (PlaintextCache.Use use : uses) {
            use.close();
        }
        return sum;
    }

    /** sum ← sum + rotate(inner, steps), over the data and special limbs. */
    private void giantStep(Pair sum, Pair inner, int steps, int level) {
        if (steps == 0) {
            kernels.add(sum.first(), sum.first(), inner.first());
            kernels.add(sum.second(), sum.second(), inner.second());
            return;
        }
        int element = keys.element(steps);
        try (RnsPolynomial second = kernels.allocateUnset(parameters.dataBasis(level))) {
            kernels.modDown(second, inner.second());
            try (Pair switched = switcher.extended(second, level, keys.rotation(steps, level))) {
                kernels.add(switched.first(), switched.first(), inner.first());
                // The inner pair is no longer needed: it takes the images.
                kernels.automorphism(inner.first(), switched.first(), element);
                kernels.automorphism(inner.second(), switched.second(), element);
                kernels.add(sum.first(), sum.first(), inner.first());
                kernels.add(sum.second(), sum.second(), inner.second());
            }
        }
    }
}
