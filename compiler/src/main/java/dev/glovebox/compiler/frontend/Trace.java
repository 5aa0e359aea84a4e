package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where lifting is: the chain of inlined calls, and the diagnostics and stack traces made from it. */
final class Trace {
    private static final String LOADER = "glovebox-lifting";

    private final SourceLocation start;
    private final Set<Throwable> located = Collections.newSetFromMap(new IdentityHashMap<>());

    @Nullable
    Frame top;

    private @Nullable SourceLocation pretended;
    private List<SourceLocation> pretendedStack = List.of();

    /** @param start the circuit method, for what happens outside any frame */
    Trace(SourceLocation start) {
        this.start = start;
    }

    /** Takes an earlier line for the current one, or no longer if it is null. */
    void pretend(@Nullable SourceLocation location, List<SourceLocation> stack) {
        pretended = location;
        pretendedStack = stack;
    }

    /** The user's line. */
    SourceLocation location() {
        if (pretended != null) {
            return pretended;
        }
        for (Frame frame = top; frame != null; frame = frame.caller) {
            if (frame.code.owner.user) {
                return frame.code.location(frame.pc);
            }
        }
        return start;
    }

    /** The user's lines, innermost first. */
    List<SourceLocation> stack() {
        if (pretended != null) {
            return pretendedStack;
        }
        List<SourceLocation> stack = new ArrayList<>();
        for (Frame frame = top; frame != null; frame = frame.caller) {
            if (frame.code.owner.user) {
                stack.add(frame.code.location(frame.pc));
            }
        }
        return stack;
    }

    CompilationException failure(Code code, String found, String expected, String wayOut) {
        return new CompilationException(new Diagnostic(code, location(), found, expected, wayOut, stack()));
    }

    /** @param stack the lines, innermost first */
    CompilationException failureAt(
            List<SourceLocation> stack, Code code, String found, String expected, String wayOut) {
        SourceLocation at = stack.isEmpty() ? location() : stack.getFirst();
        return new CompilationException(new Diagnostic(code, at, found, expected, wayOut, stack));
    }

    /** Control flow of the user's program: an exception on its way to a handler. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient Object exception;

        /** The user's lines where it was thrown. */
        final transient List<SourceLocation> stack;

        private Thrown(Object exception, List<SourceLocation> stack) {
            super(null, null, false, false);
            this.exception = exception;
            this.stack = stack;
        }
    }

    /** Throws an exception of the user's program; a {@link Throwable} gets the user's stack trace, once. */
    Thrown thrown(Object exception) {
        if (exception instanceof Throwable t && located.add(t)) {
            List<StackTraceElement> elements = new ArrayList<>();
            for (StackTraceElement element : t.getStackTrace()) {
                if (LOADER.equals(element.getClassLoaderName())) {
                    elements.add(element);
                } else if (element.getClassName().equals(Natives.class.getName())) {
                    break;
                }
            }
            for (SourceLocation l : stack()) {
                elements.add(new StackTraceElement(LOADER, null, null, l.className(), l.method(), l.file(), l.line()));
            }
            t.setStackTrace(elements.toArray(StackTraceElement[]::new));
        }
        return new Thrown(exception, stack());
    }

    /** The diagnostic of an exception that nobody catches. */
    CompilationException uncaught(Object exception) {
        List<SourceLocation> stack = exception instanceof Throwable t
                ? Arrays.stream(t.getStackTrace())
                        .filter(e -> LOADER.equals(e.getClassLoaderName()))
                        .map(e -> new SourceLocation(
                                e.getClassName(),
                                e.getMethodName(),
                                e.getFileName() == null ? "" : e.getFileName(),
                                Math.max(0, e.getLineNumber())))
                        .toList()
                : List.of();
        return new CompilationException(new Diagnostic(
                Code.PUBLIC_EXCEPTION,
                stack.isEmpty() ? start : stack.getFirst(),
                "the model throws " + (exception instanceof Virtual v ? v.type().getName() : exception),
                "a model that returns normally for every encrypted input",
                "Run the model in the clear to see the same exception, and mend it there.",
                stack));
    }
}
