package dev.glovebox.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class MinimumRelinearizeTest {
    /** More places than these are not tried one set after the other. */
    private static final int FEW = 14;

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void placesRelinearizations(SlotProgram program) {
        SlotProgram rescaled = new LazyRescale().apply(new Prune().apply(program));
        Golden.check(MinimumRelinearizeTest.class, program.name(), new MinimumRelinearize().apply(rescaled));
    }

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noSetOfPlacesIsSmaller(long seed) {
        SlotProgram program = new EagerRescale().apply(new Prune().apply(SlotPrograms.random(seed, 2, 3)));
        List<Integer> possible = possible(program);
        boolean[] places = MinimumRelinearize.places(program);
        assertThat(serves(program, places)).isTrue();
        long found = 0;
        for (boolean place : places) {
            found += place ? 1 : 0;
        }
        if (possible.size() <= FEW) {
            assertThat(found).isEqualTo(fewest(program, possible));
        }
        assertThat(found).isLessThanOrEqualTo(count(new LazyRelinearize().apply(program)));
    }

    private static long count(SlotProgram program) {
        return program.nodes().stream()
                .filter(n -> n.op() instanceof SlotOp.Relinearize)
                .count();
    }

    /** What has size 3 if nothing is relinearized. */
    private static List<Integer> possible(SlotProgram program) {
        boolean[] large = sizes(program, new boolean[program.nodes().size()]);
        List<Integer> possible = new ArrayList<>();
        for (int i = 0; i < large.length; i++) {
            if (large[i]) {
                possible.add(i);
            }
        }
        return possible;
    }

    private static int fewest(SlotProgram program, List<Integer> possible) {
        int fewest = possible.size();
        for (int set = 0; set < 1 << possible.size(); set++) {
            boolean[] places = new boolean[program.nodes().size()];
            for (int i = 0; i < possible.size(); i++) {
                places[possible.get(i)] = (set >> i & 1) == 1;
            }
            if (Integer.bitCount(set) < fewest && serves(program, places)) {
                fewest = Integer.bitCount(set);
            }
        }
        return fewest;
    }

    /** Which vectors have size 3 where they are used. */
    private static boolean[] sizes(SlotProgram program, boolean[] places) {
        boolean[] large = new boolean[places.length];
        for (int i = 0; i < places.length; i++) {
            SlotOp op = program.nodes().get(i).op();
            boolean inherits =
                    !TypeRules.needsSizeTwo(op) && op.operands().stream().anyMatch(o -> large[o]);
            large[i] = !places[i] && (op instanceof SlotOp.Multiply || inherits);
        }
        return large;
    }

    private static boolean serves(SlotProgram program, boolean[] places) {
        boolean[] large = sizes(program, places);
        return program.outputs().stream().noneMatch(o -> large[o])
                && program.nodes().stream()
                        .filter(n -> TypeRules.needsSizeTwo(n.op()))
                        .flatMap(n -> n.op().operands().stream())
                        .noneMatch(o -> large[o]);
    }
}
