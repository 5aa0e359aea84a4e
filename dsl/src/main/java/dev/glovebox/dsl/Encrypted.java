package dev.glovebox.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of a {@link Circuit} method, or a component of a record that is such a parameter, as data that only
 * the client ever sees.
 *
 * <p>On a parameter of a record type, the annotation stands on the parameter without attributes and on each component with
 * its own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Encrypted {

    /** Lengths of the dimensions: empty for {@code double}, one for {@code double[]}, two for {@code double[][]}. */
    int[] shape() default {};

    /** Least value of the data: one for all elements, or one for each, in row-major order. Finite. */
    double[] min() default {};

    /** Greatest value of the data: one for all elements, or one for each, in row-major order. Finite, at least {@link #min}. */
    double[] max() default {};

    /**
     * The grid of the data: values are {@code min + k·step} for whole k, as counts and categories are. One for all elements, or one
     * for each, in row-major order; 0 or none: any value in the range. Where data lie on a grid, the compiler knows how near a
     * comparison of them comes to equality, and decides it for every input. A value off the grid is refused, or rounded to the
     * grid under {@link Outside#CLAMP}.
     */
    double[] step() default {};

    /** What the client does with a value outside the range or off the grid. NaN is always refused. */
    Outside outside() default Outside.REFUSE;
}
