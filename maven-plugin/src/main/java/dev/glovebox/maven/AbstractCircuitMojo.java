package dev.glovebox.maven;

import dev.glovebox.maven.CompilerProcess.Outcome;
import dev.glovebox.maven.CompilerProcess.ProcessFailure;
import dev.glovebox.maven.JdkLocator.MissingJdkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Compiles the circuits of one output folder, in a forked JDK. */
@SuppressWarnings("NullAway.Init")
abstract class AbstractCircuitMojo extends ForkMojo {

    /** Where ciphertexts are rescaled: {@code eager}, {@code lazy}, {@code after-sum} or {@code waterline}. */
    @Parameter(property = "glovebox.rescale")
    private @Nullable String rescale;

    /** Where products are relinearized: {@code eager}, {@code lazy} or {@code minimum}. */
    @Parameter(property = "glovebox.relinearize")
    private @Nullable String relinearize;

    /** How polynomials for functions are found: {@code minimax}, {@code chebyshev} or {@code least-squares}. */
    @Parameter(property = "glovebox.approximation")
    private @Nullable String approximation;

    /** What choices are weighed by: a backend's name, or the file of costs that were measured. */
    @Parameter(property = "glovebox.costs")
    private @Nullable String costs;

    /** How many threads one evaluation is expected to use. */
    @Parameter(property = "glovebox.plannedThreads")
    private @Nullable Integer threads;

    /** The most bytes that the evaluation keys of a circuit may have on the wire. */
    @Parameter(property = "glovebox.maxKeyBytes")
    private @Nullable Long maxKeyBytes;

    /** The greatest degree of an approximating polynomial. */
    @Parameter(property = "glovebox.maxDegree")
    private @Nullable Integer maxDegree;

    /** How many bytecode instructions may be interpreted for a circuit. */
    @Parameter(property = "glovebox.maxSteps")
    private @Nullable Long maxSteps;

    /** How many entries the affine maps of a circuit may have in total. */
    @Parameter(property = "glovebox.maxEntries")
    private @Nullable Long maxEntries;

    abstract String outputFolder();

    abstract List<String> sourceRoots();

    abstract List<String> classPath() throws DependencyResolutionRequiredException;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Circuits are not compiled: glovebox.skip is set");
            return;
        }
        String name = execution.getGoal();
        Path state = workFolder.toPath().resolve(name + "-state.json");
        if (!Files.isDirectory(Path.of(outputFolder())) && !Files.exists(state)) {
            getLog().debug("There are no classes in " + outputFolder());
            return;
        }
        Outcome outcome;
        try {
            Jdk jdk = findJdk();
            outcome = new CompilerProcess(jdk, compilerPath(), jvmArguments(), workFolder.toPath(), getLog())
                    .run(name, request(state));
        } catch (MissingJdkException | ProcessFailure e) {
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (IOException | DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("GBM003: cannot run the compiler: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("GBM004: interrupted while circuits were compiled", e);
        }
        if (outcome.failed() > 0) {
            throw new MojoFailureException(
                    outcome.failed() == 1
                            ? "A circuit cannot be compiled; the error is above."
                            : outcome.failed() + " circuits cannot be compiled; the errors are above.");
        }
        if (outcome.compiled() == 0 && outcome.current() > 0) {
            getLog().info("Circuits are up to date: " + outcome.current());
        }
    }

    private Map<String, String> request(Path state) throws DependencyResolutionRequiredException {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("output", outputFolder());
        request.put("classPath", String.join("\n", classPath()));
        request.put("sourceRoots", String.join("\n", sourceRoots()));
        request.put("state", state.toString());
        put(request, "rescale", rescale);
        put(request, "relinearize", relinearize);
        put(request, "approximation", approximation);
        put(request, "costs", costs);
        put(request, "threads", threads);
        put(request, "maxKeyBytes", maxKeyBytes);
        put(request, "maxDegree", maxDegree);
        put(request, "maxSteps", maxSteps);
        put(request, "maxEntries", maxEntries);
        return request;
    }

    private static void put(Map<String, String> request, String key, @Nullable Object value) {
        if (value != null) {
            request.put(key, value.toString());
        }
    }
}
