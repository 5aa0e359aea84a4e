package dev.glovebox.dsl;

/** What a client does with a value outside its declared range. */
public enum Outside {
    /** Encryption fails and names the element, its value and the range. */
    REFUSE,
    /** The value is replaced by the nearer end of the range. */
    CLAMP
}
