package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.circuit.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects, records and function objects with encrypted data in them. */
class ObjectsTest {
    private static final String X = "@Encrypted(min = 1, max = 3) double x";
    private static final String V = "@Encrypted(shape = 3, min = -2, max = 2) double[] v";

    static Stream<Arguments> models() {
        return Stream.of(
                model("records", """
                    record Point(double a, double b) { Point { if (Double.isNaN(1.0)) throw new IllegalStateException(); } Point scaled(double k) { return new Point(k * a, b / k); } static Point of(double a) { return new Point(a, 1); } double sum() { return a + b(); } }
                    @Circuit double f(%s) { Point p = new Point(x, 2).scaled(3); Point q = Point.of(x); Point[] both = {p, q}; double s = 0; for (Point r : both) s += r.sum(); return s; }\
                    """.formatted(X)),
                model("records in and out", """
                    record Patient(@Encrypted(min = 0, max = 100) double age, @Encrypted(shape = 2, min = -1, max = 1) double[] labs) {}
                    record Answer(double risk, double[] parts) {}
                    @Circuit Answer f(@Encrypted Patient patient, %s) { return new Answer(patient.age() / 100 + x, new double[] {patient.labs()[1], patient.age, 3}); }\
                    """.formatted(X)),
                model("objects with encrypted fields", """
                    static class Sum { double total; int n; final List<String> names = new ArrayList<>(); void add(double d) { total += d; n++; names.add("n" + n); } double mean() { return total / n; } }
                    static class Node { final double value; Node next; Node(double value, Node next) { this.value = value; this.next = next; } }
                    class Inner { double k; Inner(double k) { this.k = k; } double times() { return k * scale; } }
                    double scale = 1.5;
                    @Circuit double f(%s) {
                        Sum s = new Sum(); for (double d : v) s.add(d); Node head = null; for (double d : v) head = new Node(d, head); Node tail = new Node(1, null); tail.next = head;
                        double t = 0; for (Node n = tail; n != null; n = n.next) t += n.value; Sum u = new Sum(); u.add(1); u.total = v[0]; u.total = 2;
                        return s.mean() + s.names.size() + t + new Inner(v[1]).times() + u.mean();
                    }\
                    """.formatted(V)),
                model("inheritance and interfaces", """
                    interface Layer { double apply(double x); default double twice(double x) { return apply(apply(x)); } static Layer id() { return new Layer() { public double apply(double x) { return x; } }; } private double hidden(double x) { return x + 1; } default double shown(double x) { return hidden(x); } }
                    static abstract class Base implements Layer { protected double bias; Base(double bias) { this.bias = bias; } public double apply(double x) { return inner(x) + bias; } abstract double inner(double x); }
                    static class Scale extends Base { final double k; Scale(double k, double bias) { super(bias); this.k = k; } double inner(double x) { return k * x; } @Override public double apply(double x) { return super.apply(x) - 1; } }
                    enum Kind { RELU { double f(double x) { return Math.max(0, x); } }, LINEAR { double f(double x) { return x; } }; abstract double f(double x); }
                    private final Layer[] layers = {new Scale(2, 0.5), Layer.id(), new Layer() { public double apply(double y) { return y - offset; } }}; private double offset = 0.25;
                    @Circuit double f(%s) { double y = x; for (Layer l : layers) y = l.twice(y); y = new Scale(x, 1).apply(2) + layers[0].shown(y); for (Kind k : Kind.values()) y += k.f(x); Kind k = Kind.LINEAR; return switch (k) { case RELU -> y; case LINEAR -> y + 1; }; }\
                    """.formatted(X)),
                model("lambdas made while lifting", """
                    interface Ternary { double of(double a, double b, double c); }
                    double with(DoubleUnaryOperator f, double x) { return f.applyAsDouble(x); } static double cube(double x) { return x * x * x; }
                    @Circuit double f(%s) {
                        double k = x + 1; DoubleUnaryOperator a = y -> y * k, b = Math::exp, c = Model::cube, d = this::half; DoubleBinaryOperator e = Math::max, g = (p, q) -> p * q;
                        ToDoubleFunction<double[]> sum = r -> r[0] + r[1]; IntToDoubleFunction at = i -> x * i; Ternary t = Math::fma; DoubleSupplier s = () -> x; DoubleFunction<Double> box = y -> y; Function<Double, Double> gen = Math::sqrt; ToDoubleBiFunction<Double, Double> add = Double::sum;
                        Supplier<double[]> array = () -> new double[] {x, 1}; IntFunction<double[]> make = double[]::new; UnaryOperator<Double> neg = y -> -y; Function<Double, Holder> holder = Holder::new;
                        double[] made = make.apply(2); made[0] = x;
                        return with(a, 2) + with(b, x) + with(c, x) + with(d, x) + e.applyAsDouble(x, 2) + g.applyAsDouble(x, 3) + sum.applyAsDouble(new double[] {x, 4}) + at.applyAsDouble(3) + t.of(x, 2, 3) + s.getAsDouble() + box.apply(x) + gen.apply(x) + add.applyAsDouble(x, 2.0) + array.get()[0] + made[0] + neg.apply(x) + holder.apply(x).d;
                    }
                    double half(double x) { return x / 2; } static class Holder { final double d; Holder(double d) { this.d = d; } }\
                    """.formatted(X)),
                model("lambdas made before lifting", """
                    private final double k = 2; private final DoubleUnaryOperator a = y -> y * k, b = Math::tanh, c = make(3); private static final DoubleBinaryOperator D = (p, q) -> p - q;
                    private final DoubleUnaryOperator composed = a.andThen(b).compose(c).andThen(DoubleUnaryOperator.identity()); private final Map<String, DoubleUnaryOperator> byName = Map.of("tanh", b);
                    static DoubleUnaryOperator make(double n) { double[] m = {n}; return y -> y + m[0]; }
                    @Circuit double f(%s) { return a.applyAsDouble(x) + b.applyAsDouble(x) + c.applyAsDouble(x) + D.applyAsDouble(x, 2) + composed.applyAsDouble(x) + byName.get("tanh").applyAsDouble(2 * x) + make(4).applyAsDouble(x) + a.applyAsDouble(3); }\
                    """.formatted(X)),
                model("defaults of java.util.function", """
                    @Circuit double f(%s) { DoubleUnaryOperator a = y -> y * 2, b = Math::exp; Function<Double, Double> g = y -> y + 1; IntPredicate even = i -> i %% 2 == 0;
                        double s = a.andThen(b).applyAsDouble(x / 4) + a.compose(b).applyAsDouble(x) + DoubleUnaryOperator.identity().applyAsDouble(x) + g.andThen(g).apply(x) + Function.<Double>identity().apply(x);
                        int[] n = {1, 2, 3}; return s + Arrays.stream(n).filter(even.negate().or(i -> i == 2)).sum(); }\
                    """.formatted(X)),
                model("public data natively, with lambdas", """
                    @Circuit double f(%s) { double[] w = new double[3]; Arrays.setAll(w, i -> i * 0.5); double m = java.util.stream.IntStream.range(0, 5).mapToDouble(i -> i).sum(); List<Integer> list = new ArrayList<>(List.of(3, 1, 2)); list.sort(Comparator.comparing(i -> -i)); Optional<String> o = Optional.of("ab"); double s = 0; for (int i : list) s += i * v[i %% 3]; for (Map.Entry<String, Integer> e : new TreeMap<>(Map.of("a", 1, "b", 2)).entrySet()) s += e.getValue() * v[0]; return s + w[2] * v[1] + m + o.map(String::length).orElse(0); }\
                    """.formatted(V)),
                model("serializable lambdas and varargs", """
                    private final DoubleUnaryOperator s = (DoubleUnaryOperator & java.io.Serializable) y -> y * 3;
                    static double sum(double... all) { double t = 0; for (double d : all) t += d; return t; }
                    @Circuit double f(%s) { DoubleUnaryOperator l = (DoubleUnaryOperator & java.io.Serializable & Cloneable) y -> y * x; return s.applyAsDouble(x) + l.applyAsDouble(2) + sum(x, 1, x) + sum(); }\
                    """.formatted(X)),
                model("lists of arrays", """
                    private final List<double[]> rows = List.of(new double[] {1, 2}, new double[] {3, 4});
                    @Circuit double f(%s) { double[] out = new double[3]; Deque<Integer> todo = new ArrayDeque<>(List.of(0, 1)); while (!todo.isEmpty()) { int i = todo.pop(); double[] r = rows.get(i); out[i] = r[0] * x; out[i + 1] += r[1]; } return out[0] + out[1] * out[2]; }\
                    """.formatted(X)),
                model("instanceof patterns", """
                    sealed interface Shape permits Circle, Square {} record Circle(double r) implements Shape {} record Square(double side, int n) implements Shape {}
                    double area(Shape s) { if (s instanceof Circle c) return 3 * c.r() * c.r(); if (s instanceof Square q && q.n() > 0) return q.side() * q.side(); return 0; }
                    static Object c(Object o) { return o; } @Circuit double f(%s) { Object o = new Circle(x); return area((Shape) o) + area(new Square(x, 1)) + area(new Square(2, 0)) + (o instanceof Square ? 1 : 2) + (o == c(o) ? 1 : 0) + (o.getClass() == Circle.class ? 1 : 0); }\
                    """.formatted(X)));
    }

