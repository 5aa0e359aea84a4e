package dev.glovebox.compiler.frontend;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Branches on encrypted data: the lifted program computes what the model does. */
class BranchesTest {
    private static final String X = "@Encrypted(min = -2, max = 3) double x";
    private static final String V = "@Encrypted(shape = 4, min = -2, max = 2) double[] v";

    static Stream<Arguments> models() {
        return Stream.of(
                model("if", "@Circuit double f(%s) { double y = 0; if (x > 1) y = 2; return y; }".formatted(X)),
                model(
                        "if and else",
                        "@Circuit double f(%s) { double y; if (x <= 1) { y = x * x; } else { y = 3 - x; } return y + x; }"
                                .formatted(X)),
                model(
                        "conditional expressions",
                        "@Circuit double[] f(%s) { return new double[] {x < 1 ? x : 2, x >= 1 ? 5 : 6, x == 1 ? 1 : 2, x != 2 ? x : 3, 1 > x ? 0.5 : x, (x > 0 ? 1 : -1) * x}; }"
                                .formatted(X)),
                model(
                        "floats",
                        "@Circuit double f(%s) { float y = (float) x; return y > 0.5f ? 1 : y < -1f ? 2 : 3; }"
                                .formatted(X)),
                model("nested", """
                    @Circuit double f(%s) {
                        if (v[0] > 0.5) { if (v[1] < 0) { if (v[2] > v[3]) return 1; return 2; } else return v[2]; }
                        else if (v[3] <= -1) { return 4; }
                        return 5;
                    }\
                    """.formatted(V)),
                model("chain of else ifs", """
                    @Circuit double f(%s) {
                        if (x > 2.5) return 1; else if (x > 2) return 2; else if (x > 1.5) return 3; else if (x > 1) return 5; else if (x > 0.5) return 8;
                        else if (x > 0) return 13; else if (x > -0.5) return 21; else if (x > -1) return 34; return 55;
                    }\
                    """.formatted(X)),
                model("booleans", """
                    @Circuit double f(%s) {
                        boolean a = v[0] > 0, b = v[1] > 0 && v[2] < 1, c = !a || b, d = a ^ b, e = a & c | d; double y = 0;
                        if (a && b || !c && v[3] > 1) y += 1; if (!(a || b)) y += 2; if (d) y += 4; if (e == c) y += 8; if (a != b) y += 16;
                        return y + (c ? v[3] : -v[3]) + (check(v[0], v[1]) ? 32 : 0);
                    }
                    static boolean check(double a, double b) { return a > b || a < -1; }\
                    """.formatted(V)),
                model("integers", """
                    @Circuit double f(%s) {
                        int n = 0; for (double e : v) if (e > 0.25) n++; int k = v[0] > 0 ? 3 : v[1] > 0 ? 5 : 7; long l = v[2] > 1 ? 4L : 6L; byte b = (byte) (v[3] > 0 ? 1 : 2);
                        double y = n * 0.5 + k; if (n > 2) y += 10; if (n == 1) y -= 20; if (k == 5) y += 40; if (k + 1 >= 6) y += 80; y += switch (k) { case 3 -> v[0]; case 5 -> v[1]; default -> 2; };
                        if (l > 5) y *= 2; return y + l + k * 2 + -n + k %% 2 + (k >> 1) + (k << n0) + b + Math.max(n, 2) + Integer.compare(k, 5);
                    }
                    final int n0 = 1;\
                    """.formatted(V)),
                model("functions of Math", """
                    @Circuit double[] f(%s) { double[] r = {Math.signum(x), Math.max(x, 0) - Math.min(x, 1), Math.exp(x > 0 ? x : 0), x > 1 ? Math.sqrt(x + 3) : Math.abs(x), Double.compare(x, 0.5), Double.compare(x, 1) < 0 ? 2 : 3, Math.signum(x) > 0 ? 4 : 5}; Double a = x; if (a.compareTo(1.0) > 0) r[0] += 8; return r; }\
                    """.formatted(X)),
                model("arrays", """
                    @Circuit double[] f(%s) {
                        double[] y = new double[4]; int[] n = new int[2]; boolean[] flags = new boolean[3];
                        for (int i = 0; i < 4; i++) { if (v[i] > 0) { y[i] = v[i]; n[0] += 2; flags[i %% 3] = true; } else { y[3 - i] -= 1; n[1]--; } }
                        if (v[0] > v[1]) { double t = y[0]; y[0] = y[1]; y[1] = t; }
                        y[2] += n[0] + 0.5 * n[1] + (flags[1] ? 1 : 0); return y;
                    }\
                    """.formatted(V)),
                model("sorting", """
                    @Circuit double[] f(%s) {
                        double[] y = v.clone();
                        for (int i = 0; i < 4; i++) for (int j = 0; j + 1 < 4 - i; j++) if (y[j] > y[j + 1]) { double t = y[j]; y[j] = y[j + 1]; y[j + 1] = t; }
                        return y;
                    }\
                    """.formatted(V)),
                model("fields", """
                    static class Account { double total = 1; int steps; void pay(double d) { if (d > 0.5) { total += d; steps++; } else if (d < -0.5) total = 0; } double level() { return total > 2 ? 2 : total; } }
                    @Circuit double f(%s) { Account a = new Account(); for (double d : v) a.pay(d); return a.total + 10 * a.steps + 100 * a.level(); }\
                    """.formatted(V)),
                model("early returns", """
                    double g(double a, double b) { if (a > 0) { if (b > 0) return 1; } if (b > 1) return 2; if (a < -1) { if (b < -1) { return 3; } a = a * 2; } return a; }
                    @Circuit double f(%s) { return g(v[0], v[1]) + 10 * g(v[2], v[3]); }\
                    """.formatted(V)),
                model("break and continue", """
                    @Circuit double[] f(%s) {
                        double a = 0, b = 0, c = 0; int i;
                        for (i = 0; i < 4; i++) { if (v[i] > 1) break; a += v[i]; }
                        for (double e : v) { if (e < 0) continue; b += e; if (b > 2.5) break; }
                        int j = 0; while (j < 4) { j++; if (v[j - 1] > 0) continue; c += j; }
                        outer: for (int p = 0; p < 2; p++) for (int q = 0; q < 2; q++) { if (v[p] > v[2 + q]) continue outer; if (v[q] > 1.5) break outer; c += 16; }
                        return new double[] {a, b, c, i};
                    }\
                    """.formatted(V)),
                model("search", """
                    int find(double[] v, double t) { for (int i = 0; i < v.length; i++) if (v[i] > t) return i; return -1; }
                    @Circuit double[] f(%s) { int k = find(v, 0.5); int i = 0; while (i < 4 && v[i] < 0) i++; double best = Double.NEGATIVE_INFINITY; int at = -1; for (int j = 0; j < 4; j++) if (v[j] > best) { best = v[j]; at = j; } return new double[] {k, k < 0 ? 1 : 2, i, best, at}; }\
                    """.formatted(V)),
                model("objects of one shape", """
                    record Point(double a, double b) { double dot(Point o) { return a * o.a + b * o.b; } }
                    static class Pair { double p; Point q; Pair(double p, Point q) { this.p = p; this.q = q; } }
                    final Point one = new Point(1, 2), two = new Point(-1, 0.5); final double[] w1 = {1, 2, 3, 4}, w2 = {4, 3, 0, -1};
                    @Circuit double f(%s) {
                        Point p; if (v[0] > 0) p = new Point(v[1], 2); else p = new Point(1, v[2]); Point q = v[1] > 0 ? one : two; double[] w = v[3] > 0 ? w1 : w2; double s = 0; for (int i = 0; i < 4; i++) s += w[i] * v[i];
                        Pair r = null; if (v[2] > 0) { r = new Pair(1, p); } else { r = new Pair(v[0], q); } r.p += 1; double[] t; if (v[0] > 1) t = new double[] {1, v[1]}; else { t = new double[2]; t[0] = v[2]; } t[1] *= 2; Double box = v[0] > 1 ? v[1] : Double.valueOf(3);
                        return p.dot(q) + s + r.p * r.q.a() + t[0] - t[1] + box;
                    }\
                    """.formatted(V)),
                model("trees of objects", """
                    interface Node { double eval(double[] x); }
                    record Leaf(double value) implements Node { public double eval(double[] x) { return value; } }
                    record Split(int feature, double threshold, Node left, Node right) implements Node { public double eval(double[] x) { return x[feature] <= threshold ? left.eval(x) : right.eval(x); } }
                    final Node tree = build(4, 1); static Node build(int depth, int seed) { return depth == 0 ? new Leaf(seed %% 7 - 3) : new Split(seed %% 4, (seed * 37 %% 11 - 5) / 4.0, build(depth - 1, 2 * seed), build(depth - 1, 2 * seed + 1)); }
                    @Circuit double f(%s) { return tree.eval(v); }\
                    """.formatted(V)),
                model("tensors", """
                    @Circuit double f(%s) { Tensor a = Tensor.fromArray(v); Tensor b = v[0] > 0 ? a.times(2) : a.plus(1); Tensor c = v[1] > 0 ? b : Tensor.of(new int[] {4}, 1, 2, 3, 4); double s = 0; for (double e : c.toArray()) s += e > 1 ? 1 : e; return s; }\
                    """.formatted(V)),
                model("lambdas", """
                    final DoubleUnaryOperator relu = y -> y > 0 ? y : 0; final List<DoubleUnaryOperator> all = List.of(relu, y -> y < 0 ? 0.1 * y : y, Math::abs);
                    double with(DoubleUnaryOperator f, double y) { return f.applyAsDouble(y); }
                    @Circuit double f(%s) { double s = 0; for (DoubleUnaryOperator g : all) s += with(g, v[0]); double t = v[1]; s += with(y -> y > t ? y : t, v[2]); if (v[3] > 0) { for (DoubleUnaryOperator g : all) s += with(g, v[1]); s += with(relu.andThen(y -> y + 1), v[2]); } return s; }\
                    """.formatted(V)),
                model("public work inside", """
                    static int calls; double[] table(int n) { double[] t = new double[n]; for (int i = 0; i < n; i++) t[i] = i * i; return t; }
                    @Circuit double f(%s) {
                        double s = 0; if (v[0] > 0) { double[] t = table(4); for (int i = 0; i < 4; i++) s += t[i] * v[i]; List<Integer> l = new ArrayList<>(); l.add(3); l.add(4); for (int i : l) s += i; String text = "ab" + l.size(); s += text.length(); try { Integer.parseInt("x"); } catch (NumberFormatException e) { s += 1; } }
                        else { s = Math.pow(2, 3) + List.of(1, 2).size(); Map<String, Double> m = new HashMap<>(Map.of("a", 1.5)); m.put("b", 2.0); for (double d : m.values()) s += d; }
                        return s;
                    }\
                    """.formatted(V)),
                model("switch on a class", """
                    int grade(double x) { return x > 1 ? 2 : x > 0 ? 1 : 0; } double weight(int g) { switch (g) { case 0: return 0.5; case 1: return 1; case 7: return 100; default: return 2; } }
                    @Circuit double f(%s) { int g = grade(v[0]), h = grade(v[1]); double s = weight(g) * v[2] + weight(h); s += switch (g * 3 + h) { case 0, 4, 8 -> 1; case 1, 2 -> v[3]; default -> -1; }; return s; }\
                    """.formatted(V)),
                model(
                        "comparisons of results",
                        "@Circuit double f(%s) { double y = v[0] > 0 ? v[1] : v[2]; double z = y > 1 ? y - 1 : y < -1 ? y + 1 : 0; if (z > v[3]) z = v[3]; return z; }"
                                .formatted(V)),
                model("clipping and accumulating", """
                    @Circuit double[] f(%s) { double s = 0, t = 1; for (double e : v) { if (e > 0) s += 1; if (e > 1) s += e; if (e < 0) t *= 0.5; if (t < 0.2) t = 0.2; } return new double[] {s, t}; }\
                    """.formatted(V)),
                model("one condition many times", """
                    @Circuit double f(%s) { double s = 0; if (x > 1) s += x; if (x > 1) s *= 2; else s -= 1; if (!(x > 1)) s += 3; if (x > 1 && s > 0) s += 1; return s + (x > 1 ? 1 : 0) * (x > 1 ? 3 : 4); }\
                    """.formatted(X)),
                model("void methods and exceptions elsewhere", """
                    double total; static class Box { double v; } static void put(Box b, double x) { if (x < 0) return; b.v = x; if (x > 1) b.v -= 1; }
                    double get(int i, double[] a) { try { return a[i]; } catch (ArrayIndexOutOfBoundsException e) { return 7; } }
                    @Circuit double f(%s) { Box b = new Box(); b.v = 9; put(b, v[0]); double s = b.v; if (v[1] > 0) s += get(9, v) + get(1, v); return s; }\
                    """.formatted(V)));
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
