package dev.glovebox.maven;

import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Compiles the methods of the module's test classes that are annotated with {@code @Circuit} into encrypted circuits. */
@Mojo(
        name = "test-compile",
        defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class TestCompileMojo extends AbstractCircuitMojo {

    @Override
    String outputFolder() {
        return project.getBuild().getTestOutputDirectory();
    }

    @Override
    List<String> sourceRoots() {
        return union(project.getTestCompileSourceRoots(), project.getCompileSourceRoots());
    }

    @Override
    List<String> classPath() throws DependencyResolutionRequiredException {
        return project.getTestClasspathElements();
    }
}
