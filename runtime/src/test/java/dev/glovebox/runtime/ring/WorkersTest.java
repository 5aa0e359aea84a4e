package dev.glovebox.runtime.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    private static final long LONG = 1_000_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void everyPieceRunsOnce(int threads) {
        Workers workers = new Workers(threads);
        for (int count : new int[] {0, 1, 2, 7, 100}) {
            AtomicIntegerArray runs = new AtomicIntegerArray(count);
            workers.run(count, LONG, runs::incrementAndGet);
            for (int i = 0; i < count; i++) {
                assertThat(runs.get(i)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void rangesCoverEveryIndexOnce(int threads) {
        Workers workers = new Workers(threads);
        for (int count : new int[] {0, 1, 2, 7, 100}) {
            for (long steps : new long[] {1, LONG}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(count);
                workers.runRanges(count, steps, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        runs.incrementAndGet(i);
                    }
                });
                for (int i = 0; i < count; i++) {
                    assertThat(runs.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void smallWorkStaysOnTheCaller() {
        Thread caller = Thread.currentThread();
        new Workers(8).run(10, 1, i -> assertThat(Thread.currentThread()).isSameAs(caller));
    }

    @Test
    void piecesMayHavePieces() {
        Workers workers = new Workers(4);
        AtomicInteger runs = new AtomicInteger();
        workers.run(8, LONG, i -> workers.run(8, LONG, j -> workers.run(8, LONG, k -> runs.incrementAndGet())));
        assertThat(runs).hasValue(512);
    }

    @Test
    void aFailureReachesTheCallerAfterAllPieces() {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> new Workers(4).run(20, LONG, i -> {
                    runs.incrementAndGet();
                    if (i == 3) {
                        throw new UnsupportedOperationException("three");
                    }
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("three");
        assertThat(runs).hasValue(20);
    }

    @Test
    @Timeout(20)
    void aThreadThatAssistsTakesPieces() throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        Thread assistant = new Thread(() -> Workers.assist(enough::get));
        assistant.start();
        while (assistant.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        AtomicBoolean assisted = new AtomicBoolean();
        new Workers(2).run(2, LONG, i -> {
            assisted.compareAndSet(false, Thread.currentThread() == assistant);
            for (long end = System.nanoTime() + 2_000_000_000L; !assisted.get() && System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
        });
        assertThat(assisted).isTrue();
        assertThat(assistant.isAlive()).isTrue();
        enough.set(true);
        Workers.wake(assistant);
        assistant.join();
    }

    @Test
    void lingeringEnds() {
        assertThat(Workers.linger(() -> false)).isFalse();
        assertThat(Workers.linger(() -> true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", ""})
    void aBadSettingIsNamed(String value) {
        String before = System.setProperty(Workers.PROPERTY, value);
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(Workers::configured)
                    .withMessage("-Dglovebox.threads=" + value + ", expected a number of threads from 1");
        } finally {
            if (before == null) {
                System.clearProperty(Workers.PROPERTY);
            } else {
                System.setProperty(Workers.PROPERTY, before);
            }
        }
    }
}
