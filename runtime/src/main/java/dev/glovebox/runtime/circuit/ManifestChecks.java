package dev.glovebox.runtime.circuit;

import dev.glovebox.runtime.circuit.CircuitManifest.InputCiphertext;
import dev.glovebox.runtime.circuit.CircuitManifest.OutputCiphertext;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.ckks.ParameterSpec;
import dev.glovebox.runtime.ring.Ring;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold between the fields of a manifest. Bounds here bound every allocation that a manifest causes. */
final class ManifestChecks {
    static final String WAY_OUT = "Build the circuit again with this version of Glovebox.";

    private static final int MAX_ELEMENTS = 1 << 24;
    private static final int MAX_CIPHERTEXTS = 1 << 12;
    private static final int MAX_LEVELS = 128;
    private static final int MAX_PARAMETERS = 255;
    private static final int MAX_AXES = 16;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private ManifestChecks() {}

    static CircuitException bad(String what, String found, String expected) {
        return ErrorCode.BAD_MANIFEST.error("the " + what + " has " + found, expected, WAY_OUT);
    }

    static void check(ServerManifest manifest) {
        require(
                manifest.formatVersion() == ManifestJson.FORMAT_VERSION,
                "formatVersion " + manifest.formatVersion(),
                "formatVersion " + ManifestJson.FORMAT_VERSION);
        checkHash("circuitId", manifest.circuitId());
        checkName("compilerVersion", manifest.compilerVersion());
        manifest.sources().forEach((path, hash) -> {
            checkName("source", path);
            checkHash("the hash of " + path, hash);
        });
    }

    static void check(CircuitManifest manifest) {
        require(
                manifest.formatVersion() == ManifestJson.FORMAT_VERSION,
                "formatVersion " + manifest.formatVersion(),
                "formatVersion " + ManifestJson.FORMAT_VERSION);
        checkHash("circuitId", manifest.circuitId());
        int inputSize = checkSignature(manifest.signature());
        range("precisionBits", manifest.precisionBits(), 1, 60);
        checkParameters(manifest.parameters());
        int levels = manifest.parameters().levelBits().size();
        int degree = 1 << manifest.parameters().logDegree();
        int slots = manifest.slots();
        require(
                Integer.bitCount(slots) == 1 && slots <= degree / 2,
                "slots " + slots,
                "a power of two up to " + degree / 2);
        int samples = manifest.samples();
        require(
                Integer.bitCount(samples) == 1 && samples <= degree / 2 / slots,
                "samples " + samples,
                "a power of two up to " + degree / 2 / slots);

        count("inputs", manifest.inputs(), MAX_CIPHERTEXTS);
        for (InputCiphertext input : manifest.inputs()) {
            range("an input's level", input.level(), 0, levels - 1);
            checkPeriod(input.period(), slots);
            require(
                    input.elements().size() <= input.period(),
                    input.elements().size() + " elements in a ciphertext",
                    "at most its period " + input.period());
            input.elements().forEach(e -> range("an input element", e, 0, inputSize - 1));
        }
        count("outputs", manifest.outputs(), MAX_CIPHERTEXTS);
        for (OutputCiphertext output : manifest.outputs()) {
            range("an output's level", output.level(), 0, levels - 1);
            checkPeriod(output.period(), slots);
        }
        int resultSize = checkType(manifest.signature().result(), true);
        require(
                manifest.results().size() == resultSize,
                manifest.results().size() + " results",
                "the " + resultSize + " elements of the result type");
        for (ResultElement result : manifest.results()) {
            switch (result) {
                case ResultElement.InSlot(int ciphertext, int slot) -> {
                    range(
                            "a result's ciphertext",
                            ciphertext,
                            0,
                            manifest.outputs().size() - 1);
                    range(
                            "a result's slot",
                            slot,
                            0,
                            manifest.outputs().get(ciphertext).period() - 1);
                }
                case ResultElement.Public(double value) -> finite("a public result", value);
            }
        }
        CircuitManifest.KeyRequirement keys = manifest.keys();
        range("relinearizationLevel", keys.relinearizationLevel(), -1, levels - 1);
        range("conjugationLevel", keys.conjugationLevel(), -1, levels - 1);
        keys.rotations().forEach((steps, level) -> {
            range("a rotation", steps, 1, slots - 1);
            range("a rotation's level", level, 0, levels - 1);
        });
        CircuitManifest.Summary summary = manifest.summary();
        range("depth", summary.depth(), 0, levels);
        range("multiplications", summary.multiplications(), 0, Integer.MAX_VALUE);
        range("rotations", summary.rotations(), 0, Integer.MAX_VALUE);
        range("evaluationKeyBytes", summary.evaluationKeyBytes(), 0, Long.MAX_VALUE);
        finite("predictedPrecisionBits", summary.predictedPrecisionBits());
    }

