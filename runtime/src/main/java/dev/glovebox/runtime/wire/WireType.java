package dev.glovebox.runtime.wire;

import java.util.Locale;

/** The kinds of objects that travel. Codes are part of the format. */
enum WireType {
    PARAMETERS(1),
    PUBLIC_KEY(2),
    EVALUATION_KEYS(3),
    CIPHERTEXT(4),
    REQUEST(5),
    RESPONSE(6);

    private final int code;

    WireType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** How messages name it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String label(int code) {
        for (WireType type : values()) {
            if (type.code == code) {
                return type.label();
            }
        }
        return "unknown type " + code;
    }
}
