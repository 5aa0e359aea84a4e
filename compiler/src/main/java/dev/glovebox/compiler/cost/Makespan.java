package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.runtime.circuit.Constants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long a circuit takes from its first operation to its last. On one thread that is the sum of its operations. On several it
 * is what {@link dev.glovebox.runtime.ckks.DataflowEvaluator} makes of it: operations start as soon as their operands are there, those
 * that come first in the program first, one a thread; one that runs alone is shared by the threads limb by limb, so far
 * as that was measured to help.
 */
final class Makespan {
    /** Residues of a polynomial below which a program runs on one thread; as in the evaluator. */
    private static final int WORTHWHILE = 1 << 14;

    private static final double DONE = 1e-9;
    /** No operation takes less: so each comes to its end. */
    private static final double LEAST_SECONDS = 1e-9;

    private final CostModel model;
    private final RingShape ring;
    private final Constants constants;
    private final int samples;
    private final double slowdown;

    Makespan(CostModel model, RingShape ring, Constants constants, int samples) {
        this.model = model;
        this.ring = ring;
        this.constants = constants;
        this.samples = samples;
        slowdown = model.slowdown(ring.logDegree());
    }

    double seconds(List<CircuitIr.Node> nodes) {
        double[] alone = model.seconds(ring, nodes, constants, samples);
        boolean overlapping = model.threads() > 1 && (long) ring.degree() * ring.limbs(ring.maxLevel()) >= WORTHWHILE;
        return overlapping
                ? schedule(nodes, alone, model.withThreads(1).seconds(ring, nodes, constants, samples))
                : Arrays.stream(alone).sum();
    }

    /**
     * @param alone seconds of each node while nothing else runs
     * @param single the same on one thread
     */
    private double schedule(List<CircuitIr.Node> nodes, double[] alone, double[] single) {
        List<List<Integer>> users = new ArrayList<>();
        int[] missing = new int[nodes.size()];
        for (int i = 0; i < missing.length; i++) {
            users.add(new ArrayList<>());
            for (int operand : nodes.get(i).op().operands().stream().distinct().toList()) {
                users.get(operand).add(i);
                missing[i]++;
            }
        }
        double time = 0;
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < missing.length; i++) {
            if (nodes.get(i).op() instanceof SlotOp.Input) {
                time += alone[i];
                finish(users.get(i), missing, ready);
            }
        }
        // The part of each operation under way that is not done yet, from 1 to 0.
        SortedMap<Integer, Double> running = new TreeMap<>();
        while (!ready.isEmpty() || !running.isEmpty()) {
            while (!ready.isEmpty() && running.size() < model.threads()) {
                running.put(ready.remove(), 1.0);
            }
            int active = running.size();
            double step = running.entrySet().stream()
                    .mapToDouble(r -> r.getValue() / speed(active, alone[r.getKey()], single[r.getKey()]))
                    .min()
                    .orElse(0);
            time += step;
            for (Map.Entry<Integer, Double> r : List.copyOf(running.entrySet())) {
                int node = r.getKey();
                double left = r.getValue() - step * speed(active, alone[node], single[node]);
                if (left < DONE) {
                    running.remove(node);
                    finish(users.get(node), missing, ready);
                } else {
                    running.put(node, left);
                }
            }
        }
        return time;
    }

    private static void finish(List<Integer> users, int[] missing, PriorityQueue<Integer> ready) {
        for (int user : users) {
            if (--missing[user] == 0) {
                ready.add(user);
            }
        }
    }

    /** The part of an operation that a second does while so many are under way: between one alone and one for each thread, in proportion. */
    private double speed(int active, double alone, double single) {
        double least = Math.max(single, LEAST_SECONDS);
        double shared = least / Math.max(alone, LEAST_SECONDS);
        double all = model.threads() / slowdown;
        double together = shared + (all - shared) * (active - 1) / (model.threads() - 1);
        return together / active / least;
    }
}
