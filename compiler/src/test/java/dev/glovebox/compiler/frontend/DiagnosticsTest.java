package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Code, file, line and text of what cannot be lifted; the line in question is marked with {@code //!}. */
class DiagnosticsTest {
    private static final String X = "@Encrypted(min = 1, max = 3) double x";
    private static final String V = "@Encrypted(shape = 3, min = -2, max = 2) double[] v";
    private static final String INDEX =
            "GBC102: an array's index or length depends on encrypted data; expected a public index. Use all elements,"
                    + " each times an encrypted weight.";
    private static final String LOOP =
            "GBC103: a loop's condition depends on encrypted data; expected a number of iterations that public data"
                    + " determines. Iterate a fixed number of times that suffices for every input.";
    private static final String INTEGER =
            "GBC104: an encrypted value is converted to an integer; expected encrypted values as double or float. Keep"
                    + " the value a double; round it on the client, after decryption.";
    private static final String REMAINDER =
            "GBC108: the remainder operator % has an encrypted operand; expected +, -, *, / or a function of Math."
                    + " Reduce the value on the client, before encryption.";
    private static final String TEXT =
            "GBC108: text is made of encrypted data; expected text made of public data. Leave the encrypted value out"
                    + " of the text; only the client can see it.";

    static Stream<Arguments> failures() {
        return Stream.of(
                failure(
                        "null or an object",
                        "GBC101: a branch on encrypted data leaves null on one side and an object on the other in the"
                                + " local variable a; expected numbers, or objects of one class and shape made on both"
                                + " sides. Choose among numbers: let both sides compute one, and use the object within"
                                + " each side.",
                        "double[] a = null;\nif (x > 2) //!\na = new double[1]; return a == null ? 1 : 2;"),
                failure(
                        "texts",
                        "GBC101: a branch on encrypted data leaves different objects of java.lang.String in an"
                                + " expression;",
                        "String s =\nx > 2 ? \"a\" : \"b\"; //!\nreturn s.length();"),
                failure(
                        "lengths",
                        "GBC101: a branch on encrypted data leaves arrays of 1 and of 2 elements in an expression;",
                        "return\n(x > 2 ? new double[1] : new double[2]).length; //!"),
                failure(
                        "classes",
                        "GBC101: a branch on encrypted data leaves a java.lang.Integer and a java.lang.String in the"
                                + " local variable o;",
                        "Object o = 3;\nif (x > 2) //!\no = \"s\"; return o == null ? 1 : 2;"),
                failure(
                        "functions",
                        "GBC101: a branch on encrypted data leaves different functions in an expression;",
                        "\nDoubleUnaryOperator f = x > 2 ? y -> y * x : y -> y + x; //!\nreturn f.applyAsDouble(1);"),
                failure(
                        "object of the model",
                        "GBC101: a branch on encrypted data leaves different objects of java.util.ArrayList in",
                        "List<Integer> l = new ArrayList<>();\n"
                                + "if (x > 2) //!\n"
                                + "l = new ArrayList<>(); return l.size();"),
                failure(
                        "shape of a list of objects",
                        "GBC101: a branch on encrypted data leaves null on one side and an object on the other in the"
                                + " local variable c;",
                        "Cell c;\n"
                                + "if (x > 2) //!\n"
                                + "c = new Cell(null); else c = new Cell(new Cell(null)); return c.next == null ? 1 : 2;"),
                failure(
                        "chosen array",
                        "GBC101: an array is written that a branch on encrypted data has chosen among several;"
                                + " expected arrays that are only read after such a choice. Copy the array before you"
                                + " write it, or choose among its elements.",
                        "double[] a = {1, 2}, b = {3, 4}; double[] c = x > 2 ? a : b; double s = c[0];\n"
                                + "a[0] = 5; //!\n"
                                + "return c[0] + s;"),
                failure(
                        "throwing side",
                        "GBC115: one side of a branch on encrypted data throws java.lang.IllegalArgumentException;"
                                + " expected branches whose sides both go on. Leave the check out: clients refuse inputs"
                                + " outside the declared ranges. Or return a number that means failure.",
                        "if (x < 2) {\nthrow new IllegalArgumentException(); //!\n} return x;"),
                failure(
                        "throwing call",
                        "GBC115: one side of a branch on encrypted data throws"
                                + " java.lang.ArrayIndexOutOfBoundsException;",
                        "double y = x;\nif (x < 2) y = cache[3]; //!\nreturn y;"),
                failure(
                        "list in a branch",
                        "GBC116: List.add may change an object on one side of a branch on encrypted data; expected"
                                + " local variables, arrays and your own objects as what the sides change. Make the call"
                                + " before or after the branch, or keep the data in an array.",
                        "List<Integer> l = new ArrayList<>();\nif (x > 2) l.add(3); //!\nreturn l.size();"),
                failure(
                        "output in a branch",
                        "GBC116: PrintStream.println may change an object",
                        "\nif (x > 2) System.out.println(\"large\"); //!\nreturn 1;"),
                failure(
                        "iterator moved in a branch",
                        "GBC116: one side of a branch on encrypted data moves an iterator that is used after it;"
                                + " expected iterators that both sides leave alone. Go through an array with a public"
                                + " index.",
                        "Iterator<Integer> i = List.of(1, 2).iterator(); double y = x;\n"
                                + "if (x > 2) //!\n"
                                + "y = i.next(); return y + i.next();"),
                failure(
                        "static field in a branch",
                        "GBC105: encrypted data is stored in the field total, which existed before the call;",
                        "\nif (x > 2) total = 1; //!\nreturn x;"),
                failure(
                        "count in a branch",
                        "GBC105: encrypted data is stored in element 1 of an array, which existed before the call;",
                        "\nif (x > 2) cache[1]++; //!\nreturn x;"),
                failure("index from a branch", INDEX, "int i = x > 2 ? 1 : 0;\nreturn cache[i]; //!"),
                failure(
                        "integers from many branches",
                        "GBC108: an operation on an integer that depends on encrypted data; expected sums, products"
                                + " and comparisons of such integers, or any operation if the integer has few values."
                                + " Compute with double, or with booleans.",
                        "int n = 0; for (int i = 0; i < 20; i++) if (x > i / 8.0) n++;\nreturn n % 3; //!"),
                failure("loop bound", LOOP, "double y = 0;\nfor (int i = 0; i < x; i++) //!\ny += i; return y;"),
                failure("while", LOOP, "double y = x;\nwhile (y > 1) //!\ny /= 2;\nreturn y;"),
                failure("do while", LOOP, "double y = x; do { y /= 2;\n} while (y > 1); //!\nreturn y;"),
                failure(
                        "loop bound by cast",
                        LOOP,
                        "double y = 0;\nfor (int i = 0; i < (int) x; i++) //!\ny += i; return y;"),
                failure("index", INDEX, "double[] a = {1, 2, 3, 4};\nreturn a[(int) x]; //!"),
                failure(
                        "index by a variable",
                        INDEX,
                        "double[] a = {1, 2, 3, 4};\nint i = (int) (x + 1); //!\nint j = i * 2 - 1; return a[j];"),
                failure("store index", INDEX, "double[] a = {1, 2, 3, 4};\na[(int) x] = 2; //!\nreturn a[0];"),
                failure("length", INDEX, "\nreturn new double[(int) x].length; //!"),
                failure("cast to int", INTEGER, "double y = x;\nint n = (int) y; //!\nreturn n;"),
                failure("cast to long", INTEGER, "\nreturn (long) x; //!"),
                failure("int of a box", INTEGER, "Double d = x; return\nd.intValue(); //!"),
                failure(
                        "static field",
                        "GBC105: encrypted data is stored in field fixture.Model.total, which existed before the call;"
                                + " expected encrypted data only in objects that the circuit method makes. Use a local"
                                + " variable or an object made inside the method; a circuit keeps nothing between calls.",
                        "\ntotal = x; //!\nreturn total;"),
                failure(
                        "field of the model",
                        "GBC105: encrypted data is stored in field fixture.Model.last, which",
                        "\nlast = x; //!\nreturn x;"),
                failure(
                        "array of the model",
                        "GBC105: encrypted data is stored in an element of an array, which",
                        "\ncache[0] = x; //!\nreturn x;"),
                failure("array of the model by a call", "GBC105", "double[] a = cache();\na[1] = x; //!\nreturn x;"),
                failure("array in a static list", "GBC105", "double[] a = LIST.get(0);\na[1] = x; //!\nreturn x;"),
                failure(
                        "array that became shared",
                        "GBC105",
                        "double[] a = new double[2]; later = a;\na[1] = x; //!\nreturn x;"),
                failure(
                        "array that a call shared",
                        "GBC105",
                        "double[] a = new double[2]; keep(a);\na[1] = x; //!\nreturn x;"),
                failure(
                        "array with encrypted data in a field",
                        "GBC105",
                        "double[] a = {x};\nlater = a; //!\nreturn x;"),
                failure(
                        "object with encrypted data in a static field",
                        "GBC105",
                        "\nshared = (Double) x; //!\nreturn x;"),
                failure(
                        "JDK call",
                        "GBC106: Math.round is called with encrypted data; expected arithmetic, arrays, functions of"
                                + " Math such as exp, log, sqrt, abs, max, min and pow, or your own methods. Call it on"
                                + " public data only, or write out what it does as a loop over arrays.",
                        "\nreturn Math.round(x); //!"),
                failure(
                        "stream",
                        "GBC106: Arrays.stream is called with encrypted data",
                        "double[] a = {x};\nreturn Arrays.stream(a).sum(); //!"),
                failure(
                        "stream of a lambda",
                        "GBC106: IntStream.mapToDouble is called",
                        "\nreturn java.util.stream.IntStream.range(0, 3).mapToDouble(i -> x * i).sum(); //!"),
                failure(
                        "list",
                        "GBC106: List.add is called with encrypted data",
                        "List<Double> a = new ArrayList<>();\na.add(x); //!\nreturn a.get(0);"),
                failure(
                        "output",
                        "GBC106: PrintStream.println is called with encrypted data",
                        "\nSystem.out.println(x); //!\nreturn x;"),
                failure(
                        "constructor",
                        "GBC106: new BigDecimal is called with encrypted data",
                        "\nreturn new java.math.BigDecimal(x).scale(); //!"),
                failure(
                        "superclass",
                        "GBC106: an object with encrypted data has the superclass java.lang.Exception",
                        "Object o =\nnew Odd(x); //!\nreturn 1;",
                        3),
                failure("remainder", REMAINDER, "\nreturn x % 2; //!"),
                failure(
                        "isNaN",
                        "GBC108: Double.isNaN looks at an encrypted value; expected arithmetic and functions of Math"
                                + " on encrypted values. Compare or print the value on the client, after decryption.",
                        "\nreturn Double.isNaN(x) ? 1 : 2; //!"),
                failure(
                        "equals",
                        "GBC108: Double.equals looks at an encrypted value",
                        "Double d = x;\nreturn d.equals(1.0) ? 1 : 2; //!"),
                failure(
                        "bits",
                        "GBC108: Double.doubleToLongBits looks at an encrypted value",
                        "\nreturn Double.doubleToLongBits(x); //!"),
                failure(
                        "division by zero",
                        "GBC108: an encrypted value is divided by the public value 0",
                        "double z = 0;\nreturn x / z; //!"),
                failure(
                        "infinity",
                        "GBC108: the public value Infinity meets an encrypted value",
                        "double z = 0;\nreturn x + 1 / z; //!"),
                failure("exponent", "GBC108: Math.pow has an encrypted exponent", "\nreturn Math.pow(x, x); //!"),
                failure("text", TEXT, "\nString s = \"x = \" + x; //!\nreturn s.length();"),
                failure(
                        "exception",
                        "GBC110: the model throws java.lang.IllegalStateException: bad 3; expected a model that"
                                + " returns normally for every encrypted input. Run the model in the clear to see the same"
                                + " exception, and mend it there.",
                        "double y = x;\n"
                                + "if (cache.length == 3) throw new IllegalStateException(\"bad \" + 3); //!\n"
                                + "return y;"),
                failure(
                        "array bounds",
                        "GBC110: the model throws java.lang.ArrayIndexOutOfBoundsException: Index 3 out of bounds for"
                                + " length 3",
                        "\nreturn x + cache[3]; //!"),
                failure(
                        "exception of the JDK",
                        "GBC110: the model throws java.lang.NumberFormatException: For input string: \"q\"",
                        "\nreturn x + Integer.parseInt(\"q\"); //!"));
    }

    private static Arguments failure(String name, String text, String body) {
        return Arguments.of(name, text, body, -1);
    }

    /** @param line of the diagnostic, or -1 for the marked line */
    private static Arguments failure(String name, String text, String body, int line) {
        return Arguments.of(name, text, body, line);
    }

    private static final String MEMBERS =
            "static double total; double last; final double[] cache = new double[3]; double[] later; static final"
                    + " List<double[]> LIST = List.of(new double[2]); static Object shared; double[] cache() { return"
                    + " cache; } static double[] kept; static void keep(double[] a) { kept = a; }\n"
                    + "static class Cell { final Cell next; Cell(Cell next) { this.next = next; } } static class Odd"
                    + " extends Exception { double d; Odd(double d) {\n"
                    + "super(); this.d = d; } }\n";

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void saysWhatAndWhere(String name, String text, String body, int line) {
        String source = MEMBERS + "@Circuit double f(" + X + ") {\n" + body + "\n}";
        for (int release : new int[] {17, 25}) {
            Diagnostic found = Fixture.of(release, source).failure();
            assertThat(found.text()).startsWith(text);
            assertThat(found.location().file()).isEqualTo("Model.java");
            assertThat(found.location().line()).isEqualTo(line > 0 ? line + 1 : marked(source));
            assertThat(found.location().className()).startsWith("fixture.Model");
            assertThat(found.stack().getFirst()).isEqualTo(found.location());
            assertThat(found.stack().getLast().method()).isEqualTo("f");
        }
    }

    private static int marked(String source) {
        return 2 + (int) source.substring(0, source.indexOf("//!")).lines().count() - 1;
    }

    @Test
    void theStackIsTheChainOfInlinedCalls() {
        Diagnostic found = Fixture.of(25, """
            static double g(double y) {
                return y % 2;
            }
            @Circuit double f(@Encrypted(min = 1, max = 3) double x) {
                DoubleUnaryOperator twice = y ->
                    2 * g(y);
                return twice.andThen(y -> y).applyAsDouble(
                    x);
            }
            """).failure();
        assertThat(found.toString())
                .isEqualTo("Model.java:3: " + REMAINDER
                        + "\n    at fixture.Model.g(Model.java:3)"
                        + "\n    at fixture.Model.lambda$f$0(Model.java:7)"
                        + "\n    at fixture.Model.f(Model.java:8)");
    }

    @Test
    void anExceptionInTheConstructorHasItsStack() {
        Diagnostic found = Fixture.of(25, """
            private final int n = Helper.read("none.csv");
            static class Helper {
                static int read(String name) {
                    throw new UnsupportedOperationException(name);
                }
            }
            @Circuit double f(@Encrypted(min = 1, max = 3) double x) { return x; }
            """).failure();
        assertThat(found.text())
                .startsWith("GBC110: the model throws java.lang.UnsupportedOperationException: none.csv");
        assertThat(found.stack())
                .extracting(Object::toString)
                .startsWith("fixture.Model$Helper.read(Model.java:5)", "fixture.Model.<init>(Model.java:2)");
    }

    @Test
    void nativeAndInterpretedFramesAreOneStack() {
        Diagnostic found = Fixture.of(25, """
            static int inner() {
                return List.of(1).get(7);
            }
            double outer(double y) {
                return y * inner();
            }
            @Circuit double f(@Encrypted(min = 1, max = 3) double x) {
                return outer(x);
            }
            """).failure();
        assertThat(found.stack())
                .extracting(Object::toString)
                .containsExactly(
                        "fixture.Model.inner(Model.java:3)",
                        "fixture.Model.outer(Model.java:6)",
                        "fixture.Model.f(Model.java:9)");
    }

    static Stream<Arguments> results() {
        return Stream.of(
                Arguments.of("GBC107: the circuit method returns null as the result array", "return null;"),
                Arguments.of(
                        "GBC107: the circuit method returns null as a row of the result", "return new double[2][];"),
                Arguments.of("GBC107: the circuit method returns an array without elements", "return new double[0][];"),
                Arguments.of(
                        "GBC107: the circuit method returns rows of 1 and of 2 elements",
                        "return new double[][] {{x}, {x, 1}};"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("results")
    void checksTheResult(String text, String body) {
        Diagnostic found = Fixture.of(25, "@Circuit double[][] f(" + X + ") { " + body + " }")
                .failure();
        assertThat(found.text()).startsWith(text);
        assertThat(found.location().toString()).isEqualTo("fixture.Model.f(Model.java:2)");
    }

    static Stream<Arguments> signatures() {
        return Stream.of(
                Arguments.of(
                        "GBC107: the parameter n has neither @Encrypted nor @Public",
                        "@Circuit double f(" + X + ", int n) { return x; }"),
                Arguments.of("GBC107: the circuit method f has no parameter", "@Circuit double f() { return 1; }"),
                Arguments.of(
                        "GBC107: x has the type float",
                        "@Circuit double f(@Encrypted(min = 0, max = 1) float x) { return x; }"),
                Arguments.of("GBC107: the circuit method returns int", "@Circuit int f(" + X + ") { return 1; }"),
                Arguments.of(
                        "GBC107: the record component r.b has no @Encrypted",
                        "record R(@Encrypted(min = 0, max = 1) double a, double b) {} @Circuit double f(@Encrypted R"
                                + " r) { return r.a(); }"),
                Arguments.of(
                        "GBC112: @Encrypted of x has the shape [2] for double; expected no shape",
                        "@Circuit double f(@Encrypted(shape = 2, min = 0, max = 1) double x) { return x; }"),
                Arguments.of(
                        "GBC112: @Encrypted of x has the shape [0] for double[]; expected 1 positive length",
                        "@Circuit double f(@Encrypted(shape = 0, min = 0, max = 1) double[] x) { return 1; }"),
                Arguments.of(
                        "GBC112: @Encrypted of x has 3 min and 1 max; expected one value, or 2",
                        "@Circuit double f(@Encrypted(shape = 2, min = {0, 0, 0}, max = 1) double[] x) { return 1; }"),
                Arguments.of(
                        "GBC112: @Encrypted of x has the range [2.0, 1.0]",
                        "@Circuit double f(@Encrypted(min = 2, max = 1) double x) { return x; }"),
                Arguments.of(
                        "GBC201: @Encrypted of x has no max",
                        "@Circuit double f(@Encrypted(min = 2) double x) { return x; }"),
                Arguments.of(
                        "GBC112: precisionBits is 40; expected 4 to 30",
                        "@Circuit(precisionBits = 40) double f(" + X + ") { return x; }"),
                Arguments.of(
                        "GBC112: several methods f have @Circuit",
                        "@Circuit double f(" + X + ") { return x; } @Circuit double f(" + X + ", " + V
                                + ") { return x; }"),
                Arguments.of(
                        "GBC113: Model cannot be made by a constructor without parameters",
                        "Model(int n) {} @Circuit double f(" + X + ") { return x; }"),
                Arguments.of(
                        "GBC113: there is no static method make() that returns a Model",
                        "static Object make() { return \"\"; } @Circuit(factory = \"make\") double f(" + X
                                + ") { return x; }"),
                Arguments.of("GBC106: the circuit method has no bytecode", "@Circuit native double f(" + X + ");"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signatures")
    void checksTheSignature(String text, String body) {
        Diagnostic found = Fixture.of(25, body).failure();
        assertThat(found.text()).startsWith(text);
        assertThat(found.location().file()).isEqualTo("Model.java");
    }

    @Test
    void limits() {
        CompilerOptions few =
                CompilerOptions.DEFAULT.withMaxSteps(1000).withMaxEntries(5).withMaxDegree(10);
        String steps = "@Circuit double f(" + X + ") { double s = 0; while (true) s += x; }";
        assertThat(Fixture.of(25, steps).failure(few).text()).startsWith("GBC111: lifting took more than 1000 steps");
        String entries = "@Circuit double[] f(" + V
                + ") { double[] s = new double[3]; for (int i = 0; i < 3; i++) for (double e : v) s[i] += (i + 1) * e;"
                + " return s; }";
        assertThat(Fixture.of(25, entries).failure(few).text())
                .startsWith("GBC111: the model's matrices have more than 5 entries");
        String recursion = "double g(double y) { return g(y + 1); } @Circuit double f(" + X + ") { return g(x); }";
        assertThat(Fixture.of(25, recursion).failure().text()).startsWith("GBC111: calls are nested 2000 deep");
    }

    @Test
    void unknownBootstraps() {
        Diagnostic found = BootstrapFixture.failure();
        assertThat(found.text())
                .isEqualTo("GBC109: an instruction is linked by fixture.Bootstraps.link; expected lambda expressions,"
                        + " text, records and switches as javac compiles them. Compile the class with javac, or"
                        + " write the expression in another way.");
        assertThat(found.location().line()).isEqualTo(42);
    }
}
