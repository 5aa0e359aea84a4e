package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.Opcodes;

/** Arithmetic, conversion and comparison instructions. */
final class Arithmetic {
    private final Trace trace;
    private final Algebra algebra;
    private final Decisions decisions;

    Arithmetic(Trace trace, Algebra algebra, Decisions decisions) {
        this.trace = trace;
        this.algebra = algebra;
        this.decisions = decisions;
    }

    void execute(Frame f, int opcode) {
        switch (opcode) {
            case Opcodes.INEG -> f.pushInteger(negated(f.popInteger(false)), false);
            case Opcodes.IADD,
                    Opcodes.ISUB,
                    Opcodes.IMUL,
                    Opcodes.IDIV,
                    Opcodes.IREM,
                    Opcodes.ISHL,
                    Opcodes.ISHR,
                    Opcodes.IUSHR,
                    Opcodes.IAND,
                    Opcodes.IOR,
                    Opcodes.IXOR -> ints(f, opcode);
            case Opcodes.LNEG -> {
                if (f.isEncrypted(2)) {
                    f.pushInteger(negated(f.popInteger(true)), true);
                } else {
                    f.pushLong(-f.popLong());
                }
            }
            case Opcodes.LADD,
                    Opcodes.LSUB,
                    Opcodes.LMUL,
                    Opcodes.LDIV,
                    Opcodes.LREM,
                    Opcodes.LAND,
                    Opcodes.LOR,
                    Opcodes.LXOR,
                    Opcodes.LCMP -> longs(f, opcode);
            case Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR -> shiftLong(f, opcode);
            case Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV, Opcodes.DREM -> doubles(f, opcode);
            case Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV, Opcodes.FREM -> floats(f, opcode);
            case Opcodes.DNEG -> {
                if (f.isEncrypted(2)) {
                    f.pushScalar(algebra.negate(f.popScalar(true)), true);
                } else {
                    f.pushDouble(-f.popDouble());
                }
            }
            case Opcodes.FNEG -> {
                if (f.isEncrypted(1)) {
                    f.pushScalar(algebra.negate(f.popScalar(false)), false);
                } else {
                    f.pushFloat(-f.popFloat());
                }
            }
            case Opcodes.DCMPL, Opcodes.DCMPG, Opcodes.FCMPL, Opcodes.FCMPG -> compare(f, opcode);
            default -> convert(f, opcode);
        }
    }

    private Scalar negated(Scalar a) {
        return a instanceof Scalar.Public p ? Scalar.of(-p.value()) : algebra.negate(a);
    }

    private void ints(Frame f, int opcode) {
        if (f.isEncrypted(1) || f.isEncrypted(2)) {
            Scalar b = f.popInteger(false);
            Scalar a = f.popInteger(false);
            f.pushInteger(integers(f, opcode, a, b), false);
            return;
        }
        int b = f.popInt();
        int a = f.popInt();
        f.pushInt(ints(opcode, a, b));
    }

    private int ints(int opcode, int a, int b) {
        return switch (opcode) {
            case Opcodes.IADD -> a + b;
            case Opcodes.ISUB -> a - b;
            case Opcodes.IMUL -> a * b;
            case Opcodes.IAND -> a & b;
            case Opcodes.IOR -> a | b;
            case Opcodes.IXOR -> a ^ b;
            case Opcodes.IDIV -> a / nonzero(b);
            case Opcodes.IREM -> a % nonzero(b);
            case Opcodes.ISHL -> a << b;
            case Opcodes.ISHR -> a >> b;
            default -> a >>> b;
        };
    }

    /** An operation on integers of which one depends on encrypted data; sums stay sums, and whole numbers do not overflow. */
    private Scalar integers(Frame f, int opcode, Scalar a, Scalar b) {
        boolean isProduct = opcode == Opcodes.IMUL && (a instanceof Scalar.Public || b instanceof Scalar.Public);
        Scalar result = switch (opcode) {
            case Opcodes.IADD -> algebra.add(a, b);
            case Opcodes.ISUB -> algebra.subtract(a, b);
            default ->
                isProduct ? algebra.multiply(a, b) : decisions.operate(a, b, (x, y) -> ints(opcode, (int) x, (int) y));
        };
        if (result == null && opcode == Opcodes.IMUL) {
            return algebra.multiply(a, b);
        }
        if (result == null) {
            throw new Frame.EncryptedInteger();
        }
        return result;
    }

