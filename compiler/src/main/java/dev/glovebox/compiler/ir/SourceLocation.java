package dev.glovebox.compiler.ir;

/**
 * A line of user code.
 *
 * @param file simple file name, as in the class file's SourceFile attribute
 * @param line 1-based, or 0 if unknown
 */
public record SourceLocation(String className, String method, String file, int line) {
    public static final SourceLocation UNKNOWN = new SourceLocation("", "", "", 0);

    @Override
    public String toString() {
        return className + "." + method + "(" + file + ":" + line + ")";
    }
}
