package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.cost.AcceptanceCosts.Compiled;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.EncryptedRun;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.PlaintextCache;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernels;

/**
 * What an evaluation on one thread takes in memory.
 *
 * @param poolBytes most bytes of polynomials alive at once, keys and constants not counted
 */
record MeasuredMemory(long keyBytes, long constantBytes, long poolBytes) {
    long bytes() {
        return keyBytes + constantBytes + poolBytes;
    }

    static MeasuredMemory of(Compiled compiled) {
        CircuitIr circuit = compiled.schedule().with(compiled.parameters().spec());
        double[][] inputs =
                circuit.inputs().stream().map(i -> new double[i.period()]).toArray(double[][]::new);
        Constants constants = circuit.constants().suppliedZeros();
        CountingKernels counting = new CountingKernels(
                RingBackends.choose().open(compiled.parameters().ring()));
        try (EncryptedRun run = new EncryptedRun(
                compiled.parameters(), circuit.slots(), compiled.schedule().keys(), counting.kernels())) {
            CircuitInterpreter program = new CircuitInterpreter(circuit);
            run.run(program, constants, inputs, compiled.schedule().inputLevels());
            long before = counting.bytes();
            counting.reset();
            run.evaluate(program, constants, inputs, compiled.schedule().inputLevels());
            return new MeasuredMemory(
                    run.keyBytes(), constantBytes(compiled, circuit, program), counting.peak() - before);
        }
    }

    /** As a server encodes them, for as many samples as one ciphertext holds. */
    private static long constantBytes(Compiled compiled, CircuitIr circuit, CircuitInterpreter program) {
        CkksParameters parameters = compiled.parameters();
        int[] levels = compiled.schedule().inputLevels().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        int samples = compiled.choice().samples();
        try (RingKernels kernels = RingBackends.choose().open(parameters.ring());
                PlaintextCache plaintexts = new PlaintextCache(parameters, kernels, samples, circuit.constants())) {
            plaintexts.prepare(program, circuit.constants(), circuit.slots(), levels);
            return plaintexts.residentBytes();
        }
    }
}
