package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.RingBackend;

class ScalarSchemeTest extends SchemeSuites {
    @Override
    RingBackend backend() {
        return new ScalarBackend();
    }
}
