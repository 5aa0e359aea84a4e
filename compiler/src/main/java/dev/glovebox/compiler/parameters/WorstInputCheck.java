package dev.glovebox.compiler.parameters;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.simulator.DataSetSimulation;
import dev.glovebox.compiler.simulator.DataSetSimulation.Worst;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Holds a compiled circuit against its contract at the worst input that a search of the declared box finds: approximation error
 * there, plus the predicted noise, must stay below 2⁻ᵖ. Bounds promise as much wherever ranges come from declarations; calibrated
 * ranges may be left, and then the search says how bad it gets.
 *
 * @param worst input and approximation error
 * @param noise predicted greatest noise
 * @param warnings one if the contract is broken there
 */
public record WorstInputCheck(Worst worst, double noise, List<Diagnostic> warnings) {
    /** Multiplications that the search may take, and bounds of its evaluations of the model. */
    private static final long WORK = 1 << 23;

    private static final int LEAST = 16;
    private static final int MOST = 2000;
    private static final int SHOWN = 6;

    public WorstInputCheck {
        warnings = List.copyOf(warnings);
    }

    /**
     * @param exact as lifted, with inputs in the model's units
     * @param approximated with polynomials and normalised inputs
     * @param noise predicted greatest noise of a result
     */
    public static WorstInputCheck of(
            TensorProgram exact, TensorProgram approximated, CircuitSignature signature, double noise) {
        int evaluations = (int) Math.clamp(WORK / Math.max(1, work(exact) + work(approximated)), LEAST, MOST);
        Worst worst = new DataSetSimulation(exact, approximated, signature).worst(evaluations, 1);
        double allowed = Math.scalb(1.0, -approximated.precisionBits());
        return new WorstInputCheck(
                worst,
                noise,
                worst.error() + noise < allowed ? List.of() : List.of(warning(worst, noise, approximated, signature)));
    }

    private static long work(TensorProgram program) {
        long work = 0;
        for (TensorProgram.Node node : program.nodes()) {
            work += switch (node.op()) {
                case TensorOp.Affine affine ->
                    affine.terms().stream()
                            .mapToLong(t -> t.matrix().rowStart(t.matrix().rows()))
                            .sum();
                case TensorOp.Polynomial p ->
                    (long) node.size() * p.coefficients().size();
                // A library function takes about as long as so many multiplications.
                case TensorOp.Apply _ -> 20L * node.size();
                default -> node.size();
            };
        }
        return work;
    }

    private static Diagnostic warning(
            Worst worst, double noise, TensorProgram approximated, CircuitSignature signature) {
        SourceLocation location = approximated.results().stream()
                .filter(TensorProgram.Result.Element.class::isInstance)
                .map(r -> approximated
                        .nodes()
                        .get(((TensorProgram.Result.Element) r).node())
                        .location())
                .findFirst()
                .orElse(SourceLocation.UNKNOWN);
        return new Diagnostic(
                Code.PRECISION_MISSED,
                location,
                String.format(
                        Locale.ROOT,
                        "an input in the declared ranges, %s, has an error of %.1e: approximation %.1e, noise up to"
                                + " %.1e",
                        text(worst.normalized(), signature),
                        worst.error() + noise,
                        worst.error(),
                        noise),
                String.format(
                        Locale.ROOT,
                        "less than 2^-%d, which is %.1e, at every input",
                        approximated.precisionBits(),
                        Math.scalb(1.0, -approximated.precisionBits())),
                "Calibrate with rows that reach the extremes, or narrow the declared min and max to what inputs can"
                        + " be.",
                List.of());
    }

    private static String text(double[] normalized, CircuitSignature signature) {
        List<ElementRange> ranges = signature.parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toList();
        return IntStream.range(0, normalized.length)
                .limit(SHOWN)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "%.4g",
                        ranges.get(i).middle() + ranges.get(i).radius() * normalized[i]))
                .collect(Collectors.joining(", ", "(", normalized.length > SHOWN ? ", …)" : ")"));
    }
}
