package dev.glovebox.maven;

import dev.glovebox.maven.JdkLocator.MissingJdkException;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** What every goal needs: a JDK new enough for the compiler, and the compiler's files. */
@SuppressWarnings("NullAway.Init")
abstract class ForkMojo extends AbstractMojo {

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution execution;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    private List<Artifact> pluginArtifacts;

    @Parameter(defaultValue = "${project.build.directory}/glovebox", readonly = true, required = true)
    File workFolder;

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
    boolean skip;

    /** Arguments of the JVM that runs the compiler, such as {@code -Xmx4g}. */
    @Parameter
    private @Nullable List<String> jvmArguments;

    /** The compiler's jars and folders. */
    List<Path> compilerPath() {
        return pluginArtifacts.stream()
                .map(artifact -> artifact.getFile().toPath())
                .toList();
    }

    List<String> jvmArguments() {
        return jvmArguments == null ? List.of() : jvmArguments;
    }

    Jdk findJdk() throws MissingJdkException {
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
