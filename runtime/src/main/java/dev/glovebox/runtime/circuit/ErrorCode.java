package dev.glovebox.runtime.circuit;

/**
 * The catalogue of {@link CircuitException} codes. Codes are stable: 1xx loading, 2xx the client's data, 3xx bytes from outside,
 * 4xx evaluation keys, 5xx secret-key files.
 */
public enum ErrorCode {
    /** The files of a circuit are not on the class path and nothing can make them. */
    CIRCUIT_NOT_BUILT(101),
    /** A class or resource changed after the circuit was compiled from it. */
    CIRCUIT_STALE(102),
    /** The files of a circuit do not belong together, or one is missing. */
    CIRCUIT_DAMAGED(103),
    /** A manifest that is not one. */
    BAD_MANIFEST(104),
    /** A constants file that is not one. */
    BAD_CONSTANTS(105),
    /** The emitted class cannot be used. */
    BAD_PROGRAM(106),
    /** The class has no such circuit method. */
    NO_SUCH_METHOD(107),
    /** The circuit cannot be compiled in this process. */
    COMPILATION_FAILED(108),
    /** Parameters that are impossible or not secure. */
    BAD_PARAMETERS(109),
    /** No backend can be used. */
    NO_BACKEND(110),

    /** Input that is not of the declared type or shape. */
    WRONG_SHAPE(201),
    /** NaN in the input. */
    NOT_A_NUMBER(202),
    /** A value outside its declared range. */
    OUTSIDE_RANGE(203),
    /** A record class that is missing, not visible, or not the one the circuit was built with. */
    BAD_RECORD(204),

    /** Bytes that do not start as Glovebox objects do. */
    NOT_GLOVEBOX(301),
    /** A version of the format that this version of Glovebox does not read. */
    WRONG_VERSION(302),
    /** An object of another kind, scheme or ring type. */
    WRONG_OBJECT(303),
    /** Made under other encryption parameters. */
    WRONG_PARAMETERS(304),
    /** Made under another secret key. */
    WRONG_KEY(305),
    /** Made for another circuit. */
    WRONG_CIRCUIT(306),
    /** Fewer or more bytes than the object has. */
    WRONG_LENGTH(307),
    /** The checksum does not match. */
    DAMAGED(308),
    /** A field has a value that it cannot have here. */
    BAD_FIELD(309),
    /** A residue is not below its modulus. */
    BAD_RESIDUE(310),

    /** An evaluation key that the circuit needs is missing, or is at too low a level. */
    MISSING_KEY(401),

    /** The password does not open the secret-key file. */
    WRONG_PASSWORD(501),
    /** A secret-key file that is not one, or of another circuit. */
    BAD_KEY_FILE(502);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** {@code GBR} and the number. */
    public String id() {
        return "GBR" + number;
    }

    /** The error {@code GBRnnn: found; expected …. way out}. */
    public CircuitException error(String found, String expected, String wayOut) {
        return new CircuitException(id(), text(found, expected, wayOut));
    }

    /** As {@link #error(String, String, String)}, with what caused it. */
    public CircuitException error(String found, String expected, String wayOut, Throwable cause) {
        return new CircuitException(id(), text(found, expected, wayOut), cause);
    }

    private static String text(String found, String expected, String wayOut) {
        return found + "; expected " + expected + ". " + wayOut;
    }
}
