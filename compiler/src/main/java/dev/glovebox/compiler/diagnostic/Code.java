package dev.glovebox.compiler.diagnostic;

/** The catalogue of diagnostics. Codes are stable: 1xx lifting, 2xx ranges and approximation, 3xx layout, 4xx parameters, 5xx building a module. */
public enum Code {
    BRANCH_ON_ENCRYPTED(101),
    INDEX_FROM_ENCRYPTED(102),
    LOOP_BOUND_FROM_ENCRYPTED(103),
    CONVERSION_TO_INTEGER(104),
    SHARED_STATE_WRITE(105),
    UNSUPPORTED_CALL(106),
    UNSUPPORTED_TYPE(107),
    UNSUPPORTED_OPERATION(108),
    UNSUPPORTED_BOOTSTRAP(109),
    PUBLIC_EXCEPTION(110),
    LIMIT_EXCEEDED(111),
    BAD_ANNOTATION(112),
    NO_INSTANCE(113),
    LIVE_STATE(114),
    THROW_UNDER_ENCRYPTED(115),
    EFFECT_UNDER_ENCRYPTED(116),
    MISSING_RANGE(201),
    RANGE_CONTAINS_POLE(202),
    PRECISION_UNREACHABLE(203),
    UNDECIDED_COMPARISON(204),
    CALIBRATED_RANGE(205),
    BAD_CALIBRATION(206),
    TOO_MANY_SLOTS(301),
    NO_SECURE_PARAMETERS(401),
    KEYS_TOO_LARGE(402),
    PRECISION_MISSED(403),
    MODEL_NOT_LOADED(501),
    BAD_REQUEST(502),
    INTERNAL(900);

    private final int number;

    Code(int number) {
        this.number = number;
    }

    /** {@code GBC} and the number. */
    public String id() {
        return "GBC" + number;
    }
}
