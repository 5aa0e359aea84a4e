package dev.glovebox.benchmarks;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.examples.health.TumorModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Prints what a server with the circuit of the health example keeps in memory, before requests and after many. */
public final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private Memory() {}

    /** Prints a Markdown table. */
    public static void main(String[] args) {
        CompiledCircuit<double[], Double> circuit = Glovebox.load(TumorModel.class, "malignancy");
        byte[] keys;
        byte[] request;
        try (CircuitClient<double[], Double> client = circuit.newClient()) {
            keys = client.evaluationKeys();
            request = client.encrypt(new double[30]);
        }
        System.out.println("| server of the health example | heap, MB | whole process, MB |\n| --- | --: | --: |");
        row("before its keys");
        try (CircuitServer server = circuit.newServer(keys)) {
            row("with its keys, %.1f MB of residues".formatted(server.residentKeyBytes() / 1e6));
            int answered = 0;
            for (int requests : new int[] {1, 20, 200}) {
                for (; answered < requests; answered++) {
                    server.evaluate(request);
                }
                row("after " + requests + (requests == 1 ? " request" : " requests"));
            }
        }
    }

    private static void row(String when) {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(Locale.ROOT, "| %s | %.1f | %s |%n", when, heap / 1e6, resident());
    }

    private static String resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .map(kib -> "%.0f".formatted(kib * 1024 / 1e6))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
