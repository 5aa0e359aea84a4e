package dev.glovebox.backends.nativecode;

import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;
import org.jspecify.annotations.Nullable;

/** C++ kernels, where their library loads. {@code -Dglovebox.native.instructions} chooses among what the processor has. */
public final class NativeBackend implements RingBackend {
    private final @Nullable InstructionSet instructions;

    /** What the library found best. */
    public NativeBackend() {
        this(null);
    }

    NativeBackend(@Nullable InstructionSet instructions) {
        this.instructions = instructions;
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public int priority() {
        return 30;
    }

    @Override
    public Availability availability() {
        return new Availability(NativeLibrary.present(), NativeLibrary.reason());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if there is no library
     */
    @Override
    public RingKernels open(Ring ring) {
        NativeLibrary library = NativeLibrary.get();
        return new NativeKernels(ring, instructions == null ? library.instructions() : instructions);
    }
}
