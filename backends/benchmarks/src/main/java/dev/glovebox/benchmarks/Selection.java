package dev.glovebox.benchmarks;

import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.annotations.Param;

/**
 * What to measure.
 *
 * @param backends names, best first
 * @param threads numbers of threads, or "all"
 * @param tables finds the names of benchmark classes
 * @param only finds the names of operations
 * @param sets finds the names of parameter sets and the log₂N of transforms
 * @param options the other options, each with its value
 */
record Selection(
        List<String> backends,
        List<String> threads,
        Pattern tables,
        Pattern only,
        Pattern sets,
        Map<String, String> options) {
    private static final List<String> OTHERS = List.of("--compare", "--results");

    /** @throws IllegalArgumentException if an argument is not understood; its message says what would be */
    static Selection of(String... arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            List<String> known = new ArrayList<>(List.of("--backends", "--threads", "--tables", "--only", "--sets"));
            known.addAll(OTHERS);
            if (!known.contains(arguments[i])) {
                throw new IllegalArgumentException(
                        "unknown option " + arguments[i] + ": the options are " + String.join(", ", known));
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value after it");
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        return new Selection(
                options.containsKey("--backends") ? list(options.get("--backends")) : usable(),
                list(options.getOrDefault("--threads", "1,all")),
                pattern(options, "--tables"),
                pattern(options, "--only"),
                pattern(options, "--sets"),
                options);
    }

    private static List<String> list(String values) {
        return Arrays.asList(values.split(","));
    }

    private static Pattern pattern(Map<String, String> options, String option) {
        try {
            return Pattern.compile(options.getOrDefault(option, "."));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(option + " needs a regular expression: " + e.getMessage(), e);
        }
    }

    /** The native backend and the Vector API's, or what comes next where one of them does not run here. */
    private static List<String> usable() {
        return RingBackends.all().stream()
                .filter(backend -> backend.availability().usable())
                .map(RingBackend::name)
                .limit(2)
                .toList();
    }

    /** Those values of a benchmark's parameter {@code set} or {@code logDegree} that were asked for; all if it has neither. */
    List<String> sets(Class<?> benchmark, String parameter) {
        try {
            return Arrays.stream(benchmark
                            .getField(parameter)
                            .getAnnotation(Param.class)
                            .value())
                    .filter(value -> sets.matcher(value).find())
                    .toList();
        } catch (NoSuchFieldException e) {
            return List.of();
        }
    }
}
