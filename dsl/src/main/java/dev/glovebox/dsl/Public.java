package dev.glovebox.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of a {@link Circuit} method as public data that the server supplies with each evaluation: a threshold, a
 * mask, fresh weights. It is not encrypted, and the client has no part in it. A {@code double} parameter without any annotation
 * is public too, with the range [-1, 1].
 *
 * <p>What is the same for every evaluation is better a field of the model, which the compiler knows.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Public {

    /** Lengths of the dimensions, as in {@link Encrypted#shape}. */
    int[] shape() default {};

    /** Least value of the data: one for all elements, or one for each, in row-major order. Finite. */
    double[] min() default -1;

    /** Greatest value of the data: one for all elements, or one for each, in row-major order. Finite, at least {@link #min}. */
    double[] max() default 1;
}
