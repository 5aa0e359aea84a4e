package dev.glovebox.compiler.emit;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Liveness;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A place for every vector of a circuit; places are used again once their vector has ended. Inputs have none.
 *
 * @param of the place of each node, or -1
 * @param count how many places there are
 * @param releases for each node, the vectors that end with it
 */
record Registers(List<Integer> of, int count, List<List<Integer>> releases) {

    /** Linear scan, lowest free place first. A vector never takes the place of an operand of its own operation. */
    static Registers allocate(CircuitIr circuit) {
        List<List<Integer>> releases = Liveness.releases(circuit);
        Integer[] places = new Integer[circuit.nodes().size()];
        Arrays.fill(places, -1);
        PriorityQueue<Integer> free = new PriorityQueue<>();
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            if (!(circuit.nodes().get(i).op() instanceof SlotOp.Input)) {
                Integer place = free.poll();
                places[i] = place == null ? count++ : place;
            }
            for (int ended : releases.get(i)) {
                free.add(places[ended]);
            }
        }
        return new Registers(List.of(places), count, releases);
    }
}
