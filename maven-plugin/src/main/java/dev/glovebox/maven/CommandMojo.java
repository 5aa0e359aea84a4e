package dev.glovebox.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Runs a command of the compiler's command line on a circuit of this project. */
@SuppressWarnings("NullAway.Init")
abstract class CommandMojo extends ForkMojo {
    private static final String MAIN = "dev.glovebox.compiler.cli.GloveboxCommand";

    /** The circuit: a class, or a method as {@code com.example.TumorModel.malignancy}. By default all of the project. */
    @Parameter(property = "glovebox.model")
    private @Nullable String model;

    /** Further arguments of the command, separated by spaces; {@code --help} tells them all. */
    @Parameter(property = "glovebox.arguments", defaultValue = "")
    private @Nullable String arguments;

    /** Where the files go. */
    @Parameter(property = "glovebox.output", defaultValue = "${project.build.directory}/glovebox")
    private File output;

    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    private String classes;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Nothing is done: glovebox.skip is set");
            return;
        }
        try {
            // The compiler's own classes come first; a backend of the project lets circuits run encrypted.
            List<Path> path = new ArrayList<>(compilerPath());
            List<String> projectPath = ForkMojo.union(List.of(classes), project.getRuntimeClasspathElements());
            projectPath.forEach(entry -> path.add(Path.of(entry)));
            int exit = new CompilerProcess(findJdk(), path, jvmArguments(), workFolder.toPath(), getLog())
                    .runCommand(execution.getGoal(), MAIN, command(projectPath));
            if (exit != 0) {
                throw new MojoFailureException("glovebox " + execution.getGoal() + " failed; the reason is above.");
            }
        } catch (JdkLocator.MissingJdkException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (IOException | DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("GBM003: cannot run the compiler: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("GBM004: interrupted while the compiler was running", e);
        }
    }

    private List<String> command(List<String> projectPath) {
        List<String> command = new ArrayList<>(List.of(
                execution.getGoal(),
                model == null ? classes : model,
                "-cp",
                String.join(File.pathSeparator, projectPath),
                "-d",
                output.toString()));
        if (arguments != null && !arguments.isBlank()) {
            command.addAll(List.of(arguments.trim().split("\\s+")));
        }
        return command;
    }
}