    private static int checkSignature(CircuitSignature signature) {
        checkName("model", signature.model());
        checkName("method", signature.method());
        count("parameters", signature.parameters(), MAX_PARAMETERS);
        long size = 0;
        for (CircuitSignature.Parameter parameter : signature.parameters()) {
            checkName("a parameter", parameter.name());
            int elements = checkType(parameter.type(), true);
            require(
                    parameter.elements().size() == elements,
                    parameter.elements().size() + " ranges for " + parameter.name(),
                    "one for each of its " + elements + " elements");
            size += elements;
            for (CircuitSignature.ElementRange range : parameter.elements()) {
                checkName("a label", range.label());
                finite("min of " + range.label(), range.min());
                finite("max of " + range.label(), range.max());
                require(
                        range.min() <= range.max(),
                        "[" + range.min() + ", " + range.max() + "] for " + range.label(),
                        "min at most max");
                finite("step of " + range.label(), range.step());
                require(range.step() >= 0, range.step() + " as the step of " + range.label(), "at least 0");
            }
        }
        range("the number of input elements", size, 0, MAX_ELEMENTS);
        return (int) size;
    }

    private static int checkType(DataType type, boolean outer) {
        long size = switch (type) {
            case DataType.Scalar() -> 1;
            case DataType.Vector(int length) -> range("a length", length, 1, MAX_ELEMENTS);
            case DataType.Matrix(int rows, int columns) ->
                range("rows", rows, 1, MAX_ELEMENTS) * range("columns", columns, 1, MAX_ELEMENTS);
            case DataType.Tensor(List<Integer> shape) -> {
                count("axes", shape, MAX_AXES);
                long product = 1;
                for (int length : shape) {
                    product *= range("a length", length, 1, MAX_ELEMENTS);
                    range("elements of a tensor", product, 1, MAX_ELEMENTS);
                }
                yield product;
            }
            case DataType.Structure(String className, List<DataType.Component> components) -> {
                require(outer, "a record inside a record", "double, double[], double[][] or Tensor");
                checkName("a record class", className);
                count("components", components, MAX_PARAMETERS);
                require(!components.isEmpty(), "a record without components", "at least one");
                long sum = 0;
                for (DataType.Component component : components) {
                    checkName("a component", component.name());
                    sum += checkType(component.type(), false);
                }
                yield sum;
            }
        };
        return (int) range("elements of a type", size, 1, MAX_ELEMENTS);
    }

    private static void checkParameters(ParameterSpec spec) {
        range("logDegree", spec.logDegree(), Ring.MIN_LOG_DEGREE, Ring.MAX_LOG_DEGREE);
        range("the number of levels", spec.levelBits().size(), 1, MAX_LEVELS);
        for (List<Integer> level : spec.levelBits()) {
            range("the primes of a level", level.size(), 1, 2);
            level.forEach(bits -> range("a prime's bits", bits, 2, Ring.MAX_PRIME_BITS));
        }
        count("special primes", spec.specialBits(), MAX_LEVELS);
        spec.specialBits().forEach(bits -> range("a prime's bits", bits, 2, Ring.MAX_PRIME_BITS));
        range("digits", spec.digits(), 1, 2 * MAX_LEVELS);
        require(
                spec.scaleBits() > 0 && spec.scaleBits() <= 2 * Ring.MAX_PRIME_BITS,
                "scaleBits " + spec.scaleBits(),
                "above 0, at most " + 2 * Ring.MAX_PRIME_BITS);
    }

    private static void checkPeriod(int period, int slots) {
        require(
                Integer.bitCount(period) == 1 && period >= 1 && period <= slots,
                "period " + period,
                "a power of two up to " + slots);
    }

    private static void checkHash(String what, String text) {
        require(HASH.matcher(text).matches(), what + " that is not a SHA-256", "64 hexadecimal digits in lower case");
    }

    private static void checkName(String what, String name) {
        require(
                !name.isEmpty() && name.length() <= 4096 && name.chars().noneMatch(Character::isISOControl),
                what + " that is no name",
                "1 to 4096 characters, none of them a control character");
    }

    private static void count(String what, Collection<?> items, int max) {
        range("the number of " + what, items.size(), 0, max);
    }

    private static long range(String what, long value, long min, long max) {
        require(value >= min && value <= max, what + " " + value, min + " to " + max);
        return value;
    }

    private static void finite(String what, double value) {
        require(Double.isFinite(value), what + " " + value, "a finite number");
    }

    private static void require(boolean holds, String found, String expected) {
        if (!holds) {
            throw bad("manifest", found, expected);
        }
    }
}
