package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.approximation.Approximate;
import dev.glovebox.compiler.schedule.Scheduler;
import java.util.ArrayList;

/** Names of policies, for help and completion. */
final class Policies {
    private Policies() {}

    /** Rescale policies. */
    static final class Rescale extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Rescale() {
            super(Scheduler.RESCALE_POLICIES);
        }
    }

    /** Ways to find polynomials. */
    static final class Approximation extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Approximation() {
            super(Approximate.names());
        }
    }

    /** Relinearisation policies. */
    static final class Relinearize extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Relinearize() {
            super(Scheduler.RELINEARIZE_POLICIES);
        }
    }
}