    private int nonzero(int divisor) {
        if (divisor == 0) {
            throw trace.thrown(new ArithmeticException("/ by zero"));
        }
        return divisor;
    }

    private void longs(Frame f, int opcode) {
        if (f.isEncrypted(2) || f.isEncrypted(4)) {
            Scalar b = f.popInteger(true);
            Scalar a = f.popInteger(true);
            switch (opcode) {
                case Opcodes.LADD -> f.pushInteger(algebra.add(a, b), true);
                case Opcodes.LSUB -> f.pushInteger(algebra.subtract(a, b), true);
                case Opcodes.LMUL -> f.pushInteger(algebra.multiply(a, b), true);
                case Opcodes.LCMP -> f.pushInteger(decisions.order(a, b, 0), false);
                default -> throw new Frame.EncryptedInteger();
            }
            return;
        }
        long b = f.popLong();
        long a = f.popLong();
        if (opcode == Opcodes.LCMP) {
            f.pushInt(Long.compare(a, b));
            return;
        }
        if (b == 0 && (opcode == Opcodes.LDIV || opcode == Opcodes.LREM)) {
            throw trace.thrown(new ArithmeticException("/ by zero"));
        }
        f.pushLong(
                switch (opcode) {
                    case Opcodes.LADD -> a + b;
                    case Opcodes.LSUB -> a - b;
                    case Opcodes.LMUL -> a * b;
                    case Opcodes.LAND -> a & b;
                    case Opcodes.LOR -> a | b;
                    case Opcodes.LXOR -> a ^ b;
                    case Opcodes.LDIV -> a / b;
                    default -> a % b;
                });
    }

    private static void shiftLong(Frame f, int opcode) {
        int b = f.popInt();
        long a = f.popLong();
        f.pushLong(
                switch (opcode) {
                    case Opcodes.LSHL -> a << b;
                    case Opcodes.LSHR -> a >> b;
                    default -> a >>> b;
                });
    }

    private void doubles(Frame f, int opcode) {
        if (f.isEncrypted(2) || f.isEncrypted(4)) {
            symbolic(f, opcode - Opcodes.DADD, true);
            return;
        }
        double b = f.popDouble();
        double a = f.popDouble();
        f.pushDouble(
                switch (opcode) {
                    case Opcodes.DADD -> a + b;
                    case Opcodes.DSUB -> a - b;
                    case Opcodes.DMUL -> a * b;
                    case Opcodes.DDIV -> a / b;
                    default -> a % b;
                });
    }

    private void floats(Frame f, int opcode) {
        if (f.isEncrypted(1) || f.isEncrypted(2)) {
            symbolic(f, opcode - Opcodes.FADD, false);
            return;
        }
        float b = f.popFloat();
        float a = f.popFloat();
        f.pushFloat(
                switch (opcode) {
                    case Opcodes.FADD -> a + b;
                    case Opcodes.FSUB -> a - b;
                    case Opcodes.FMUL -> a * b;
                    case Opcodes.FDIV -> a / b;
                    default -> a % b;
                });
    }

    /** @param distance from the type's ADD instruction; the instructions of each operation lie four apart */
    private void symbolic(Frame f, int distance, boolean wide) {
        Scalar b = f.popScalar(wide);
        Scalar a = f.popScalar(wide);
        f.pushScalar(
                switch (distance / 4) {
                    case 0 -> algebra.add(a, b);
                    case 1 -> algebra.subtract(a, b);
                    case 2 -> algebra.multiply(a, b);
                    case 3 -> algebra.divide(a, b);
                    default ->
                        throw trace.failure(
                                Code.UNSUPPORTED_OPERATION,
                                "the remainder operator % has an encrypted operand",
                                "+, -, *, / or a function of Math",
                                "Reduce the value on the client, before encryption.");
                },
                wide);
    }

