package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.CompiledModel;
import dev.glovebox.runtime.circuit.CircuitFiles;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.CircuitManifest.InputCiphertext;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.ConstantsFile;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.List;
import java.util.Objects;

/** A compiled circuit on clear inputs: what it would answer when encrypted, and how far off. */
public final class SimulatedCircuit {
    private final CircuitManifest manifest;
    private final CircuitProgram program;
    private final Constants constants;
    private final CkksParameters parameters;
    private final List<ElementRange> ranges;

    public SimulatedCircuit(CircuitManifest manifest, CircuitProgram program, Constants constants) {
        this.manifest = manifest;
        this.program = program;
        this.constants = constants;
        parameters = CkksParameters.of(manifest.parameters());
        ranges = manifest.signature().parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toList();
    }

    /** The emitted class and constants of a compiled model. */
    public static SimulatedCircuit of(CompiledModel model) {
        CircuitFiles files = new CircuitFiles(
                model.manifest().signature().model(),
                model.manifest().signature().method());
        byte[] bytes = Objects.requireNonNull(model.files().get(files.programPath()));
        byte[] constants = Objects.requireNonNull(model.files().get(files.constants()));
        ClassLoader loader = new ClassLoader(CircuitProgram.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (!name.equals(files.programClass())) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        try {
            Object program =
                    loader.loadClass(files.programClass()).getConstructor().newInstance();
            return new SimulatedCircuit(model.manifest(), (CircuitProgram) program, ConstantsFile.read(constants));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the emitted class " + files.programClass() + " cannot be used", e);
        }
    }

    /**
     * What a run answers, in the flat order of the result's elements.
     *
     * @param values without noise: they differ from the model's by the approximation error
     * @param predictedErrors what the noise stays below, as {@link Simulator#predictedErrors}
     * @param worstCaseErrors as {@link Simulator#worstCaseErrors}
     */
    public record Result(double[] values, double[] predictedErrors, double[] worstCaseErrors) {

        /** The greatest difference of the values from the model's own: the approximation error on this input. */
        public double approximationError(double[] clear) {
            double greatest = 0;
            for (int i = 0; i < values.length; i++) {
                greatest = Math.max(greatest, Math.abs(values[i] - clear[i]));
            }
            return greatest;
        }
    }

    /** @param inputs the elements of all parameters in flat order, within their ranges */
    public Result run(double[] inputs) {
        Simulator simulator = new Simulator(
                parameters, manifest.slots(), manifest.samples(), manifest.keys(), Simulator.DEFAULT_TRIALS, 1);
        Value[] encrypted = new Value[manifest.inputs().size()];
        for (int i = 0; i < encrypted.length; i++) {
            InputCiphertext input = manifest.inputs().get(i);
            double[] period = new double[input.period()];
            for (int slot = 0; slot < input.elements().size(); slot++) {
                int element = input.elements().get(slot);
                ElementRange range = ranges.get(element);
                period[slot] = range.radius() == 0 ? 0 : (inputs[element] - range.middle()) / range.radius();
            }
            encrypted[i] = simulator.encrypt(period, input.level());
        }
        Value[] outputs = program.evaluate(simulator, constants.supplied(inputs), encrypted);
        int size = manifest.results().size();
        Result result = new Result(new double[size], new double[size], new double[size]);
        for (int i = 0; i < size; i++) {
            switch (manifest.results().get(i)) {
                case ResultElement.InSlot(int ciphertext, int slot) -> {
                    Value output = outputs[ciphertext];
                    result.values[i] = simulator.values(output)[slot];
                    result.predictedErrors[i] = simulator.predictedErrors(output)[slot];
                    result.worstCaseErrors[i] = simulator.worstCaseErrors(output)[slot];
                }
                case ResultElement.Public(double value) -> result.values[i] = value;
            }
        }
        return result;
    }
}
