package dev.glovebox.backends.java;

import dev.glovebox.runtime.ckks.CkksEvaluatorContract;
import dev.glovebox.runtime.ring.RingBackend;
import org.junit.jupiter.api.Nested;

/** The contracts of keys, encoding and evaluation over the scalar reference. */
class ScalarSchemeTest {
    private static final RingBackend BACKEND = new ScalarBackend();

    @Nested
    class Evaluation extends CkksEvaluatorContract {
        @Override
        protected RingBackend backend() {
            return BACKEND;
        }
    }
}
