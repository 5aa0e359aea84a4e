package dev.glovebox.compiler.cost;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.cost.AcceptanceCosts.Compiled;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.CircuitSignature.Parameter;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.Workers;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Runs programs encrypted and prints predicted and measured time and memory. Times are of a server's whole answer, bytes to bytes, each
 * the median of rounds between which the other programs run. Arguments are names of acceptance programs, or circuits on the class path as
 * {@code package.Class#method}; all acceptance programs without. {@code -Dcalibrate=FILE} calibrates meanwhile, a ring before each round,
 * and predicts by that table, as many machines run at one speed now and another later; {@code -Dcosts=} names a table instead (that of
 * the backend without either). {@code -Dglovebox.threads=} sets the threads, {@code -Drounds=} the rounds, of calibrating if that is
 * asked for; {@code -Dshares=true} prints what is predicted of each operation.
 */
public final class MeasureAcceptance {
    private static final int ROUNDS = 24;
    private static final long WARM_UP_NANOS = 2_500_000_000L;
    private static final long ROUND_NANOS = 40_000_000L;

    private MeasureAcceptance() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        String backend = RingBackends.choose().name();
        int threads = Workers.configured().threads();
        List<Running> programs = new ArrayList<>();
        for (AcceptanceCosts.Program program : programs(args)) {
            programs.add(new Running(program));
        }
        programs.forEach(program -> program.measure(WARM_UP_NANOS / programs.size() + ROUND_NANOS));
        programs.forEach(program -> program.millis.clear());
        int rounds = Integer.getInteger("rounds", ROUNDS);
        CostModel model = table(backend, threads, rounds, () -> programs.forEach(p -> p.measure(ROUND_NANOS)));
        System.out.printf(
                Locale.ROOT,
                "%s, %d threads%n%-28s %12s %12s %6s %11s %11s %6s%n",
                backend,
                threads,
                "program",
                "predicted",
                "measured",
                "ratio",
                "predicted",
                "measured",
                "ratio");
        for (Running program : programs) {
            program.print(model);
            program.close();
        }
    }

    private static CostModel table(String backend, int threads, int rounds, Runnable round) {
        String calibrated = System.getProperty("calibrate");
        if (calibrated == null) {
            for (int i = 0; i < rounds; i++) {
                round.run();
            }
            return CostModel.of(System.getProperty("costs", backend)).withThreads(threads);
        }
        CostTable table = new CalibrateCosts(new PrintWriter(System.err), rounds).run(List.of(threads), round);
        table.write(Path.of(calibrated));
        return new CostModel(table, threads);
    }

    private static List<AcceptanceCosts.Program> programs(String[] args) throws ClassNotFoundException {
        List<String> names = List.of(args);
        List<AcceptanceCosts.Program> programs = new ArrayList<>(AcceptanceCosts.PROGRAMS.stream()
                .filter(p -> names.isEmpty() || names.contains(p.name()))
                .toList());
        for (String name : names) {
            int hash = name.indexOf('#');
            if (hash > 0) {
                Class<?> model = Class.forName(name.substring(0, hash));
                programs.add(new AcceptanceCosts.Program(model.getSimpleName(), model, name.substring(hash + 1)));
            }
        }
        return programs;
    }

    /** A program with keys and a request for it. */
    private static final class Running implements AutoCloseable {
        final List<Double> millis = new ArrayList<>();
        private final AcceptanceCosts.Program program;
        private final CircuitServer server;
        private final byte[] request;
        private final double[] publics;

        Running(AcceptanceCosts.Program program) throws ReflectiveOperationException {
            this.program = program;
            Constructor<?> constructor = program.model().getDeclaredConstructor();
            constructor.setAccessible(true);
            CompiledCircuit<?, ?> circuit = Glovebox.compile(constructor.newInstance(), program.method());
            Random random = new Random(1);
            List<Parameter> parameters = circuit.manifest().signature().parameters();
            double[] elements = anyOf(parameters, false, random);
            publics = anyOf(parameters, true, random);
            try (CircuitClient<?, ?> client = circuit.newClient()) {
                server = circuit.newServer(client.evaluationKeys());
                request = client.encryptElements(elements);
            }
        }

        private static double[] anyOf(List<Parameter> parameters, boolean isPublic, Random random) {
            return parameters.stream()
                    .filter(p -> p.supplied() == isPublic)
                    .flatMap(p -> p.elements().stream())
                    .mapToDouble(element -> anyOf(element, random))
                    .toArray();
        }

        private static double anyOf(ElementRange element, Random random) {
            double value = random.nextDouble(element.min(), element.max());
            return element.step() == 0
                    ? value
                    : element.min() + element.step() * Math.floor((value - element.min()) / element.step());
        }

        void measure(long budgetNanos) {
            int threads = Workers.configured().threads();
            millis.add(new Stopwatch(threads, budgetNanos).nanos(_ -> server.evaluateElements(request, publics)) / 1e6);
        }

        void print(CostModel model) {
            Compiled compiled = AcceptanceCosts.compile(program, CompilerOptions.DEFAULT);
            Prediction prediction = compiled.predict(model);
            double predicted = prediction.seconds() * 1e3;
            double measured = millis.stream().sorted().toList().get(millis.size() / 2);
            MeasuredMemory memory = MeasuredMemory.of(compiled);
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %9.2f ms %9.2f ms %6.2f %8.2f MB %8.2f MB %6.2f %s%n",
                    program.name(),
                    predicted,
                    measured,
                    measured / predicted,
                    prediction.bytes() / 1e6,
                    memory.bytes() / 1e6,
                    (double) memory.bytes() / prediction.bytes(),
                    Boolean.getBoolean("shares") ? shares(compiled, model) : "");
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static String shares(Compiled compiled, CostModel model) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Double> e : model.byOperation(
                        RingShape.of(compiled.parameters()),
                        compiled.schedule().nodes(),
                        compiled.schedule().program().constants(),
                        compiled.choice().samples())
                .entrySet()) {
            if (e.getValue() > 1e-5) {
                text.append(String.format(Locale.ROOT, " %s %.2f", e.getKey(), e.getValue() * 1e3));
            }
        }
        return text.toString();
    }
}
