package dev.glovebox.backends.java;

/** Bit-reversed indices, and the permutation that an automorphism is in bit-reversed NTT order. */
final class BitReversal {
    private BitReversal() {}

    /** The number whose low {@code bits} bits are those of i in reverse. */
    static int of(int i, int bits) {
        return bits == 0 ? 0 : Integer.reverse(i) >>> (Integer.SIZE - bits);
    }

    /**
     * Where X → X^g takes its values from: position j of the image is position {@code result[j]} of the operand. Position j
     * stands for ψ^(2·brv(j)+1), so the image's value there is the operand's at ψ^(g·(2·brv(j)+1)).
     */
    static int[] automorphism(int galoisElement, int logDegree) {
        int[] source = new int[1 << logDegree];
        int mask = (2 << logDegree) - 1;
        for (int j = 0; j < source.length; j++) {
            int exponent = (2 * of(j, logDegree) + 1) * galoisElement & mask;
            source[j] = of(exponent >> 1, logDegree);
        }
        return source;
    }
}
