package dev.glovebox.runtime.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RingBackendsTest {
    private static final RingBackend FAST = new Fake("fast", 9, false, "needs --some-flag");
    private static final RingBackend PLAIN = new Fake("plain", 1, true, "runs everywhere");
    private static final List<RingBackend> BOTH = List.of(FAST, PLAIN);

    private record Fake(String name, int priority, boolean usable, String reason) implements RingBackend {
        @Override
        public Availability availability() {
            return new Availability(usable, reason);
        }

        @Override
        public RingKernels open(Ring ring) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void choosesTheFirstThatIsAvailable() {
        assertThat(RingBackends.choose(BOTH, null)).isSameAs(PLAIN);
        RingBackend usable = new Fake("fast", 9, true, "");
        assertThat(RingBackends.choose(List.of(usable, PLAIN), null)).isSameAs(usable);
    }

    @Test
    void aNameForcesABackend() {
        RingBackend usable = new Fake("fast", 9, true, "");
        assertThat(RingBackends.choose(List.of(usable, PLAIN), "plain")).isSameAs(PLAIN);
    }

    @Test
    void whatCannotBeChosenIsExplained() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RingBackends.choose(BOTH, "fast"))
                .withMessageContaining("no backend named 'fast' is available")
                .withMessageContaining("fast (needs --some-flag), plain (runs everywhere)")
                .withMessageContaining("remove -Dglovebox.backend");
        assertThatIllegalStateException()
                .isThrownBy(() -> RingBackends.choose(BOTH, "gpu"))
                .withMessageContaining("no backend named 'gpu' is available");
        assertThatIllegalStateException()
                .isThrownBy(() -> RingBackends.choose(List.of(), null))
                .withMessageContaining("Add glovebox-backend-java to the class path");
    }
}
