package dev.glovebox.compiler.build;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files that circuits have in a module's output folder. */
final class OutputFolder {
    private final Path root;

    OutputFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Writes the files that differ from what is there, so that unchanged ones keep their time; returns their hashes. */
    SortedMap<String, String> write(SortedMap<String, byte[]> files) throws IOException {
        SortedMap<String, String> hashes = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = resolve(file.getKey());
            if (!Files.isRegularFile(path) || !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            hashes.put(file.getKey(), Hashes.of(file.getValue()));
        }
        return hashes;
    }

    boolean holds(SortedMap<String, String> hashes) throws IOException {
        for (Map.Entry<String, String> file : hashes.entrySet()) {
            Path path = resolve(file.getKey());
            if (!Files.isRegularFile(path) || !Hashes.of(path).equals(file.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Deletes the files, and the folders that this leaves empty. */
    void delete(Collection<String> files) throws IOException {
        for (String file : files) {
            Path path = resolve(file);
            Files.deleteIfExists(path);
            deleteEmpty(path.getParent());
        }
    }

    private void deleteEmpty(@Nullable Path folder) throws IOException {
        if (folder == null || folder.equals(root)) {
            return;
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return;
        }
        deleteEmpty(folder.getParent());
    }

    private Path resolve(String file) {
        Path path = root.resolve(file).normalize();
        if (!path.startsWith(root) || path.equals(root)) {
            throw new IllegalArgumentException("Not a file in " + root + ": " + file);
        }
        return path;
    }
}
