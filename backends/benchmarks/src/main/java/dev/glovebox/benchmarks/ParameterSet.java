package dev.glovebox.benchmarks;

import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The parameters that are measured. "1P" is one special prime, as many digits as limbs; "d3" is three digits. B_D3 and C_D3
 * exceed the 128-bit bound: they compare kernels only.
 */
public enum ParameterSet {
    A_1P(13, 46, 3, 36, 4, 1, 49, false),
    B_1P(14, 49, 8, 40, 9, 1, 49, false),
    B_D3(14, 49, 8, 40, 3, 3, 49, true),
    C_1P(15, 49, 19, 40, 20, 1, 49, false),
    C_D3(15, 49, 19, 40, 3, 7, 49, true),
    D_D3(16, 49, 27, 45, 3, 10, 46, false),
    /** Logistic regression: one level for the weights, three for a polynomial of degree 7. */
    REGRESSION(14, 49, 4, 40, 5, 1, 49, false),
    /** 128-bit secure sets for depth 14 and 19: the number after D is that of the digits. */
    DEPTH14_D3(15, 49, 14, 40, 3, 5, 42, false),
    DEPTH14_D4(15, 49, 14, 40, 4, 4, 43, false),
    DEPTH14_D5(15, 49, 14, 40, 5, 3, 43, false),
    DEPTH14_D8(15, 49, 14, 40, 8, 2, 45, false),
    DEPTH19_1P(15, 49, 19, 40, 20, 1, 49, false);

    private final ParameterSpec spec;

    ParameterSet(
            int logDegree,
            int firstBits,
            int levels,
            int levelBits,
            int digits,
            int specials,
            int specialBits,
            boolean insecure) {
        List<List<Integer>> bits = new ArrayList<>();
        bits.add(List.of(firstBits));
        bits.addAll(Collections.nCopies(levels, List.of(levelBits)));
        spec = new ParameterSpec(
                logDegree, bits, Collections.nCopies(specials, specialBits), digits, levelBits, insecure);
    }

    CkksParameters parameters() {
        return CkksParameters.of(spec);
    }

    ParameterSpec spec() {
        return spec;
    }
}
