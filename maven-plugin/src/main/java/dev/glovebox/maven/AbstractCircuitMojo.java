package dev.glovebox.maven;

import dev.glovebox.maven.CompilerProcess.Outcome;
import dev.glovebox.maven.CompilerProcess.ProcessFailure;
import dev.glovebox.maven.JdkLocator.MissingJdkException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** Compiles the circuits of one output folder, in a forked JDK. */
@SuppressWarnings("NullAway.Init")
abstract class AbstractCircuitMojo extends AbstractMojo {

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    private List<Artifact> pluginArtifacts;

    @Parameter(defaultValue = "${project.build.directory}/glovebox", readonly = true, required = true)
    private File workFolder;

    @Inject
    private ToolchainManager toolchains;

    /**
     * The JDK, of version 25 or newer, that runs the compiler. By default the first that is new enough of: the toolchain of
     * the build, toolchains.xml, the JDK that runs Maven, the environment's variables, the usual folders.
     */
    @Parameter(property = "glovebox.jdkHome")
    private @Nullable File jdkHome;

    /** Leaves circuits as they are. */
    @Parameter(property = "glovebox.skip", defaultValue = "false")
    private boolean skip;

    /** Arguments of the JVM that runs the compiler, such as {@code -Xmx4g}. */
    @Parameter
    private @Nullable List<String> jvmArguments;

    /** Where ciphertexts are rescaled: {@code eager}, {@code lazy}, {@code after-sum} or {@code waterline}. */
    @Parameter(property = "glovebox.rescale")
    private @Nullable String rescale;

    /** Where products are relinearized: {@code eager}, {@code lazy} or {@code minimum}. */
    @Parameter(property = "glovebox.relinearize")
    private @Nullable String relinearize;

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
            outcome = new CompilerProcess(
                            jdk,
                            pluginArtifacts.stream()
                                    .map(artifact -> artifact.getFile().toPath())
                                    .toList(),
                            jvmArguments == null ? List.of() : jvmArguments,
                            workFolder.toPath(),
                            getLog())
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

    private Jdk findJdk() throws MissingJdkException {
        JdkLocator locator = new JdkLocator();
        if (jdkHome != null) {
            locator.candidate("parameter jdkHome", jdkHome.toPath());
            if (locator.origin().isEmpty()) {
                getLog().warn("jdkHome is no JDK " + JdkLocator.MINIMUM + " or newer, another is looked for: "
                        + jdkHome);
            }
        }
        locator.candidate("toolchain of the build", home(toolchains.getToolchainFromBuildContext("jdk", session)));
        List<Toolchain> configured = toolchains.getToolchains(session, "jdk", Map.of());
        if (configured.isEmpty()) {
            locator.candidate("toolchains.xml", null);
        }
        for (Toolchain toolchain : configured) {
            locator.candidate("toolchains.xml", home(toolchain));
        }
        Map<String, String> environment = System.getenv();
        locator.candidate("JDK that runs Maven", Path.of(System.getProperty("java.home")))
                .variables(environment)
                .folders(JdkLocator.usualFolders(Path.of(System.getProperty("user.home")), environment));
        Jdk jdk = locator.jdk();
        getLog().debug("The compiler runs on " + jdk.home() + ", version " + jdk.version() + ", from the "
                + locator.origin());
        return jdk;
    }

    private static @Nullable Path home(@Nullable Toolchain toolchain) {
        String java = toolchain == null ? null : toolchain.findTool("java");
        if (java == null) {
            return null;
        }
        Path bin = Path.of(java).toAbsolutePath().getParent();
        return bin == null ? null : bin.getParent();
    }

    /** The lists' elements, each once, in order. */
    static List<String> union(List<String> first, List<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
