package dev.glovebox.backends.nativecode;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the library is compiled for. The order of the constants is that of {@code InstructionSet} in the library. */
enum InstructionSet {
    /** Vectors of four doubles as the compiler renders them. Without an FMA instruction it is right but slow. */
    PORTABLE,
    /** Four lanes. */
    AVX2,
    /** Eight lanes. */
    AVX512,
    /** The code for eight lanes in pairs of vectors of four: tests the logic of AVX-512 on processors without it. */
    AVX2_PAIRS;

    /** The system property that names one; the default is the widest that the processor has. */
    static final String PROPERTY = "glovebox.native.instructions";

    /** As the property has it. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The set to use.
     *
     * @param present what the processor has, as bits
     * @param forced a value of {@value #PROPERTY}, or empty
     * @throws UnsupportedOperationException if there is none, or the one named is not there; the message says what is
     */
    static InstructionSet choose(int present, String forced, String architecture) {
        Set<InstructionSet> sets =
                Stream.of(values()).filter(s -> s.in(present)).collect(Collectors.toUnmodifiableSet());
        String found = sets.stream().map(InstructionSet::id).sorted().collect(Collectors.joining(", "));
        if (!forced.isEmpty()) {
            return sets.stream()
                    .filter(s -> s.id().equals(forced))
                    .findAny()
                    .orElseThrow(() -> new UnsupportedOperationException(
                            "-D" + PROPERTY + "=" + forced + ", expected one of " + found));
        }
        if (sets.contains(AVX512)) {
            return AVX512;
        }
        if (sets.contains(AVX2)) {
            return AVX2;
        }
        if (architecture.equals("x86_64")) {
            throw new UnsupportedOperationException("the processor has no AVX2 and FMA");
        }
        return PORTABLE;
    }

    private boolean in(int present) {
        return (present >> ordinal() & 1) == 1;
    }
}
