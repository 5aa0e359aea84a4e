package dev.glovebox.compiler.ir.text;

/** A text that is no program of the stage that was asked for. */
public final class IrSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String found;
    private final String expected;

    /**
     * @param line 1-based
     * @param column 1-based
     */
    IrSyntaxException(int line, int column, String found, String expected) {
        super("line " + line + ", column " + column + ": found " + found + ", expected " + expected);
        this.line = line;
        this.column = column;
        this.found = found;
        this.expected = expected;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
