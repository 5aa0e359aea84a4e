package dev.glovebox.runtime.circuit;

/** A circuit whose files were found, belong together and are not older than their sources. */
public record LoadedCircuit(CircuitManifest manifest, Constants constants, CircuitProgram program) {
    /** @throws CircuitException {@link ErrorCode#BAD_CONSTANTS} if the constants read inputs that the signature has not */
    public LoadedCircuit {
        int size = manifest.signature().inputSize();
        for (PublicProgram.Step step : constants.publics().steps()) {
            if (step instanceof PublicProgram.Input input && input.element() >= size) {
                throw ErrorCode.BAD_CONSTANTS.error(
                        "the constants file reads the public element " + input.element(),
                        "one of the " + size + " elements of the parameters",
                        ManifestChecks.WAY_OUT);
            }
        }
    }
}
