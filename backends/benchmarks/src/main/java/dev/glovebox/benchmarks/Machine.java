package dev.glovebox.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.incubator.vector.DoubleVector;

/** The machine that this runs on, in words. */
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** CPU, cores, width of vectors, memory, operating system, JDK. */
    static String description() {
        return "%s, %d cores, vectors of %d bits, %d GiB of memory, %s %s, JDK %s (%s)"
                .formatted(
                        cpu(),
                        Runtime.getRuntime().availableProcessors(),
                        DoubleVector.SPECIES_PREFERRED.vectorBitSize(),
                        memoryBytes() >> 30,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version(),
                        System.getProperty("java.vm.vendor"));
    }

    private static String cpu() {
        return lines().stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip() + family())
                .findFirst()
                .orElse("unknown CPU");
    }

    private static String family() {
        return " (family " + field("cpu family") + ", model " + field("model\t") + ")";
    }

    private static String field(String name) {
        return lines().stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("?");
    }

    private static long memoryBytes() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    private static List<String> lines() {
        try {
            return Files.isReadable(CPU_INFO) ? Files.readAllLines(CPU_INFO) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
