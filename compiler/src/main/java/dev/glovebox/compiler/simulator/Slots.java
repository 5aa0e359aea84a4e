package dev.glovebox.compiler.simulator;

import dev.glovebox.runtime.circuit.SlotVector;

/** A vector of complex slots. Operations return new vectors unless they say otherwise. */
final class Slots {
    final double[] re;
    final double[] im;

    Slots(int size) {
        re = new double[size];
        im = new double[size];
    }

    /** Real slots: one period, repeated. */
    static Slots repeat(double[] period, int size) {
        Slots slots = new Slots(size);
        for (int i = 0; i < size; i++) {
            slots.re[i] = period[i & (period.length - 1)];
        }
        return slots;
    }

    Slots copy() {
        return rotate(0);
    }

    int size() {
        return re.length;
    }

    /** a + sign·b. */
    Slots plus(Slots b, double sign) {
        Slots out = new Slots(size());
        for (int i = 0; i < re.length; i++) {
            out.re[i] = re[i] + sign * b.re[i];
            out.im[i] = im[i] + sign * b.im[i];
        }
        return out;
    }

    Slots plus(SlotVector b) {
        Slots out = new Slots(size());
        for (int i = 0; i < re.length; i++) {
            out.re[i] = re[i] + b.get(i);
            out.im[i] = im[i];
        }
        return out;
    }

    Slots plus(double c) {
        Slots out = new Slots(size());
        for (int i = 0; i < re.length; i++) {
            out.re[i] = re[i] + c;
            out.im[i] = im[i];
        }
        return out;
    }

    Slots times(Slots b) {
        Slots out = new Slots(size());
        for (int i = 0; i < re.length; i++) {
            out.re[i] = re[i] * b.re[i] - im[i] * b.im[i];
            out.im[i] = re[i] * b.im[i] + im[i] * b.re[i];
        }
        return out;
    }

    Slots times(SlotVector b) {
        Slots out = new Slots(size());
        for (int i = 0; i < re.length; i++) {
            out.re[i] = re[i] * b.get(i);
            out.im[i] = im[i] * b.get(i);
        }
        return out;
    }

    Slots times(double c) {
        Slots out = new Slots(size());
        for (int i = 0; i < re.length; i++) {
            out.re[i] = re[i] * c;
            out.im[i] = im[i] * c;
        }
        return out;
    }

    Slots timesI() {
        Slots out = new Slots(size());
        for (int i = 0; i < re.length; i++) {
            out.re[i] = -im[i];
            out.im[i] = re[i];
        }
        return out;
    }

    Slots conjugate() {
        Slots out = new Slots(size());
        for (int i = 0; i < re.length; i++) {
            out.re[i] = re[i];
            out.im[i] = -im[i];
        }
        return out;
    }

    /** Moves to the left, cyclically. */
    Slots rotate(int steps) {
        Slots out = new Slots(size());
        int forward = Math.floorMod(steps, size());
        rotate(re, forward, out.re);
        rotate(im, forward, out.im);
        return out;
    }

    private static void rotate(double[] x, int steps, double[] out) {
        System.arraycopy(x, steps, out, 0, x.length - steps);
        System.arraycopy(x, 0, out, x.length - steps, steps);
    }

    double magnitude(int i) {
        return im[i] == 0 ? Math.abs(re[i]) : Math.hypot(re[i], im[i]);
    }

    double magnitude() {
        double greatest = 0;
        for (int i = 0; i < re.length; i++) {
            greatest = Math.max(greatest, magnitude(i));
        }
        return greatest;
    }
}
