package dev.glovebox.compiler.ir;

/** A closed interval of reals; {@code lo ≤ hi}, never NaN; may be infinite. */
public record Interval(double lo, double hi) {
    public Interval {
        if (!(lo <= hi)) {
            throw new IllegalArgumentException("not an interval: [" + lo + ", " + hi + "]");
        }
    }

    public static Interval point(double x) {
        return new Interval(x, x);
    }

    public boolean contains(double x) {
        return lo <= x && x <= hi;
    }

    public Interval hull(Interval other) {
        return new Interval(Math.min(lo, other.lo), Math.max(hi, other.hi));
    }

    /**
     * What both contain.
     *
     * @throws IllegalArgumentException if they are disjoint
     */
    public Interval intersect(Interval other) {
        return new Interval(Math.max(lo, other.lo), Math.min(hi, other.hi));
    }

    public double middle() {
        return lo / 2 + hi / 2;
    }

    public double radius() {
        return hi / 2 - lo / 2;
    }

    /** Greatest |x|. */
    public double magnitude() {
        return Math.max(Math.abs(lo), Math.abs(hi));
    }

    public boolean isFinite() {
        return Double.isFinite(lo) && Double.isFinite(hi);
    }

    @Override
    public String toString() {
        return "[" + lo + ", " + hi + "]";
    }
}
