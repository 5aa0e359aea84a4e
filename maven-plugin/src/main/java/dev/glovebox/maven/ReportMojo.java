package dev.glovebox.maven;

import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes a page about each circuit of the project, and the same facts as JSON; with {@code -Dglovebox.arguments=--run}, measured. */
@Mojo(name = "report", requiresDependencyResolution = ResolutionScope.RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class ReportMojo extends CommandMojo {}
