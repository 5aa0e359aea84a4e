package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.frontend.Conditions.Condition;
import dev.glovebox.compiler.frontend.History.Version;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs both sides of branches on encrypted data. Where the ways part, each gets a copy of the frame and a version of the heap; of
 * the ways that wait, the one least far in the order of {@link FlowGraph} runs next, and two ways that reach the same instruction
 * become one. So what follows a branch runs once, however many branches there are, and a loop is left by all ways together.
 */
final class Branches {
    /** How often one branch may part the ways within one call: loops that end by encrypted data alone never stop. */
    private static final int MAX_REPEATS = 4096;

    private final Trace trace;
    private final Heap heap;
    private final Conditions conditions;
    private final Merge merge;

    /** Where a jump leads under a condition. */
    record Target(Condition condition, int pc) {}

    /** A way that waits, before an instruction or with the method's result. */
    record Way(
            int pc,
            int sp,
            long[] bits,
            @Nullable Object[] refs,
            Virtual.@Nullable Slot result,
            Condition condition,
            Version version,
            int[] repeated) {}

    /** The ways of one call; one of them runs. */
    static final class Ways {
        private final Condition entry;
        private final TreeMap<int[], Way> waiting = new TreeMap<>(Arrays::compare);
        private final Map<Integer, Integer> parted = new HashMap<>();
        private int[] repeated;

        Ways(Condition entry, int loops) {
            this.entry = entry;
            this.repeated = new int[loops];
        }
    }

    Branches(Trace trace, Heap heap, Conditions conditions, Merge merge) {
        this.trace = trace;
        this.heap = heap;
        this.conditions = conditions;
        this.merge = merge;
    }

    /**
     * Goes on at one of the targets of a jump; the frame is then at the next instruction to run.
     *
     * @param targets whose conditions exclude each other and leave nothing out
     * @param byValue whether the condition is that an integer has one of few values
     */
    void part(Frame frame, List<Target> targets, boolean byValue) {
        int from = frame.pc;
        List<Target> possible = targets.stream()
                .filter(t -> conditions.and(conditions.running, t.condition) != conditions.never)
                .toList();
        if (possible.size() == 1) {
            frame.pc = possible.getFirst().pc;
            moved(frame, from);
            return;
        }
        checkLoop(frame, from, byValue);
        boolean begins = frame.ways == null;
        if (begins) {
            frame.ways = new Ways(conditions.running, frame.code.flow().loops());
        }
        Ways ways = java.util.Objects.requireNonNull(frame.ways);
        Version parent = heap.history.branch(begins, trace.location(), trace.stack());
        for (Target target : possible) {
            int[] repeated = ways.repeated.clone();
            frame.code.flow().count(from, target.pc, repeated);
            wait(
                    frame,
                    new Way(
                            target.pc,
                            frame.sp,
                            frame.bits.clone(),
                            frame.refs.clone(),
                            null,
                            conditions.and(conditions.running, target.condition),
                            heap.history.after(parent),
                            repeated));
        }
        next(frame);
    }

    private void checkLoop(Frame frame, int pc, boolean byValue) {
        boolean endless = !byValue && frame.code.flow().aloneEndsLoop(pc);
        int parted = frame.ways == null ? 0 : frame.ways.parted.merge(pc, 1, Integer::sum);
        if (endless || parted > MAX_REPEATS) {
            throw Arithmetic.loopBound(trace);
        }
    }

    /** The running way has come to another instruction; ways that are there as well, or less far, come in between. */
    void moved(Frame frame, int from) {
        Ways ways = frame.ways;
        if (ways == null) {
            return;
        }
        FlowGraph flow = frame.code.flow();
        flow.count(from, frame.pc, ways.repeated);
        if (flow.isJoin(frame.pc)) {
            int[] place = flow.place(frame.pc, ways.repeated);
            if (Arrays.compare(place, ways.waiting.firstKey()) >= 0) {
                wait(frame, here(frame, ways, null));
                next(frame);
            }
        }
    }

    private Way here(Frame frame, Ways ways, Virtual.@Nullable Slot result) {
        Version version = heap.history.current();
        return new Way(
                frame.pc,
                frame.sp,
                frame.bits.clone(),
                frame.refs.clone(),
                result,
                conditions.running,
                version,
                ways.repeated.clone());
    }

    /** The running way returns. The method's result if it was the last; else the frame is where another way goes on. */
    Virtual.@Nullable Slot returned(Frame frame, Virtual.Slot result) {
        Ways ways = java.util.Objects.requireNonNull(frame.ways);
        wait(frame, here(frame, ways, result));
        return next(frame);
    }

    private void wait(Frame frame, Way way) {
        Ways ways = java.util.Objects.requireNonNull(frame.ways);
        int[] place = way.result != null
                ? new int[] {Integer.MAX_VALUE}
                : frame.code.flow().place(way.pc, way.repeated);
        Way other = ways.waiting.remove(place);
        ways.waiting.put(place, other == null ? way : join(frame, other, way));
    }

    private Way join(Frame frame, Way a, Way b) {
        Condition either = conditions.or(a.condition, b.condition);
        Condition isA = conditions.simplify(a.condition, either);
        Way joined = merge.merge(frame.code, a, b, isA, heap.history.after(History.common(a.version, b.version)));
        return new Way(
                joined.pc, joined.sp, joined.bits, joined.refs, joined.result, either, joined.version, joined.repeated);
    }

    /** Makes the way that is least far the running one. Returns the result if that is all that is left. */
    private Virtual.@Nullable Slot next(Frame frame) {
        Ways ways = java.util.Objects.requireNonNull(frame.ways);
        Iterator<Way> first = ways.waiting.values().iterator();
        Way way = first.next();
        first.remove();
        heap.history.switchTo(way.version);
        conditions.running = way.condition;
        ways.repeated = way.repeated;
        frame.pc = way.pc;
        frame.sp = way.sp;
        System.arraycopy(way.bits, 0, frame.bits, 0, way.bits.length);
        System.arraycopy(way.refs, 0, frame.refs, 0, way.refs.length);
        if (ways.waiting.isEmpty()) {
            frame.ways = null;
            conditions.running = ways.entry;
            heap.history.joined();
        }
        return way.result;
    }

    /** An exception leaves a method while other ways of it wait. */
    RuntimeException thrown(Trace.Thrown thrown) {
        return trace.failureAt(
                thrown.stack,
                Code.THROW_UNDER_ENCRYPTED,
                "one side of a branch on encrypted data throws "
                        + Interpreter.typeOf(thrown.exception).getName(),
                "branches whose sides both go on",
                "Leave the check out: clients refuse inputs outside the declared ranges. Or return a number that means"
                        + " failure.");
    }
}
