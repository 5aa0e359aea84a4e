package dev.glovebox.backends.java;

import dev.glovebox.runtime.ckks.CkksEvaluatorContract;
import dev.glovebox.runtime.ckks.DataflowContract;
import dev.glovebox.runtime.ckks.EncoderContract;
import dev.glovebox.runtime.ckks.FusedOperationsContract;
import dev.glovebox.runtime.ckks.NoiseModelContract;
import dev.glovebox.runtime.ckks.PlaintextCacheContract;
import dev.glovebox.runtime.client.ClientContract;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.rlwe.KeySwitchContract;
import org.junit.jupiter.api.Nested;

/** The contracts of keys, encoding and evaluation over one backend. */
abstract class SchemeSuites {
    abstract RingBackend backend();

    @Nested
    class Encoding extends EncoderContract {
        @Override
        protected RingBackend backend() {
            return SchemeSuites.this.backend();
        }
    }

    @Nested
    class KeySwitching extends KeySwitchContract {
        @Override
        protected RingBackend backend() {
            return SchemeSuites.this.backend();
        }
    }

    @Nested
    class Evaluation extends CkksEvaluatorContract {
        @Override
        protected RingBackend backend() {
            return SchemeSuites.this.backend();
        }
    }

    @Nested
    class FusedEvaluation extends FusedOperationsContract {
        @Override
        protected RingBackend backend() {
            return SchemeSuites.this.backend();
        }
    }

    @Nested
    class Dataflow extends DataflowContract {
        @Override
        protected RingBackend backend() {
            return SchemeSuites.this.backend();
        }
    }

    @Nested
    class Plaintexts extends PlaintextCacheContract {
        @Override
        protected RingBackend backend() {
            return SchemeSuites.this.backend();
        }
    }

    @Nested
    class Noise extends NoiseModelContract {
        @Override
        protected RingBackend backend() {
            return SchemeSuites.this.backend();
        }
    }

    @Nested
    class Client extends ClientContract {
        @Override
        protected RingBackend backend() {
            return SchemeSuites.this.backend();
        }
    }
}
