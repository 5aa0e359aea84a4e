package dev.glovebox.runtime.circuit;

/**
 * A circuit, an input or bytes from outside that cannot be used. The message starts with a stable code ({@code GBR…}), says what
 * was found, what was expected and what to do. Nothing was changed when it is thrown.
 */
public class CircuitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public CircuitException(String code, String text) {
        super(code + ": " + text);
        this.code = code;
    }

    public CircuitException(String code, String text, Throwable cause) {
        super(code + ": " + text, cause);
        this.code = code;
    }

    /** The stable code. */
    public String code() {
        return code;
    }
}
