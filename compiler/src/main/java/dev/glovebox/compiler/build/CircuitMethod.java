package dev.glovebox.compiler.build;

/**
 * An annotated method.
 *
 * @param model binary name of its class
 */
public record CircuitMethod(String model, String method) implements Comparable<CircuitMethod> {

    /** The class without its package, and the method. */
    public String shortName() {
        return model.substring(model.lastIndexOf('.') + 1).replace('$', '.') + "." + method;
    }

    @Override
    public int compareTo(CircuitMethod other) {
        int byModel = model.compareTo(other.model);
        return byModel != 0 ? byModel : method.compareTo(other.method);
    }

    @Override
    public String toString() {
        return model + "." + method;
    }
}
