package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.RingBackend;

class VectorSchemeTest extends SchemeSuites {
    @Override
    RingBackend backend() {
        return new VectorBackend();
    }
}
