package dev.glovebox.maven;

import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Compiles one circuit in every combination of the values given and compares them: {@code mvn glovebox:explore
 * -Dglovebox.model=com.example.TumorModel "-Dglovebox.arguments=--precisions 8,12 --rescales eager,lazy"}. Writes explore.csv,
 * explore.json and explore.html.
 */
@Mojo(name = "explore", requiresDependencyResolution = ResolutionScope.RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class ExploreMojo extends CommandMojo {}
