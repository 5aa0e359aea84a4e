package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.dsl.Tensor;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.DataType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A model given as source text, compiled by javac for some release. */
final class Fixture {
    private static final String IMPORTS =
            "package fixture; import dev.glovebox.dsl.*; import java.util.*; import java.util.function.*;";

    /** Rounds to float in the clear, not when lifted. */
    private static final double TOLERANCE = 1e-6;

    private final Class<?> model;
    private final Map<String, byte[]> classes;

    private Fixture(Class<?> model, Map<String, byte[]> classes) {
        this.model = model;
        this.classes = classes;
    }

    /** Compiles the body of a class {@code Model}; its first line is line 2 of {@code Model.java}. */
    static Fixture of(int release, String body) {
        return ofSource(release, IMPORTS + " public class Model {\n" + body + "\n}\n");
    }

    /** Compiles several top-level classes after the imports; one is {@code Model}. */
    static Fixture ofTypes(int release, String types) {
        return ofSource(release, IMPORTS + "\n" + types);
    }

    private static Fixture ofSource(int release, String source) {
        Map<String, byte[]> classes = compile(release, source);
        ClassLoader loader = new MemoryLoader(classes);
        try {
            return new Fixture(Class.forName("fixture.Model", false, loader), classes);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static final class MemoryLoader extends ClassLoader {
        private final Map<String, byte[]> classes;

        MemoryLoader(Map<String, byte[]> classes) {
            super(Fixture.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] bytes = classes.get(name);
            return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name.replace('.', '/') + ".class");
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static Map<String, byte[]> compile(int release, String source) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> outputs = new HashMap<>();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileManager files = new ForwardingJavaFileManager<>(javac.getStandardFileManager(problems, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                String path = className.replace('.', '/') + ".class";
                return new SimpleJavaFileObject(URI.create("memory:///" + path), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        ByteArrayOutputStream out = new ByteArrayOutputStream();
                        outputs.put(path, out);
                        return out;
                    }
                };
            }
        };
        JavaFileObject unit =
                new SimpleJavaFileObject(URI.create("memory:///fixture/Model.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of(
                "--release",
                String.valueOf(release),
                "-g",
                "-classpath",
                System.getProperty("java.class.path"),
                "-proc:none");
        assertThat(javac.getTask(null, files, problems, options, null, List.of(unit))
                        .call())
                .as("%s", problems.getDiagnostics())
                .isTrue();
        Map<String, byte[]> classes = new HashMap<>();
        outputs.forEach((path, out) -> classes.put(path, out.toByteArray()));
        return classes;
    }

    LiftedModel lift() {
        return lift(CompilerOptions.DEFAULT);
    }

    LiftedModel lift(CompilerOptions options) {
        return new Lifter(options).lift(model, circuitMethod().getName(), classes::get);
    }

    /** The one diagnostic of a model that cannot be lifted. */
    Diagnostic failure() {
        return failure(CompilerOptions.DEFAULT);
    }

    Diagnostic failure(CompilerOptions options) {
        try {
            LiftedModel lifted = lift(options);
            throw new AssertionError("lifted: " + lifted.program());
        } catch (CompilationException e) {
            assertThat(e.diagnostics()).hasSize(1);
            return e.diagnostics().getFirst();
        }
    }

    Class<?> model() {
        return model;
    }

    /** A model, made by its constructor without parameters. */
    Object instance() {
        try {
            Constructor<?> constructor = model.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Where the model's classes are. */
    ClassSource source() {
        return classes::get;
    }

    private Method circuitMethod() {
        return Arrays.stream(model.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(dev.glovebox.dsl.Circuit.class))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Checks that the model, compiled for Java 17 and 25, gives one program, and that the program computes what the model does.
     *
     * @return the lifted model
     */
    static LiftedModel check(String body) {
        return checked(of(17, body), of(25, body));
    }

    static LiftedModel checkTypes(String types) {
        return checked(ofTypes(17, types), ofTypes(25, types));
    }

    private static LiftedModel checked(Fixture older, Fixture newer) {
        LiftedModel lifted = newer.check();
        LiftedModel other = older.check();
        assertThat(other.program()).isEqualTo(lifted.program());
        assertThat(other.signature()).isEqualTo(lifted.signature());
        assertThat(other.classFileMajor()).isEqualTo(61);
        assertThat(lifted.classFileMajor()).isEqualTo(69);
        return lifted;
    }

    LiftedModel check() {
        LiftedModel lifted = lift();
        TensorProgram program = lifted.program();
        CircuitSignature signature = lifted.signature();
        Random random = new Random(1);
        for (int trial = 0; trial < 20; trial++) {
            double[] inputs = signature.parameters().stream()
                    .flatMap(p -> p.elements().stream())
                    .mapToDouble(e -> e.min() + random.nextDouble() * (e.max() - e.min()))
                    .toArray();
            double[] expected = run(signature, inputs);
            double[] actual = new TensorInterpreter(program).evaluate(inputs);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < actual.length; i++) {
                double tolerance = TOLERANCE * Math.max(1, Math.abs(expected[i]));
                assertThat(actual[i])
                        .as("element %d for inputs %s (seed 1, trial %d)", i, Arrays.toString(inputs), trial)
                        .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(tolerance));
            }
        }
        return lifted;
    }

    /** Runs the model in the clear. */
    double[] run(CircuitSignature signature, double[] inputs) {
        try {
            Method method = circuitMethod();
            method.setAccessible(true);
            Object instance = null;
            if (!Modifier.isStatic(method.getModifiers())) {
                String factory =
                        method.getAnnotation(dev.glovebox.dsl.Circuit.class).factory();
                if (factory.isEmpty()) {
                    Constructor<?> constructor = model.getDeclaredConstructor();
                    constructor.setAccessible(true);
                    instance = constructor.newInstance();
                } else {
                    Method f = model.getDeclaredMethod(factory);
                    f.setAccessible(true);
                    instance = f.invoke(null);
                }
            }
            Object[] arguments = new Object[signature.parameters().size()];
            int next = 0;
            for (int i = 0; i < arguments.length; i++) {
                DataType type = signature.parameters().get(i).type();
                double[] data = Arrays.copyOfRange(inputs, next, next += type.size());
                arguments[i] = argument(type, data, method.getParameterTypes()[i]);
            }
            return flat(method.invoke(instance, arguments));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object argument(DataType type, double[] data, Class<?> target) throws ReflectiveOperationException {
        return switch (type) {
            case DataType.Scalar s -> data[0];
            case DataType.Vector v -> data;
            case DataType.Matrix m -> {
                double[][] rows = new double[m.rows()][];
                for (int r = 0; r < rows.length; r++) {
                    rows[r] = Arrays.copyOfRange(data, r * m.columns(), (r + 1) * m.columns());
                }
                yield rows;
            }
            case DataType.Tensor t ->
                Tensor.of(t.shape().stream().mapToInt(Integer::intValue).toArray(), data);
            case DataType.Structure s -> {
                List<Object> values = new ArrayList<>();
                int next = 0;
                for (DataType.Component c : s.components()) {
                    values.add(argument(
                            c.type(),
                            Arrays.copyOfRange(data, next, next += c.type().size()),
                            null));
                }
                Constructor<?> constructor = target.getDeclaredConstructor(Arrays.stream(target.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class[]::new));
                constructor.setAccessible(true);
                yield constructor.newInstance(values.toArray());
            }
        };
    }

    private static double[] flat(Object result) throws ReflectiveOperationException {
        return switch (result) {
            case Double d -> new double[] {d};
            case double[] v -> v;
            case Tensor t -> t.toArray();
            case double[][] m ->
                Arrays.stream(m).flatMapToDouble(Arrays::stream).toArray();
            default -> {
                List<Double> all = new ArrayList<>();
                for (RecordComponent c : result.getClass().getRecordComponents()) {
                    c.getAccessor().setAccessible(true);
                    for (double d : flat(c.getAccessor().invoke(result))) {
                        all.add(d);
                    }
                }
                yield all.stream().mapToDouble(Double::doubleValue).toArray();
            }
        };
    }
}
