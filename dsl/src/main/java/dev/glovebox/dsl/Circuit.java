package dev.glovebox.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that the Glovebox compiler turns into an encrypted circuit.
 *
 * <p>The class stays ordinary Java and keeps running in the clear; that run is the circuit's reference. The method's
 * encrypted parameters carry {@link Encrypted}; its result is a {@code double}, {@code double[]}, {@code double[][]} or a
 * record of those. Fields of the model are constants of the circuit, public to the server.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Circuit {

    /**
     * The accuracy every decrypted result must reach: its absolute difference from the clear result, in exact
     * arithmetic on the same input, stays below {@code 2^-precisionBits}. Between 4 and 30. A circuit that cannot meet it
     * fails the build.
     */
    int precisionBits() default 12;

    /**
     * The name of a static method of the same class, without parameters, that returns the instance to compile. Empty: the
     * constructor without parameters makes it. Ignored for a static circuit method.
     */
    String factory() default "";

    /**
     * Representative inputs, which tell how far values inside the model really go: the name of a CSV file beside the class, with a
     * row for each input and a column for each element of all parameters in order, after an optional line of headings; or the
     * name of a static method of the same class, without parameters, that returns such rows as {@code double[][]}. The ranges of
     * the inputs stay as declared; ranges computed from them shrink to what the rows show, and a margin. Inputs that go further
     * get a wrong answer. Empty: ranges hold for every input.
     */
    String calibration() default "";

    /** What the circuit is laid out for: the answer to one request, or the number of samples in a given time. */
    Packing packing() default Packing.LATENCY;
}
