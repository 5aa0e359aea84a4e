package dev.glovebox.compiler.range;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Sound and tight bounds of a function of one variable and of its slope on an interval.
 *
 * <p>Branch and bound over subintervals: each is bounded by interval arithmetic, by the mean value form, and, where the slope has
 * one sign, by its ends (Moore, Kearfott and Cloud, Introduction to Interval Analysis, 2009, chapters 6 and 11). So several
 * occurrences of the variable, as in t/(1 + exp(-t)), cost no width, and a divisor that never vanishes is recognised although its
 * parts vary.
 */
public final class ExpressionBounds {
    /** Boxes that one bound may take. */
    private static final int BOXES = 4000;

    /** Boxes that the search for a point outside the domain may take. */
    private static final int DOMAIN_BOXES = 20_000;

    /** A box narrower than this part of the interval that is still outside the domain counts as a pole. */
    private static final double NARROWEST = 0x1p-40;

    /** Boxes are split until a bound exceeds a value that is taken by no more than this part of the range. */
    private static final double TOLERANCE = 0x1p-12;

    /** The same for bounds of the slope. */
    private static final double SLOPE_TOLERANCE = 0x1p-5;

    private final Tape tape;
    private final Interval domain;
    private final List<Box> boxes = new ArrayList<>();

    /**
     * An interval of the variable with the bounds of the function on it.
     *
     * @param attained bounds of the value in the middle
     */
    private record Box(Interval x, Jet jet, Interval attained) {}

    /** The part of an interval that a function is used on, and its range there. */
    record Used(Interval part, Interval range) {}

    private ExpressionBounds(Tape tape, Interval domain) {
        this.tape = tape;
        this.domain = domain;
        subdivideUntilDefined();
    }

    /**
     * The range of a function on a finite interval.
     *
     * @throws RuntimeException an {@link OutsideDomainException} if the function has a pole, or is not defined, on the interval
     */
    static Interval range(Tape tape, Interval domain) {
        return new ExpressionBounds(tape, domain).range();
    }

    /** Whether the function is shown to be defined and bounded on all of a finite interval. */
    public static boolean isDefined(Tape tape, Interval domain) {
        try {
            return range(tape, domain).isFinite();
        } catch (OutsideDomainException e) {
            return false;
        }
    }

    /** The range of a function on a finite interval, or empty if it is not defined and bounded there. */
    public static Optional<Interval> rangeIfDefined(Expression function, Interval domain) {
        try {
            return Optional.of(range(Tape.of(function), domain)).filter(Interval::isFinite);
        } catch (OutsideDomainException e) {
            return Optional.empty();
        }
    }

