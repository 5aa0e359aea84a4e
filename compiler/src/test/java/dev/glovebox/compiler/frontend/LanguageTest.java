package dev.glovebox.compiler.frontend;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each model, compiled for Java 17 and for 25, gives one program that computes what the model does. */
class LanguageTest {
    private static final String X = "@Encrypted(min = 1, max = 3) double x";
    private static final String V = "@Encrypted(shape = 4, min = -2, max = 2) double[] v";
    private static final String M = "@Encrypted(shape = {2, 3}, min = -2, max = 2) double[][] m";

    static Stream<Arguments> models() {
        return Stream.of(
                model("arithmetic", "@Circuit double f(" + X + ") { return (x + 2) * 3 - x / 4 - (-x) + 7 % 4; }"),
                model("public minus encrypted", "@Circuit double f(" + X + ") { return 2 - x + (x - 0.5) * -1; }"),
                model("zero times encrypted", "@Circuit double f(" + X + ") { return 0 * x + 5; }"),
                model(
                        "float",
                        "@Circuit double f(" + X + ") { float y = (float) x; y = y * 2f + 0.5f; return -y / 4f; }"),
                model("integers and longs", """
                        @Circuit double f(%s) {
                            int a = 7; long b = 1L << 40; a <<= 2; a ^= 5; a %%= 9; b >>>= 38; b |= 3; b -= 1L;
                            byte c = (byte) 300; char d = 'a'; short e = (short) 70000; a += c + d - e; a = -a / 3; b = -b * 2 / 3;
                            return x * a + b + (5 >> 1) + (-9 >>> 28) + (a & 6) + Long.compare(b, 3) + (int) 2.9 + (long) 3.9f;
                        }""".formatted(X)),
                model("loops", """
                        @Circuit double f(%s) {
                            double s = 0; int i = 0;
                            while (i < v.length) s += v[i++];
                            do { s -= v[--i] / 2; } while (i > 1);
                            for (double e : v) s += 3 * e;
                            outer: for (int a = 0; a < 4; a++) { for (int b = 0; ; b++) { if (b == 3) continue outer; if (a + b == 5) break outer; s += v[b] * a; } }
                            return s;
                        }""".formatted(V)),
                model("switches", """
                        @Circuit double f(%s) {
                            double s = 0;
                            for (int i = 0; i < 6; i++) {
                                switch (i) { case 0: s += v[0]; case 1: s += v[1]; break; case 2: s *= 2; break; default: s -= 1; }
                                s += switch (i * 1000) { case 1000 -> v[2]; case 5000 -> v[3]; default -> 0.25; };
                                s += switch (String.valueOf(i)) { case "3" -> v[0]; case "4" -> 2 * v[1]; default -> 0; };
                            }
                            return s;
                        }""".formatted(V)),
                model("conditions on public data", """
                        private final int n = 3;
                        @Circuit double f(%s) {
                            boolean big = n > 2 && v.length >= 4 || n == 0;
                            double y = big ? v[0] : v[1];
                            if (!big) y = 0; else if (n != 3) y = 1;
                            return y + (1.5f < n ? v[2] : 0) + (n <= 2L ? 1 : v[3]) + (Double.NaN < 1 ? 5 : 6);
                        }""".formatted(V)),
                model("matrix product", """
                        private final double[][] w = {{1, -2, 0.5}, {0, 3, 1}};
                        @Circuit double[][] f(%s) {
                            double[][] out = new double[2][2];
                            for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++) for (int k = 0; k < 3; k++) out[i][j] += m[i][k] * w[j][k];
                            return out;
                        }""".formatted(M)),
                model("array aliases and copies", """
                        static double[] zeros(int n) { return new double[n]; }
                        @Circuit double[] f(%s) {
                            double[] a = v.clone(), b = a; b[0] = 2 * v[1]; a[1] = 5;
                            double[] c = Arrays.copyOf(a, 6), d = Arrays.copyOfRange(a, 1, 3);
                            System.arraycopy(v, 0, c, 1, 3); System.arraycopy(c, 0, c, 2, 4);
                            double[] e = zeros(3); Arrays.fill(e, v[3]); Arrays.fill(e, 1, 2, 0.5); e[2] += a[0];
                            double[][] g = {a, b, e}; g[0][3] = g[2][0]; double[][] h = g.clone(); h[1][2]++;
                            float[] q = new float[2]; q[1] = (float) v[2]; q[0] = 1;
                            return new double[] {a[0], a[1], a[2], a[3], c[0], c[1], c[2], c[3], c[4], c[5], d[0], d[1], e[0], e[1], e[2], b[3], q[0] + q[1], h.length};
                        }""".formatted(V)),
                model("ragged and partly made arrays", """
                        @Circuit double f(%s) {
                            double[][] a = new double[3][]; a[0] = v; a[1] = new double[] {v[0]}; a[2] = new double[0];
                            double[][][] b = new double[2][2][2]; b[1][1][1] = v[2]; boolean[] flags = new boolean[2]; flags[1] = true;
                            int[] ints = {3, 1}; long[] longs = {4L}; char[] chars = {'b'}; byte[] bytes = {-1}; short[] shorts = {2}; String[] s = {"a"};
                            double t = 0; for (double[] r : a) for (double e : r) t += e;
                            return t + b[1][1][1] + (flags[1] ? v[ints[0]] : 0) + longs[0] * chars[0] + bytes[0] + shorts[0] + s.length;
                        }""".formatted(V)),
                model("exceptions on public data", """
                        double checked(double[] v, int i) { if (i > 3) throw new IllegalArgumentException("i is " + i); return v[i]; }
                        @Circuit double f(%s) {
                            double s = 0;
                            for (int i = 0; i < 6; i++) {
                                try { s += checked(v, i); } catch (IllegalStateException e) { s = 0; } catch (IllegalArgumentException e) { s += e.getMessage().length(); } finally { s += v[0]; }
                            }
                            try { s += v[4]; } catch (ArrayIndexOutOfBoundsException e) { s += 1; }
                            try { Object o = v; s += ((String) o).length(); } catch (ClassCastException e) { s += 2; }
                            try { double[] none = null; s += none[0]; } catch (NullPointerException e) { s += 3; }
                            try { s += 1 / (v.length - 4); } catch (ArithmeticException e) { s += 4; }
                            try { s += Integer.parseInt("x"); } catch (NumberFormatException e) { s += 5; }
                            synchronized (this) { s *= 2; }
                            return s;
                        }""".formatted(V)),
                model("functions of Math", """
                        @Circuit double[] f(%s) {
                            return new double[] {Math.exp(x), Math.log(x), Math.log1p(x), Math.expm1(x), Math.sqrt(x), Math.cbrt(x), Math.sin(x), Math.cos(x),
                                Math.tan(x / 3), Math.atan(x), Math.sinh(x), Math.cosh(x), Math.tanh(x), Math.abs(x - 2), Math.max(x, 2), Math.min(2, x), Math.pow(x, 3),
                                Math.pow(x, -0.5), Math.fma(x, 2, 1), Math.fma(x, x, x), StrictMath.exp(-x), 1 / x, x * x, Math.pow(2, x), Math.max(0f, (float) x - 2),
                                Math.max(x, 2 * x), Math.min(x * x, x + 1), x / (x + 1), Double.max(x, 2), Double.sum(x, 1)};
                        }""".formatted(X)),
                model("different variables", """
                        @Circuit double[] f(@Encrypted(shape = 4, min = 0.5, max = 2) double[] v) {
                            return new double[] {v[0] * v[1], v[0] / v[1], Math.max(v[0], v[1]), Math.min(v[2], v[3]), Math.fma(v[0], v[1], v[2]), Math.exp(v[0] * v[1]) / v[2],
                                (v[0] + v[1]) * (v[0] + v[1]), (v[0] + v[1]) * (v[0] - v[1]), 3 / (v[0] * v[1])};
                        }"""),
                model("text and output of public data", """
                        private static final StringBuilder LOG = new StringBuilder();
                        @Circuit double f(%s) { String s = "n=" + 3 + 'c' + 2.5; LOG.append(s); return x * s.length() + String.format("%%d", 5).length(); }""".formatted(X)),
                model("initialisers", """
                        int count = 1; static int base; static final double[] TABLE = new double[3]; static { for (int i = 0; i < 3; i++) TABLE[i] = Math.pow(2, i); base = 7; }
                        private final double scale; { scale = TABLE[2]; } private Model() { this(1); } private Model(int k) { count += k; }
                        @Circuit double f(%s) { count++; return x * scale + count + base - TABLE.length; }""".formatted(X)),
                model(
                        "assertions are off",
                        "@Circuit double f(" + X + ") { assert x > 0 : \"never evaluated\"; return x; }"),
                model(
                        "static circuit, static factory",
                        "static double k = 2; @Circuit static double f(" + X
                                + ") { return twice(x) + k; } private static double twice(double y) { return 2 * y; }"),
                model(
                        "factory",
                        "private final double k; private Model(double k) { this.k = k; } static Model make() { return new Model(4); } @Circuit(factory = \"make\") double f("
                                + X + ") { return k * x; }"),
                model(
                        "recursion",
                        "double power(double y, int n) { return n == 0 ? 1 : y * power(y, n - 1); } double sum(double[] v, int i) { return i == v.length ? 0 : v[i] + sum(v, i + 1); } @Circuit double f("
                                + X + ", " + V + ") { return power(x, 4) + sum(v, 0); }"),
                model("boxes", """
                        @Circuit double f(%s) {
                            Double a = x; double b = a; Object o = a; Number n = (Number) o; Integer i = 3; Float q = (float) x;
                            double r = o instanceof Double ? n.doubleValue() : 0; Double[] box = {x, 2.0}; Object[] many = {x, "s", 5};
                            return a + b + i + q + r + box[0] * box[1] + (Double) many[0] + (Integer) many[2] + Objects.requireNonNull(a);
                        }""".formatted(X)),
                model(
                        "results of public numbers",
                        "@Circuit double[] f(" + X + ") { return new double[] {1, x, 2.5, x - x}; }"),
                model(
                        "long results",
                        "@Circuit double f(" + X
                                + ") { long n = 3; n += 2; double d = n; d += x; d *= n--; return d + n; }"));
    }

    private static Arguments model(String name, String body) {
        return Arguments.of(name, body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesWhatTheModelDoes(String name, String body) {
        Fixture.check(body);
    }
}
