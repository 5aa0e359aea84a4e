package dev.glovebox.compiler.emit;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.IrPrinter;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.circuit.CircuitFiles;
import dev.glovebox.runtime.circuit.CircuitIds;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.CircuitManifest.InputCiphertext;
import dev.glovebox.runtime.circuit.CircuitManifest.OutputCiphertext;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.ConstantsFile;
import dev.glovebox.runtime.circuit.ManifestJson;
import dev.glovebox.runtime.circuit.ServerManifest;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Makes the files of a circuit from its stages. */
public final class CircuitEmitter {
    private final CircuitSignature signature;
    private final int classFileMajor;
    private final SortedMap<String, String> sources;
    private final String compilerVersion;

    /**
     * @param classFileMajor class-file version of the model
     * @param sources path of each class and resource that lifting read → SHA-256
     */
    public CircuitEmitter(
            CircuitSignature signature, int classFileMajor, SortedMap<String, String> sources, String compilerVersion) {
        this.signature = signature;
        this.classFileMajor = classFileMajor;
        this.sources = new TreeMap<>(sources);
        this.compilerVersion = compilerVersion;
    }

    /** What is written. */
    public record Emitted(CircuitManifest manifest, SortedMap<String, byte[]> files) {}

    /** Texts that need no parameters, while they are printed. */
    public record Texts(CompletableFuture<byte[]> tensor, CompletableFuture<byte[]> slot, IrPrinter.Shared printer) {}

    /**
     * Starts printing the stages before parameters are chosen: large constants take long.
     *
     * @param tensor the tensor stage after lifting
     */
    public static Texts texts(TensorProgram tensor, SlotProgram slots) {
        IrPrinter.Shared printer = new IrPrinter.Shared();
        return new Texts(
                CompletableFuture.supplyAsync(() -> IrPrinter.utf8(tensor)),
                CompletableFuture.supplyAsync(() -> printer.utf8(slots)),
                printer);
    }

    /**
     * @param texts as {@link #texts} started them
     * @param samples how many samples one evaluation serves
     */
    public Emitted emit(
            Texts texts, Schedule schedule, ParameterSpec parameters, int samples, CircuitManifest.Summary summary) {
        CircuitFiles names = new CircuitFiles(signature.model(), signature.method());
        CircuitIr circuit = schedule.with(parameters);
        CompletableFuture<byte[]> circuitText = CompletableFuture.supplyAsync(() -> texts.printer.utf8(circuit));
        byte[] program = ProgramEmitter.emit(circuit, names, classFileMajor);
        byte[] constants = ConstantsFile.write(circuit.constants());
        CircuitManifest manifest = CircuitIds.assign(manifest(circuit, samples, schedule, summary), program, constants);
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(names.programPath(), program);
        files.put(names.constants(), constants);
        files.put(names.clientManifest(), ManifestJson.write(manifest));
        files.put(
                names.serverManifest(),
                ManifestJson.write(new ServerManifest(
                        ManifestJson.FORMAT_VERSION, manifest.circuitId(), compilerVersion, sources)));
        files.put(names.text("tensor"), texts.tensor.join());
        files.put(names.text("slot"), texts.slot.join());
        files.put(names.text("circuit"), circuitText.join());
        return new Emitted(manifest, files);
    }

    private CircuitManifest manifest(
            CircuitIr circuit, int samples, Schedule schedule, CircuitManifest.Summary summary) {
        List<InputCiphertext> inputs = new ArrayList<>();
        for (int i = 0; i < circuit.inputs().size(); i++) {
            SlotProgram.InputLayout layout = circuit.inputs().get(i);
            inputs.add(new InputCiphertext(schedule.inputLevels().get(i), layout.period(), layout.elements()));
        }
        List<OutputCiphertext> outputs = circuit.outputs().stream()
                .map(o -> circuit.nodes().get(o))
                .map(n -> new OutputCiphertext(n.type().level(), n.period()))
                .toList();
        return new CircuitManifest(
                ManifestJson.FORMAT_VERSION,
                CircuitIds.NONE,
                signature,
                circuit.precisionBits(),
                circuit.parameters(),
                circuit.slots(),
                samples,
                inputs,
                outputs,
                circuit.results(),
                schedule.keys(),
                summary);
    }

    /** Products of encrypted vectors. */
    public static int multiplications(Schedule schedule) {
        return schedule.nodes().stream().mapToInt(n -> n.op().products()).sum();
    }

    /** Rotations, those of linear transforms included. */
    public static int rotations(Schedule schedule) {
        return schedule.nodes().stream()
                .mapToInt(n -> switch (n.op()) {
                    case SlotOp.Rotate _ -> 1;
                    case SlotOp.LinearTransform transform ->
                        schedule.program()
                                .constants()
                                .matrix(transform.matrix())
                                .rotations()
                                .size();
                    default -> 0;
                })
                .sum();
    }
}
