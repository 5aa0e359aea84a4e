package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.rlwe.KeySwitcher;

/** A ciphertext with the extended digits of its second polynomial. Owns both. */
final class HoistedCiphertext implements Evaluator.Hoisted {
    private final CkksEvaluator evaluator;
    private final CkksCiphertext ciphertext;
    private final KeySwitcher.Digits digits;

    HoistedCiphertext(CkksEvaluator evaluator, CkksCiphertext ciphertext, KeySwitcher.Digits digits) {
        this.evaluator = evaluator;
        this.ciphertext = ciphertext;
        this.digits = digits;
    }

    CkksCiphertext ciphertext() {
        return ciphertext;
    }

    KeySwitcher.Digits digits() {
        return digits;
    }

    @Override
    public int level() {
        return ciphertext.level();
    }

    @Override
    public int pending() {
        return ciphertext.pending();
    }

    @Override
    public int size() {
        return ciphertext.size();
    }

    @Override
    public Evaluator.Value rotate(int steps) {
        return evaluator.rotate(this, steps);
    }

    @Override
    public void close() {
        ciphertext.close();
        digits.close();
    }
}
