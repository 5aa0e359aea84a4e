package dev.glovebox.maven;

import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Compiles the methods of the module's main classes that are annotated with {@code @Circuit} into encrypted circuits. */
@Mojo(
        name = "compile",
        defaultPhase = LifecyclePhase.PROCESS_CLASSES,
        requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
        threadSafe = true)
public final class CompileMojo extends AbstractCircuitMojo {

    @Override
    String outputFolder() {
        return project.getBuild().getOutputDirectory();
    }

    @Override
    List<String> sourceRoots() {
        return project.getCompileSourceRoots();
    }

    @Override
    List<String> classPath() throws DependencyResolutionRequiredException {
        return union(project.getCompileClasspathElements(), project.getRuntimeClasspathElements());
    }
}
