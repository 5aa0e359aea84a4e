package dev.glovebox.backends.nativecode;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/**
 * The functions of the library, as {@code api.cpp} describes them. Addresses are plain numbers; whoever calls keeps alive what they
 * point to. Calls are ordinary ones, so a long call holds up no garbage collection.
 */
final class Functions {
    static final Allocate ALLOCATE = function("allocate", Allocate.class);
    static final Free FREE = function("free", Free.class);
    static final Open OPEN = function("open", Open.class);
    static final Free CLOSE = function("close", Free.class);
    static final Conversion CONVERSION = function("conversion", Conversion.class);
    static final StagedConversion STAGED_CONVERSION = function("staged_conversion", StagedConversion.class);
    static final Automorphism AUTOMORPHISM = function("automorphism", Automorphism.class);
    static final OnLimb IMPORT_RESIDUES = function("import_residues", OnLimb.class);
    static final OnLimb EXPORT_RESIDUES = function("export_residues", OnLimb.class);
    static final OnPolynomial ZERO = function("zero", OnPolynomial.class);
    static final OnLimbs FORWARD = function("forward", OnLimbs.class);
    static final OnLimbs BACKWARD = function("backward", OnLimbs.class);
    static final Unary IMPORT_COEFFICIENTS = function("import_coefficients", Unary.class);
    static final Unary SCALE_UP = function("scale_up", Unary.class);
    static final Binary PERMUTE = function("permute", Binary.class);
    static final Binary DIVIDE = function("divide", Binary.class);
    static final Operation POINTWISE = function("pointwise", Operation.class);
    static final Operation SCALAR = function("scalar", Operation.class);
    static final Sums SUMS = function("sums", Sums.class);
    static final ScalarSums SCALAR_SUMS = function("scalar_sums", ScalarSums.class);
    static final Unary STAGE = function("stage", Unary.class);
    static final Unary DIVIDE_ADD = function("divide_add", Unary.class);
    static final Binary DIVIDE_AUTOMORPHISM = function("divide_automorphism", Binary.class);
    static final Digits DECOMPOSE = function("decompose", Digits.class);
    static final Digits EXTEND = function("extend", Digits.class);
    static final ExtendedSums EXTENDED_SUMS = function("extended_sums", ExtendedSums.class);

    private Functions() {}

    /** Binds a function; the type is that of the one method of the interface. */
    private static <T> T function(String name, Class<T> type) {
        Method method = Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()))
                .findAny()
                .orElseThrow();
        MemoryLayout[] parameters =
                Arrays.stream(method.getParameterTypes()).map(Functions::layout).toArray(MemoryLayout[]::new);
        FunctionDescriptor descriptor = method.getReturnType() == void.class
                ? FunctionDescriptor.ofVoid(parameters)
                : FunctionDescriptor.of(layout(method.getReturnType()), parameters);
        return MethodHandleProxies.asInterfaceInstance(
                type,
                Linker.nativeLinker()
                        .downcallHandle(NativeLibrary.get().symbols().findOrThrow("glovebox_" + name), descriptor));
    }

    private static MemoryLayout layout(Class<?> type) {
        return type == int.class ? ValueLayout.JAVA_INT : ValueLayout.JAVA_LONG;
    }

    /** {@code malloc}: null where memory is short. */
    public interface Allocate {
        long call(long bytes);
    }

    public interface Free {
        void call(long address);
    }

    public interface Open {
        long call(int instructionSet, int logDegree, int count, long primes, long roots);
    }

    public interface Conversion {
        long call(long ring, int size, long digit);
    }

    public interface StagedConversion {
        long call(long ring, int first, int second, long digits);
    }

    public interface Automorphism {
        void call(long ring, int galoisElement, long blocks);
    }

    public interface OnLimb {
        void call(long ring, long polynomial, int position, long residues);
    }

    public interface OnPolynomial {
        void call(long ring, long polynomial);
    }

    public interface OnLimbs {
        void call(long ring, long polynomial, int from, int end);
    }

    public interface Unary {
        void call(long ring, long destination, long operand, int from, int end);
    }

    public interface Binary {
        void call(long ring, long a, long b, long c, int from, int end);
    }

    public interface Operation {
        void call(long ring, int operation, long destination, long a, long b, int from, int end);
    }

    public interface Sums {
        void call(long ring, long first, long second, int terms, long operands, int from, int end);
    }

    public interface ScalarSums {
        void call(long ring, long destination, int terms, long operands, long residues, int from, int end);
    }

    public interface Digits {
        void call(long ring, int count, long digits, long source, int from, int end);
    }

    public interface ExtendedSums {
        void call(
                long ring,
                int count,
                long digits,
                long source,
                long first,
                long second,
                long scratch,
                int from,
                int end);
    }
}