    private void compare(Frame f, int opcode) {
        boolean wide = opcode == Opcodes.DCMPL || opcode == Opcodes.DCMPG;
        Scalar b = f.popScalar(wide);
        Scalar a = f.popScalar(wide);
        int unordered = opcode == Opcodes.DCMPL || opcode == Opcodes.FCMPL ? -1 : 1;
        f.pushInteger(decisions.order(a, b, unordered), false);
    }

    static RuntimeException loopBound(Trace trace) {
        return trace.failure(
                Code.LOOP_BOUND_FROM_ENCRYPTED,
                "a loop's condition depends on encrypted data",
                "a number of iterations that public data determines",
                "Iterate a fixed number of times that suffices for every input.");
    }

    private void convert(Frame f, int opcode) {
        switch (opcode) {
            case Opcodes.I2L -> f.pushInteger(f.popInteger(false), true);
            case Opcodes.I2F -> f.pushScalar(f.popInteger(false), false);
            case Opcodes.I2D -> f.pushScalar(f.popInteger(false), true);
            case Opcodes.L2I, Opcodes.L2F, Opcodes.L2D -> fromLong(f, opcode);
            case Opcodes.I2B -> narrow(f, x -> (byte) x);
            case Opcodes.I2C -> narrow(f, x -> (char) x);
            case Opcodes.I2S -> narrow(f, x -> (short) x);
            case Opcodes.F2D -> f.pushScalar(f.popScalar(false), true);
            case Opcodes.D2F -> f.pushScalar(f.popScalar(true), false);
            case Opcodes.F2I, Opcodes.F2L -> toInteger(f, opcode, publicValue(f, false));
            case Opcodes.D2I, Opcodes.D2L -> toInteger(f, opcode, publicValue(f, true));
            default -> throw new IllegalStateException("not an arithmetic instruction: " + opcode);
        }
    }

    private static void fromLong(Frame f, int opcode) {
        if (!f.isEncrypted(2)) {
            long value = f.popLong();
            switch (opcode) {
                case Opcodes.L2I -> f.pushInt((int) value);
                case Opcodes.L2F -> f.pushFloat(value);
                default -> f.pushDouble(value);
            }
            return;
        }
        Scalar value = f.popInteger(true);
        if (opcode == Opcodes.L2I) {
            f.pushInteger(value, false);
        } else {
            f.pushScalar(value, opcode == Opcodes.L2D);
        }
    }

    private void narrow(Frame f, IntUnaryOperator operator) {
        if (!f.isEncrypted(1)) {
            f.pushInt(operator.applyAsInt(f.popInt()));
            return;
        }
        Scalar value = decisions.operate(f.popInteger(false), Scalar.of(0), (x, y) -> operator.applyAsInt((int) x));
        if (value == null) {
            throw new Frame.EncryptedInteger();
        }
        f.pushInteger(value, false);
    }

    private static void toInteger(Frame f, int opcode, double value) {
        if (opcode == Opcodes.F2I || opcode == Opcodes.D2I) {
            f.pushInt((int) value);
        } else {
            f.pushLong((long) value);
        }
    }

    private double publicValue(Frame f, boolean wide) {
        if (f.popScalar(wide) instanceof Scalar.Public p) {
            return p.value();
        }
        throw switch (new ControlFlow(f.code).use(f.pc)) {
            case INDEX -> index(trace);
            case LOOP_CONDITION -> loopBound(trace);
            case OTHER -> integer(trace);
        };
    }

    static RuntimeException index(Trace trace) {
        return trace.failure(
                Code.INDEX_FROM_ENCRYPTED,
                "an array's index or length depends on encrypted data",
                "a public index",
                "Use all elements, each times an encrypted weight.");
    }

    /** {@code a + b} for an int. */
    Scalar sum(Symbol a, int b) {
        return algebra.add(a, Scalar.of(b));
    }

    static RuntimeException integer(Trace trace) {
        return trace.failure(
                Code.CONVERSION_TO_INTEGER,
                "an encrypted value is converted to an integer",
                "encrypted values as double or float",
                "Keep the value a double; round it on the client, after decryption.");
    }
}