    /**
     * A bound of |f(x) - f(y)| / |x - y| on a finite interval; infinite if there is none, or if the function is not defined on all
     * of it.
     */
    public static double lipschitz(Tape tape, Interval domain) {
        try {
            ExpressionBounds bounds = new ExpressionBounds(tape, domain);
            return bounds.greatest(
                    box -> box.jet.slope().magnitude(),
                    box -> {
                        Interval slope = box.jet.slope();
                        return slope.contains(0) ? 0 : Math.min(Math.abs(slope.lo()), Math.abs(slope.hi()));
                    },
                    Double.NEGATIVE_INFINITY,
                    bound -> SLOPE_TOLERANCE * Math.abs(bound));
        } catch (OutsideDomainException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /**
     * Points between which a function is shown to stay within a tolerance of straight lines, so that samples there miss no narrow
     * peak; or, if that takes more than {@code most} points, those that matter most.
     *
     * @return ascending, with both ends; only the ends if the function is not defined on all of the interval
     */
    public static double[] tellingPoints(Tape tape, Interval domain, double tolerance, int most) {
        List<Double> points = new ArrayList<>(List.of(domain.lo(), domain.hi()));
        try {
            ExpressionBounds bounds = new ExpressionBounds(tape, domain);
            PriorityQueue<Box> queue = new PriorityQueue<>(
                    Comparator.comparingDouble(ExpressionBounds::bend).reversed());
            queue.addAll(bounds.boxes);
            bounds.boxes.forEach(box -> points.add(box.x.hi()));
            while (points.size() < most && !queue.isEmpty() && bend(queue.element()) > tolerance) {
                Box top = queue.remove();
                if (!bounds.narrow(top.x)) {
                    points.add(middle(top.x).lo());
                    halves(top.x).forEach(half -> queue.add(bounds.box(half)));
                }
            }
        } catch (OutsideDomainException e) {
            return new double[] {domain.lo(), domain.hi()};
        }
        return points.stream().mapToDouble(x -> x).sorted().distinct().toArray();
    }

    /** Bounds how far the function leaves the chord between the ends of a box. */
    private static double bend(Box box) {
        Interval slope = box.jet.slope();
        Interval value = box.jet.value();
        double bySlope = (box.x.hi() - box.x.lo()) * (slope.hi() - slope.lo()) / 2;
        double byValue = value.hi() - value.lo();
        return Double.isNaN(bySlope) ? byValue : Math.min(bySlope, byValue);
    }

    /**
     * The part of an interval to use as the domain, and the range there: the interval itself if the function is defined there; else, if it is a root or
     * a power that is passed at an end by no more than {@code slack}, the rest.
     *
     * @throws RuntimeException an {@link OutsideDomainException} if there is none
     */
    static Used onDefinedPart(Tape tape, Interval domain, double slack) {
        try {
            return new Used(domain, range(tape, domain));
        } catch (OutsideDomainException e) {
            if (e.edge() && domain.hi() - domain.lo() > 4 * slack) {
                double lo = domain.lo() < 0 && domain.lo() + slack >= 0 ? 0 : domain.lo() + slack;
                double hi = domain.hi() > 0 && domain.hi() - slack <= 0 ? 0 : domain.hi() - slack;
                List<Interval> parts =
                        List.of(new Interval(lo, domain.hi()), new Interval(domain.lo(), hi), new Interval(lo, hi));
                for (Interval part : parts) {
                    if (isDefined(tape, part)) {
                        return new Used(part, range(tape, part));
                    }
                }
            }
            throw e;
        }
    }

    private Interval range() {
        Interval first = tape.range(Interval.point(domain.lo()));
        Interval last = tape.range(Interval.point(domain.hi()));
        Interval hull = boxes.getFirst().jet.value();
        for (Box box : boxes) {
            hull = hull.hull(box.jet.value());
        }
        double tolerance = TOLERANCE * Math.min(hull.hi() - hull.lo(), Double.MAX_VALUE);
        double hi = greatest(
                box -> box.jet.value().hi(), box -> box.attained.lo(), Math.max(first.lo(), last.lo()), _ -> tolerance);
        double lo = -greatest(
                box -> -box.jet.value().lo(),
                box -> -box.attained.hi(),
                Math.max(-first.hi(), -last.hi()),
                _ -> tolerance);
        return new Interval(lo, hi);
    }

    /**
     * A bound of {@code upper} over all boxes.
     *
     * @param attained a value that is taken in a box
     * @param known a value that is taken
     * @param tolerance by which a bound may exceed the greatest value
     */
    private double greatest(
            ToDoubleFunction<Box> upper, ToDoubleFunction<Box> attained, double known, DoubleUnaryOperator tolerance) {
        PriorityQueue<Box> queue =
                new PriorityQueue<>(Comparator.comparingDouble(upper).reversed());
        queue.addAll(boxes);
        double best = known;
        for (Box box : boxes) {
            best = Math.max(best, attained.applyAsDouble(box));
        }
        for (int count = boxes.size(); count < BOXES; count++) {
            Box top = queue.element();
            double bound = upper.applyAsDouble(top);
            if (bound - best <= tolerance.applyAsDouble(bound) || narrow(top.x)) {
                break;
            }
            queue.remove();
            for (Interval half : halves(top.x)) {
                Box box = box(half);
                best = Math.max(best, attained.applyAsDouble(box));
                queue.add(box);
            }
        }
        return upper.applyAsDouble(queue.element());
    }

    private void subdivideUntilDefined() {
        Deque<Interval> pending = new ArrayDeque<>();
        pending.push(domain);
        for (int count = 0; !pending.isEmpty(); count++) {
            Interval x = pending.pop();
            try {
                boxes.add(box(x));
            } catch (OutsideDomainException e) {
                if (narrow(x) || count > DOMAIN_BOXES) {
                    throw e.at(x.contains(0) ? 0 : middle(x).lo());
                }
                List<Interval> halves = halves(x);
                pending.push(halves.get(1));
                pending.push(halves.get(0));
            }
        }
    }

    /** Bounds a subinterval in all three ways. */
    private Box box(Interval x) {
        Jet jet = tape.evaluate(x);
        Interval value = jet.value();
        if (x.lo() == x.hi()) {
            return new Box(x, jet, value);
        }
        Interval middle = middle(x);
        Interval attained = tape.range(middle);
        if (jet.slope().lo() >= 0 || jet.slope().hi() <= 0) {
            value = intersect(value, tape.range(Interval.point(x.lo())).hull(tape.range(Interval.point(x.hi()))));
        } else if (jet.slope().isFinite()) {
            Interval around = Intervals.multiply(jet.slope(), Intervals.subtract(x, middle));
            value = intersect(value, Intervals.add(attained, around));
        }
        return new Box(x, new Jet(value, jet.slope()), attained);
    }

    private static Interval intersect(Interval a, Interval b) {
        double lo = Math.max(a.lo(), b.lo());
        double hi = Math.min(a.hi(), b.hi());
        return lo <= hi ? new Interval(lo, hi) : a;
    }

    private boolean narrow(Interval x) {
        return x.hi() - x.lo() <= NARROWEST * (domain.hi() - domain.lo()) || Math.nextUp(Math.nextUp(x.lo())) >= x.hi();
    }

    private static Interval middle(Interval x) {
        return Interval.point(Math.clamp(x.middle(), x.lo(), x.hi()));
    }

    private static List<Interval> halves(Interval x) {
        double middle = middle(x).lo();
        return List.of(new Interval(x.lo(), middle), new Interval(middle, x.hi()));
    }
}
