package dev.glovebox.runtime.ring;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Chooses a {@link RingBackend}. */
public final class RingBackends {
    /** The system property that forces a backend by name. */
    public static final String PROPERTY = "glovebox.backend";

    private static final System.Logger LOG = System.getLogger(RingBackends.class.getName());

    /** What was logged: each backend once, chosen or not, with the reason. */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private RingBackends() {}

    /**
     * The backend that {@value #PROPERTY} names, else the available one of highest priority. Logs once the choice and its reason, and
     * why a better one is not available.
     *
     * @throws IllegalStateException if the named one, or any, is missing or not available; the message lists what was found
     */
    public static RingBackend choose() {
        return choose(all(), System.getProperty(PROPERTY));
    }

    /** Every backend on the class path, best first. */
    public static List<RingBackend> all() {
        return ServiceLoader.load(RingBackend.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(RingBackend::priority)
                        .reversed()
                        .thenComparing(RingBackend::name))
                .toList();
    }

    static RingBackend choose(List<RingBackend> backends, @org.jspecify.annotations.Nullable String forced) {
        for (RingBackend backend : backends) {
            if (forced != null && !forced.equals(backend.name())) {
                continue;
            }
            RingBackend.Availability availability = backend.availability();
            if (availability.usable()) {
                logOnce(backend.name() + ": " + (forced == null ? availability.reason() : "forced by -D" + PROPERTY));
                return backend;
            }
            logOnce(backend.name() + " is not used: " + availability.reason());
        }
        String found = backends.stream()
                .map(b -> b.name() + " (" + b.availability().reason() + ")")
                .collect(Collectors.joining(", ", "[", "]"));
        throw new IllegalStateException("no backend " + (forced == null ? "" : "named '" + forced + "' ")
                + "is available; found " + found + ". Add glovebox-backend-java to the class path"
                + (forced == null ? "." : " or remove -D" + PROPERTY + "."));
    }

    private static void logOnce(String message) {
        if (LOGGED.add(message)) {
            LOG.log(System.Logger.Level.INFO, "backend {0}", message);
        }
    }
}