    private static Arguments model(String name, String body) {
        return Arguments.of(name, body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesWhatTheModelDoes(String name, String body) {
        Fixture.check(body);
    }

    @Test
    void patternSwitchesOfJava25() {
        Fixture.of(25, """
            sealed interface Shape permits Circle, Square, Pair {} record Circle(double r) implements Shape {} record Square(double side, int n) implements Shape {} record Pair(Shape a, Shape b) implements Shape {} enum E { A, B }
            double area(Shape s) { return switch (s) { case Circle(double r) -> 3 * r; case Square(double side, int n) when n > 1 -> side * n; case Square(var side, var n) -> side; case Pair(Circle(double p), Circle(double q)) -> p + q; case Pair(var a, var b) -> area(a) - area(b); }; }
            double any(Object o, double x) { return switch (o) { case null -> x; case String t when t.length() > 2 -> 2 * x; case String t -> 3 * x; case Integer i -> i * x; case E e when e == E.B -> 4 * x; case E.A -> 9 * x; case E e -> 5 * x; case Double d -> d; case double[] a -> a[0]; default -> 7 * x; }; }
            @Circuit double f(@Encrypted(min = 1, max = 3) double x) {
                Circle c = new Circle(x); double s = area(c) + area(new Square(x, 2)) + 5 * area(new Square(x, 1)) + 7 * area(new Pair(c, c)) + 11 * area(new Pair(new Square(x, 1), c)) + area(new Circle(2));
                Object[] all = {null, "abc", "a", 5, E.A, E.B, x, new double[] {x}, 'c'}; int k = 1; for (Object o : all) s += any(o, x) * k++;
                if (c instanceof Circle(double r) && k > 0) s += r;
                return s + Math.clamp(x, 1.5, 2.5);
            }\
            """).check();
    }

    @Test
    void guardsOfPatternSwitchesAreBranches() {
        Fixture.of(25, """
            record P(double a, double b) {}
            @Circuit double f(@Encrypted(min = 1, max = 3) double x) {
                Object o = new P(x, 1);
                return switch (o) { case P(double a, double b) when a > 2.5 -> a; case P(double a, double b) when b + a < 2.5 -> b; default -> 0; };
            }\
            """).check();
    }

    @Test
    void theSignatureNamesRecordComponents() {
        LiftedModel lifted = Fixture.check("""
            record Patient(@Encrypted(min = 0, max = 100) double age, @Encrypted(shape = {1, 2}, min = {-1, -2}, max = 5, outside = Outside.CLAMP) double[][] labs) {}
            @Circuit double f(@Encrypted Patient patient) { return patient.age() + patient.labs()[0][1]; }
            """);
        var parameter = lifted.signature().parameters().getFirst();
        assertThat(parameter.name()).isEqualTo("patient");
        assertThat(parameter.elements())
                .extracting(Object::toString)
                .containsExactly(
                        "ElementRange[label=patient.age, min=0.0, max=100.0, outside=REFUSE, step=0.0]",
                        "ElementRange[label=patient.labs[0][0], min=-1.0, max=5.0, outside=CLAMP, step=0.0]",
                        "ElementRange[label=patient.labs[0][1], min=-2.0, max=5.0, outside=CLAMP, step=0.0]");
        assertThat(parameter.type()).isInstanceOf(DataType.Structure.class);
        assertThat(lifted.signature().result()).isEqualTo(new DataType.Scalar());
    }
}
