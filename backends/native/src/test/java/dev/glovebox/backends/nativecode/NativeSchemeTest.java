package dev.glovebox.backends.nativecode;

import dev.glovebox.runtime.ckks.CkksEvaluatorContract;
import dev.glovebox.runtime.ckks.DataflowContract;
import dev.glovebox.runtime.ckks.EncoderContract;
import dev.glovebox.runtime.ckks.FusedOperationsContract;
import dev.glovebox.runtime.ckks.NoiseModelContract;
import dev.glovebox.runtime.ckks.PlaintextCacheContract;
import dev.glovebox.runtime.client.ClientContract;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.rlwe.KeySwitchContract;
import dev.glovebox.runtime.wire.WireFormatsContract;
import org.junit.jupiter.api.Nested;

/** The contracts of keys, encoding, evaluation and wire formats over this backend. */
@NeedsLibrary
class NativeSchemeTest {
    @Nested
    class Encoding extends EncoderContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend();
        }
    }

    @Nested
    class KeySwitching extends KeySwitchContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend();
        }
    }

    @Nested
    class Evaluation extends CkksEvaluatorContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend();
        }
    }

    @Nested
    class FusedEvaluation extends FusedOperationsContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend();
        }
    }

    @Nested
    class Dataflow extends DataflowContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend();
        }
    }

    @Nested
    class Plaintexts extends PlaintextCacheContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend();
        }
    }

    @Nested
    class Noise extends NoiseModelContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend();
        }
    }

    @Nested
    class Client extends ClientContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend();
        }
    }

    @Nested
    class Formats extends WireFormatsContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend();
        }
    }
}
