package dev.glovebox.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.schedule.Scheduler;
import dev.glovebox.compiler.schedule.SlotPrograms;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.runtime.circuit.CircuitFiles;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.CheckClassAdapter;

class ProgramEmitterTest {
    private static final CircuitFiles FILES = new CircuitFiles("com.example.Model", "predict");

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    private static CircuitIr circuit(SlotProgram program) {
        Schedule schedule = new Scheduler(CompilerOptions.DEFAULT).schedule(program);
        return schedule.with(new ParameterSpec(
                14, Collections.nCopies(schedule.depth() + 1, List.of(40)), List.of(42), 1, 30, false));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void emittedClassDoesWhatTheInterpreterDoesCallForCall(long seed) throws ReflectiveOperationException {
        CircuitIr circuit = circuit(SlotPrograms.random(seed, 8, 5));
        byte[] bytes = ProgramEmitter.emit(circuit, FILES, Opcodes.V21);
        assertThat(problems(bytes)).isEmpty();
        assertThat(calls(load(bytes), circuit)).isEqualTo(calls(new CircuitInterpreter(circuit), circuit));
        assertThat(ProgramEmitter.emit(circuit, FILES, Opcodes.V21)).isEqualTo(bytes);
    }

    @Test
    void longCircuitsAreSplitIntoMethodsThatCanBeCompiled() throws ReflectiveOperationException {
        CircuitIr circuit = asItStands(chain(20_000));
        byte[] bytes = ProgramEmitter.emit(circuit, FILES, Opcodes.V17);
        assertThat(problems(bytes)).isEmpty();
        assertThat(calls(load(bytes), circuit)).isEqualTo(calls(new CircuitInterpreter(circuit), circuit));
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, 0);
        assertThat(node.methods).hasSizeGreaterThan(20);
        assertThat(Registers.allocate(circuit).count()).isLessThan(10);
        for (MethodNode method : node.methods) {
            assertThat(method.instructions.size()).as(method.name).isLessThan(8000 / 3);
        }
    }

    @Test
    void classHasTheModelsVersionPackageAndLines() {
        byte[] bytes = ProgramEmitter.emit(asItStands(chain(3)), FILES, Opcodes.V25);
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, 0);
        assertThat(node.version).isEqualTo(Opcodes.V25);
        assertThat(node.name).isEqualTo("com/example/Model$$predict");
        assertThat(node.sourceFile).isEqualTo("Model.java");
        assertThat(node.methods.stream()
                        .flatMap(m -> IntStream.range(0, m.instructions.size()).mapToObj(m.instructions::get))
                        .filter(LineNumberNode.class::isInstance)
                        .map(n -> ((LineNumberNode) n).line))
                .containsExactly(7);
        assertThat(new ClassReader(ProgramEmitter.emit(asItStands(chain(3)), FILES, Opcodes.V1_8)).readShort(6))
                .isEqualTo((short) Opcodes.V17);
    }

    /** The circuit of a program without products, at level 0. */
    private static CircuitIr asItStands(SlotProgram program) {
        List<CircuitIr.Node> nodes = program.nodes().stream()
                .map(n -> new CircuitIr.Node(
                        n.op(), new CircuitIr.CipherType(0, 1, 2), n.period(), n.magnitude(), n.location()))
                .toList();
        return new Schedule(program, nodes, program.outputs())
                .with(new ParameterSpec(14, List.of(List.of(40)), List.of(42), 1, 30, false));
    }

    /** Rotations by nothing, one after the other. */
    private static SlotProgram chain(int length) {
        SourceLocation line = new SourceLocation("com.example.Model", "predict", "Model.java", 7);
        List<SlotProgram.Node> nodes = new ArrayList<>();
        nodes.add(new SlotProgram.Node(new SlotOp.Input(0), 1, 1, line));
        for (int i = 1; i < length; i++) {
            nodes.add(new SlotProgram.Node(new SlotOp.Rotate(i - 1, 0), 1, 1, line));
        }
        return new SlotProgram(
                "chain",
                8,
                1,
                List.of(new SlotProgram.InputLayout(1, List.of(0))),
                nodes,
                List.of(length - 1),
                List.of(new ResultElement.InSlot(0, 0)),
                new Constants(List.of(), List.of()));
    }

    private static String problems(byte[] bytes) {
        StringWriter problems = new StringWriter();
        CheckClassAdapter.verify(
                new ClassReader(bytes), CircuitProgram.class.getClassLoader(), false, new PrintWriter(problems));
        return problems.toString();
    }

    private static CircuitProgram load(byte[] bytes) throws ReflectiveOperationException {
        ClassLoader loader = new ClassLoader(CircuitProgram.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        return (CircuitProgram)
                loader.loadClass(FILES.programClass()).getConstructor().newInstance();
    }

    private record Token(int level, int pending, int size) implements Evaluator.Hoisted {
        @Override
        public Evaluator.Value rotate(int steps) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    /** What a program calls, with values numbered in the order in which they appear. */
    private static List<String> calls(CircuitProgram program, CircuitIr circuit) {
        List<String> calls = new ArrayList<>();
        Map<Object, Integer> names = new IdentityHashMap<>();
        circuit.constants().vectors().forEach(v -> names.put(v, names.size()));
        circuit.constants().matrices().forEach(m -> names.put(m, names.size()));
        Evaluator recorder = (Evaluator) Proxy.newProxyInstance(
                Evaluator.class.getClassLoader(), new Class<?>[] {Evaluator.class}, (_, method, arguments) -> {
                    StringBuilder call = new StringBuilder(method.getName());
                    for (Object argument : arguments) {
                        call.append(' ').append(text(argument, names));
                    }
                    calls.add(call.toString());
                    if (method.getReturnType() == void.class) {
                        return null;
                    }
                    Token result = new Token(0, 0, 0);
                    names.put(result, names.size());
                    return result;
                });
        Evaluator.Value[] inputs = (Evaluator.Value[])
                Array.newInstance(Evaluator.Value.class, circuit.inputs().size());
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = new Token(0, 0, 0);
            names.put(inputs[i], names.size());
        }
        for (Evaluator.Value output : program.evaluate(recorder, circuit.constants(), inputs)) {
            calls.add("output #" + names.get(output));
        }
        return calls;
    }

    private static String text(Object argument, Map<Object, Integer> names) {
        return switch (argument) {
            case Object[] all ->
                Arrays.stream(all).map(o -> text(o, names)).toList().toString();
            case double[] factors -> Arrays.toString(factors);
            default -> names.containsKey(argument) ? "#" + names.get(argument) : argument.toString();
        };
    }
}
