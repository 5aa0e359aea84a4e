package dev.glovebox.compiler.approximation;

import java.util.Optional;

/** A polynomial for a function on one of the domains it may have. */
record Candidate(ApproximationDomain domain, DegreeSearch.Approximation found) {

    /** On a symmetric domain if there is one, unless that takes a level more than the smaller domain. */
    static Candidate of(ApproximationDomain domain, int maxDegree, double share) {
        Optional<Candidate> symmetric = domain.exact().isPresent()
                ? Optional.empty()
                : domain.symmetric().map(s -> search(s, maxDegree, share));
        if (symmetric.isPresent() && symmetric.get().found.error() <= share) {
            int degree = symmetric.get().found.degree();
            double smaller =
                    domain.domain().radius() / symmetric.get().domain.domain().radius();
            if (Approximate.depth((int) (0.95 * smaller * degree)) == Approximate.depth(degree)) {
                return symmetric.get();
            }
        }
        Candidate own = search(domain, maxDegree, share);
        return symmetric
                .filter(s -> s.found.error() <= share
                        && Approximate.depth(s.found.degree()) <= Approximate.depth(own.found.degree()))
                .orElse(own);
    }

    private static Candidate search(ApproximationDomain domain, int maxDegree, double share) {
        return new Candidate(
                domain,
                domain.exact().orElseGet(() -> domain.search(maxDegree, share).find(share)));
    }

    /** Whether it is exact or within the error. */
    boolean meets(double share) {
        return domain.exact().isPresent() || found.error() <= share;
    }
}
