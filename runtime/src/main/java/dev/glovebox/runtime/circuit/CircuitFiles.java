package dev.glovebox.runtime.circuit;

/** Where the compiler puts what it makes of a circuit method, and the loader finds it; relative to the class path. */
public record CircuitFiles(String model, String method) {

    /** Binary name of the emitted class, in the model's package. */
    public String programClass() {
        return model + "$$" + method;
    }

    public String programPath() {
        return programClass().replace('.', '/') + ".class";
    }

    /** The folder of everything else. */
    public String folder() {
        return "META-INF/glovebox/" + model + "/" + method + "/";
    }

    /** {@link CircuitManifest} as JSON: what a client needs, without weights. */
    public String clientManifest() {
        return folder() + "client.json";
    }

    /** Hashes of everything the circuit was compiled from, as JSON: what a server checks. */
    public String serverManifest() {
        return folder() + "server.json";
    }

    public String constants() {
        return folder() + "constants.bin";
    }

    /** Text of a stage: {@code tensor}, {@code slot} or {@code circuit}. */
    public String text(String stage) {
        return folder() + stage + ".gbx";
    }
}
