package dev.glovebox.benchmarks;

import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernels;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which backend runs, on how many threads. Every combination has a JVM of its own. */
@State(Scope.Benchmark)
public class Configuration {
    /** A name of {@link dev.glovebox.runtime.ring.RingBackend}. */
    @Param("java-vector")
    public String backend = "";

    /** A number, or "all": the threads that one operation may use. */
    @Param("1")
    public String threads = "";

    /** Opens kernels as configured. */
    RingKernels open(Ring ring) {
        apply(backend, threads);
        return RingBackends.choose().open(ring);
    }

    /** Sets the system properties that choose a backend and the number of threads. */
    static void apply(String backend, String threads) {
        System.setProperty(RingBackends.PROPERTY, backend);
        int count = threads.equals("all") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(threads);
        System.setProperty("glovebox.threads", Integer.toString(count));
    }
}
