package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.Parameter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** The lifting of one circuit. */
final class Lifting {
    private final CompilerOptions options;
    private final Class<?> original;
    private final LiftingClassLoader loader;
    private final @Nullable Object live;

    /** @param live the instance to lift, or null to make one */
    Lifting(CompilerOptions options, Class<?> model, ClassSource source, @Nullable Object live) {
        this.live = live;
        this.options = options;
        this.original = model;
        this.loader = new LiftingClassLoader(source, model);
    }

    LiftedModel lift(String name) throws ClassNotFoundException {
        Thread.currentThread().setContextClassLoader(loader);
        if (original.isHidden()) {
            SourceLocation at = new SourceLocation(original.getName(), name, "", 0);
            throw failure(
                    Code.NO_INSTANCE,
                    at,
                    original.getName() + " is a hidden class",
                    "a class with a class file",
                    "Write the model as a class with a name.");
        }
        Class<?> model = Class.forName(original.getName(), false, loader);
        Method method = Signatures.find(model, name, loader.file(model));
        ClassFile file = loader.file(method.getDeclaringClass());
        Signatures signatures = new Signatures(method, file);
        int precisionBits = signatures.precisionBits();
        List<Parameter> parameters = signatures.parameters();
        if (file == null || signatures.hasNoCode()) {
            throw failure(
                    Code.UNSUPPORTED_CALL,
                    signatures.location(),
                    "the circuit method has no bytecode",
                    "a method with a class file that can be read",
                    "Compile the model class to a class file on the class path.");
        }
        Trace trace = new Trace(signatures.location());
        try {
            LiveCopy copy = new LiveCopy(loader, signatures.location());
            Object instance = Modifier.isStatic(method.getModifiers())
                    ? null
                    : live != null
                            ? copy.copy(live)
                            : instance(model, method.getAnnotation(Circuit.class), trace, signatures.location());
            Heap heap = new Heap(loader::defined);
            heap.share(instance);
            Algebra algebra = new Algebra(trace);
            Interpreter interpreter = new Interpreter(options, loader, trace, algebra, heap, precisionBits);
            Boundary boundary = new Boundary(algebra, heap, interpreter.fields(), trace, signatures.location());
            Arguments arguments = arguments(method, parameters, instance, boundary);
            MethodCode code =
                    file.code(Objects.requireNonNull(file.method(method.getName(), Type.getMethodDescriptor(method))));
            Virtual.Slot value = interpreter.run(code, arguments);
            Boundary.Result result = boundary.result(method.getReturnType(), value);
            TensorProgram program =
                    program(model.getSimpleName() + "." + name, precisionBits, boundary, result, signatures.location());
            if (live != null) {
                copy.checkStatics(original.getClassLoader());
            }
            int major = Objects.requireNonNull(loader.file(model)).node.version & 0xffff;
            CircuitSignature signature = new CircuitSignature(model.getName(), name, parameters, result.type());
            List<double[]> calibration = new CalibrationRows(model, signature, signatures.location())
                    .read(method.getAnnotation(Circuit.class).calibration());
            return new LiftedModel(signature, signatures.packing(), program, loader.hashes(), major, calibration);
        } catch (Trace.Thrown e) {
            throw trace.uncaught(e.exception);
        }
    }

    private static CompilationException failure(
            Code code, SourceLocation at, String found, String expected, String wayOut) {
        return new CompilationException(new Diagnostic(code, at, found, expected, wayOut, List.of(at)));
    }

    private static Object instance(Class<?> model, Circuit circuit, Trace trace, SourceLocation at) {
        try {
            Object made;
            if (circuit.factory().isEmpty()) {
                Constructor<?> constructor = model.getDeclaredConstructor();
                constructor.setAccessible(true);
                made = constructor.newInstance();
            } else {
                Method factory = model.getDeclaredMethod(circuit.factory());
                factory.setAccessible(true);
                made = Modifier.isStatic(factory.getModifiers()) ? factory.invoke(null) : null;
            }
            if (model.isInstance(made)) {
                return made;
            }
        } catch (InvocationTargetException e) {
            throw trace.thrown(e.getTargetException());
        } catch (ExceptionInInitializerError e) {
            throw trace.thrown(e.getCause() == null ? e : e.getCause());
        } catch (LinkageError e) {
            throw trace.thrown(e);
        } catch (ReflectiveOperationException e) {
            // Reported below: there is no such constructor or factory, or the class is abstract.
        }
        boolean byFactory = !circuit.factory().isEmpty();
        throw failure(
                Code.NO_INSTANCE,
                at,
                byFactory
                        ? "there is no static method " + circuit.factory() + "() that returns a "
                                + model.getSimpleName()
                        : model.getSimpleName() + " cannot be made by a constructor without parameters",
                byFactory ? "the static factory that @Circuit names" : "a class, not abstract, with such a constructor",
                "Add one, or name a static factory in @Circuit(factory = ...).");
    }

    private static Arguments arguments(
            Method method, List<Parameter> parameters, @Nullable Object instance, Boundary boundary) {
        List<Class<?>> types = new ArrayList<>(List.of(method.getParameterTypes()));
        List<Virtual.Slot> slots = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            slots.add(boundary.argument(parameters.get(i), types.get(i)));
        }
        if (instance != null) {
            types.addFirst(method.getDeclaringClass());
            slots.addFirst(new Virtual.Slot(0, instance));
        }
        return new Arguments(
                types,
                slots.stream().mapToLong(Virtual.Slot::bits).toArray(),
                slots.stream().map(Virtual.Slot::ref).toArray());
    }

    private TensorProgram program(
            String name, int precisionBits, Boundary boundary, Boundary.Result result, SourceLocation at) {
        Flattener flattener = new Flattener(options.maxEntries(), location -> {
            throw failure(
                    Code.LIMIT_EXCEEDED,
                    location,
                    "the model's matrices have more than " + options.maxEntries() + " entries",
                    "a smaller model, or a higher limit",
                    "Raise maxEntries if the model is meant to be that large.");
        });
        List<Symbol> symbols = result.elements().stream()
                .filter(Symbol.class::isInstance)
                .map(Symbol.class::cast)
                .toList();
        Fusion fusion = new Fusion(flattener, boundary.atoms(), new SymbolRanges(boundary.inputs()));
        List<Form> resolved = fusion.resolve(symbols);
        List<Form> forms = new ArrayList<>();
        int next = 0;
        for (Scalar element : result.elements()) {
            forms.add(
                    switch (element) {
                        case Scalar.Public p -> Form.constant(p.value(), at);
                        case Symbol s -> resolved.get(next++);
                    });
        }
        return new Vectorizer(boundary.inputs(), fusion.ranges()).program(name, precisionBits, boundary.atoms(), forms);
    }
}
