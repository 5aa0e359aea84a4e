package dev.glovebox.runtime.ckks;

/**
 * The canonical embedding of Z[Y]/(Y^{2n} + 1) at the roots ζ^{5^j}, j = 0 … n-1, ζ = e^{πi/(2n)}, with a polynomial's
 * coefficients packed as the complex numbers c_k + i·c_{n+k}: then each direction is a Fourier transform of n points. Safe for
 * use by many threads.
 *
 * <p>Source: Cheon, Han, Kim, Kim, Song, "Bootstrapping for approximate homomorphic encryption", EUROCRYPT 2018, section 5.
 * The tables come from {@link StrictMath}, and Java's arithmetic is exact IEEE 754: every machine computes the same bits.
 */
final class SpecialFft {
    private final int n;
    /** For each half-length h = 1, 2, 4 …: its roots at h - 1 … 2h - 2. */
    private final double[] rootReal;

    private final double[] rootImaginary;
    private final int[] reversed;

    /**
     * @param n a power of two
     */
    SpecialFft(int n) {
        this.n = n;
        rootReal = new double[Math.max(0, n - 1)];
        rootImaginary = new double[Math.max(0, n - 1)];
        for (int half = 1; half < n; half *= 2) {
            int order = 8 * half;
            int power = 1;
            for (int j = 0; j < half; j++) {
                double angle = 2 * StrictMath.PI * power / order;
                rootReal[half - 1 + j] = StrictMath.cos(angle);
                rootImaginary[half - 1 + j] = StrictMath.sin(angle);
                power = power * 5 & (order - 1);
            }
        }
        reversed = new int[n];
        for (int i = 1; i < n; i++) {
            reversed[i] = reversed[i / 2] / 2 + (i & 1) * (n / 2);
        }
    }

    /** In place: packed coefficients → slots. */
    void toSlots(double[] re, double[] im) {
        permute(re);
        permute(im);
        for (int half = 1; half < n; half *= 2) {
            for (int start = 0; start < n; start += 2 * half) {
                forward(re, im, start, half);
            }
        }
    }

    private void forward(double[] re, double[] im, int start, int half) {
        int roots = half - 1;
        for (int j = 0; j < half; j++) {
            int low = start + j;
            int high = low + half;
            double wr = rootReal[roots + j];
            double wi = rootImaginary[roots + j];
            double vr = re[high] * wr - im[high] * wi;
            double vi = re[high] * wi + im[high] * wr;
            double ur = re[low];
            double ui = im[low];
            re[low] = ur + vr;
            im[low] = ui + vi;
            re[high] = ur - vr;
            im[high] = ui - vi;
        }
    }

    /** In place: slots → packed coefficients. */
    void toCoefficients(double[] re, double[] im) {
        for (int half = n / 2; half >= 1; half /= 2) {
            for (int start = 0; start < n; start += 2 * half) {
                inverse(re, im, start, half);
            }
        }
        permute(re);
        permute(im);
        double factor = 1.0 / n;
        for (int i = 0; i < n; i++) {
            re[i] *= factor;
            im[i] *= factor;
        }
    }

    private void inverse(double[] re, double[] im, int start, int half) {
        int roots = half - 1;
        for (int j = 0; j < half; j++) {
            int low = start + j;
            int high = low + half;
            double wr = rootReal[roots + j];
            double wi = rootImaginary[roots + j];
            double dr = re[low] - re[high];
            double di = im[low] - im[high];
            re[low] += re[high];
            im[low] += im[high];
            re[high] = dr * wr + di * wi;
            im[high] = di * wr - dr * wi;
        }
    }

    private void permute(double[] x) {
        for (int i = 0; i < n; i++) {
            int j = reversed[i];
            if (i < j) {
                double t = x[i];
                x[i] = x[j];
                x[j] = t;
            }
        }
    }
}
