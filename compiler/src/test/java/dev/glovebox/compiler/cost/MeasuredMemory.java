package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.cost.AcceptanceCosts.Compiled;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.EncryptedRun;
import dev.glovebox.runtime.ring.RingBackends;

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
        var circuit = compiled.schedule().with(compiled.parameters().spec());
        double[][] inputs =
                circuit.inputs().stream().map(i -> new double[i.period()]).toArray(double[][]::new);
        CountingKernels counting = new CountingKernels(
                RingBackends.choose().open(compiled.parameters().ring()));
        try (EncryptedRun run = new EncryptedRun(
                compiled.parameters(), circuit.slots(), compiled.schedule().keys(), counting.kernels())) {
            CircuitInterpreter program = new CircuitInterpreter(circuit);
            // The first run encodes the constants.
            run.run(program, circuit.constants(), inputs, compiled.schedule().inputLevels());
            long before = counting.bytes();
            counting.reset();
            run.evaluate(
                    program, circuit.constants(), inputs, compiled.schedule().inputLevels());
            return new MeasuredMemory(run.keyBytes(), run.constantBytes(), counting.peak() - before);
        }
    }
}
