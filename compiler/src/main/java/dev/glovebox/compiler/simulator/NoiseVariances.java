package dev.glovebox.compiler.simulator;

import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.NoiseModel;
import java.util.HashMap;
import java.util.Map;

/** The variances of errors under given parameters. Not safe for threads. */
public final class NoiseVariances {
    private final CkksParameters parameters;
    private final NoiseModel noise;
    private final Map<NoiseSource, Double> known = new HashMap<>();

    /** @param slots of the ciphertexts, over all samples they hold */
    public NoiseVariances(CkksParameters parameters, int slots) {
        this.parameters = parameters;
        this.noise = new NoiseModel(parameters, slots);
    }

    /** Of the real part of a slot, in units of the encrypted values. */
    public double of(NoiseSource source) {
        return known.computeIfAbsent(source, s -> s.variance(parameters, noise));
    }
}
