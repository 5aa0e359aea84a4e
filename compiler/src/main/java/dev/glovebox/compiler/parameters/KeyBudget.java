package dev.glovebox.compiler.parameters;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.parameters.ParameterSearch.Choice;
import dev.glovebox.compiler.schedule.ComposeRotations;
import dev.glovebox.compiler.schedule.KeyWishes;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.dsl.Packing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses parameters so that the evaluation keys stay within their bytes. Where the keys of a schedule take more, rotations are
 * composed from fewer keys ({@link ComposeRotations}): of several bases, each with as many keys beside it as there is room for,
 * and of other parameters with smaller keys, the fastest.
 */
public final class KeyBudget {
    private static final int[] RADICES = {2, 4, 8, 16};

    private final Packing packing;
    private final Objective objective;
    private final UnaryOperator<double[]> admissible;

    /**
     * @param objective with the budget
     * @param admissible as for {@link ParameterSearch}
     */
    public KeyBudget(Packing packing, Objective objective, UnaryOperator<double[]> admissible) {
        this.packing = packing;
        this.objective = objective;
        this.admissible = admissible;
    }

    /** A schedule and its parameters. */
    public record Plan(Schedule schedule, Choice choice) {}

    /**
     * @return the schedule itself, or with composed rotations
     * @throws CompilationException if there are no parameters, or no keys that are small enough
     */
    public Plan choose(Schedule schedule) {
        Objective unlimited = new Objective(objective.model(), Long.MAX_VALUE, objective.forced());
        Choice free = ParameterSearch.choose(schedule, packing, unlimited, admissible);
        if (free.evaluationKeyBytes() <= objective.maxKeyBytes()) {
            return new Plan(schedule, free);
        }
        List<Plan> plans = new ArrayList<>();
        search(schedule, plans);
        long least = Long.MAX_VALUE;
        for (int radix : RADICES) {
            KeyWishes wishes = new KeyWishes(schedule, radix);
            Schedule composed = mostKeys(schedule, wishes, free);
            if (composed != null) {
                search(composed, plans);
            }
            Schedule fewest = new ComposeRotations(wishes.keys(0)).apply(schedule);
            least = Math.min(least, Objective.keyBytes(free.parameters(), fewest, free.samples()));
        }
        long needed = least;
        return plans.stream()
                .min(Comparator.comparingDouble(plan -> plan.choice.seconds()))
                .orElseThrow(() -> tooFew(schedule, free, needed));
    }

    /** The schedule with as many keys as fit under given parameters, or null if not even the basis does. */
    private @Nullable Schedule mostKeys(Schedule schedule, KeyWishes wishes, Choice free) {
        Schedule best = null;
        int low = 0;
        int high = wishes.count();
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Schedule composed = new ComposeRotations(wishes.keys(middle)).apply(schedule);
            if (Objective.keyBytes(free.parameters(), composed, free.samples()) <= objective.maxKeyBytes()) {
                best = composed;
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return best;
    }

    private void search(Schedule schedule, List<Plan> plans) {
        try {
            plans.add(new Plan(schedule, ParameterSearch.choose(schedule, packing, objective, admissible)));
        } catch (CompilationException e) {
            // The next candidate may fit.
        }
    }

    private CompilationException tooFew(Schedule schedule, Choice free, long least) {
        SourceLocation location = schedule.outputs().isEmpty()
                ? SourceLocation.UNKNOWN
                : schedule.nodes().get(schedule.outputs().getFirst()).location();
        return new CompilationException(new Diagnostic(
                Code.KEYS_TOO_LARGE,
                location,
                "evaluation keys of %,d bytes, with composed rotations about %,d"
                        .formatted(free.evaluationKeyBytes(), least),
                "at most %,d bytes (maxKeyBytes)".formatted(objective.maxKeyBytes()),
                "Allow more bytes, ask for fewer bits of precision, or use functions of lower degree.",
                List.of()));
    }
}
