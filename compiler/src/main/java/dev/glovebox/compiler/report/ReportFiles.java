package dev.glovebox.compiler.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes pages that hold their data: one file, no network. */
public final class ReportFiles {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private ReportFiles() {}

    /** The facts as JSON. */
    public static String json(Object facts) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(facts);
    }

    /** The report as a page. */
    public static String html(Report report) {
        return page("report.js", report);
    }

    /**
     * A page with its data in it.
     *
     * @param script a resource beside this class that draws the page
     */
    public static String page(String script, Object facts) {
        // A script element ends at the first "</": inside JSON it may be written "<\/".
        String data = JSON.writeValueAsString(facts).replace("</", "<\\/").replace("<!--", "<\\u0021--");
        return resource("page.html")
                .replace("@STYLE@", resource("page.css"))
                .replace("@CHARTS@", resource("charts.js"))
                .replace("@SCRIPT@", resource(script))
                .replace("@DATA@", data);
    }

    /** Writes {@code name.html} and {@code name.json} into a folder. */
    public static void write(Report report, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".html"), html(report));
        Files.writeString(folder.resolve(name + ".json"), json(report) + "\n");
    }

    private static String resource(String name) {
        try (InputStream in = ReportFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the compiler");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
