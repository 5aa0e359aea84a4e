package dev.glovebox.service;

import dev.glovebox.dsl.Outside;
import dev.glovebox.runtime.circuit.CircuitFiles;
import dev.glovebox.runtime.circuit.CircuitIds;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.ConstantsFile;
import dev.glovebox.runtime.circuit.DataType;
import dev.glovebox.runtime.circuit.ManifestJson;
import dev.glovebox.runtime.circuit.ServerManifest;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files that a build would leave for {@link RiskModel}, in a folder with a class loader of its own. */
final class CircuitFolder {
    static final String MODEL = "dev.glovebox.service.RiskModel";
    static final CircuitFiles FILES = new CircuitFiles(MODEL, "risk");
    private static final String MODEL_PATH = MODEL.replace('.', '/');

    private final Path root;

    CircuitFolder(Path root) {
        this.root = root;
    }

    /** The classes of the model without a circuit. */
    CircuitFolder withModel() {
        write(MODEL_PATH + ".class", classBytes(MODEL_PATH));
        write(MODEL_PATH + "$Answer.class", classBytes(MODEL_PATH + "$Answer"));
        return this;
    }

    /** Everything that a build leaves. */
    CircuitFolder built() {
        withModel();
        files(manifest(11)).forEach(this::write);
        return this;
    }

    CircuitFolder write(String path, byte[] bytes) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CircuitFolder delete(String path) throws IOException {
        Files.delete(root.resolve(path));
        return this;
    }

    byte[] read(String path) throws IOException {
        return Files.readAllBytes(root.resolve(path));
    }

    /** The model, loaded from this folder before the tests' own class path. */
    Class<?> model() throws ClassNotFoundException {
        return new FolderFirst(root).loadClass(MODEL);
    }

    static byte[] classBytes(String path) {
        try (InputStream in = CircuitFolder.class.getClassLoader().getResourceAsStream(path + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SortedMap<String, byte[]> files(CircuitManifest draft) {
        return files(draft, classBytes(FILES.programClass().replace('.', '/')));
    }

    static SortedMap<String, byte[]> files(CircuitManifest draft, byte[] program) {
        byte[] constants = ConstantsFile.write(
                new Constants(List.of(SlotVector.of(weights()), SlotVector.of(RiskModel.BIAS)), List.of()));
        CircuitManifest manifest = CircuitIds.assign(draft, program, constants);
        ServerManifest server = new ServerManifest(
                1,
                manifest.circuitId(),
                "0.1.0",
                new TreeMap<>(Map.of(
                        MODEL_PATH + ".class",
                        CircuitIds.sha256(classBytes(MODEL_PATH)),
                        "not/there.class",
                        CircuitIds.NONE)));
        return new TreeMap<>(Map.of(
                FILES.programPath(),
                program,
                FILES.constants(),
                constants,
                FILES.clientManifest(),
                ManifestJson.write(manifest),
                FILES.serverManifest(),
                ManifestJson.write(server)));
    }

    /** The weights of t ∈ [-1, 1], which is x/4, or age/50 - 1. */
    private static double[] weights() {
        double[] w = RiskModel.WEIGHTS;
        return new double[] {4 * w[0], 4 * w[1], 4 * w[2], w[3]};
    }

    static CircuitManifest manifest(int logDegree) {
        ElementRange[] ranges = new ElementRange[4];
        for (int i = 0; i < 3; i++) {
            ranges[i] = new ElementRange("cell[" + i + "]", -4, 4, Outside.REFUSE);
        }
        CircuitSignature signature = new CircuitSignature(
                MODEL,
                "risk",
                List.of(
                        new CircuitSignature.Parameter(
                                "cell", new DataType.Vector(3), List.of(ranges[0], ranges[1], ranges[2])),
                        new CircuitSignature.Parameter(
                                "age", new DataType.Scalar(), List.of(new ElementRange("age", 0, 100, Outside.CLAMP)))),
                new DataType.Structure(
                        MODEL + "$Answer",
                        List.of(
                                new DataType.Component("score", new DataType.Scalar()),
                                new DataType.Component("twice", new DataType.Vector(2)),
                                new DataType.Component("version", new DataType.Scalar()))));
        return new CircuitManifest(
                1,
                CircuitIds.NONE,
                signature,
                10,
                new ParameterSpec(logDegree, List.of(List.of(49), List.of(40), List.of(40)), List.of(49), 3, 40, true),
                4,
                1,
                List.of(new CircuitManifest.InputCiphertext(2, 4, List.of(0, 1, 2, 3))),
                List.of(
                        new CircuitManifest.OutputCiphertext(1, 1),
                        new CircuitManifest.OutputCiphertext(0, 1),
                        new CircuitManifest.OutputCiphertext(1, 1)),
                List.of(
                        new ResultElement.InSlot(0, 0),
                        new ResultElement.InSlot(1, 0),
                        new ResultElement.InSlot(2, 0),
                        new ResultElement.Public(1)),
                new CircuitManifest.KeyRequirement(1, new TreeMap<>(Map.of(1, 1, 2, 1)), -1),
                new CircuitManifest.Summary(2, 1, 2, 0, 20, List.of()));
    }

    /** Defines the folder's classes itself and leaves everything else to the tests' loader. */
    private static final class FolderFirst extends URLClassLoader {
        FolderFirst(Path root) {
            super(new URL[] {url(root)}, CircuitFolder.class.getClassLoader());
        }

        private static URL url(Path root) {
            try {
                return root.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null
                        && name.startsWith(MODEL)
                        && findResource(name.replace('.', '/') + ".class") != null) {
                    loaded = findClass(name);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }

        @Override
        public URL getResource(String name) {
            URL own = findResource(name);
            return own == null ? super.getResource(name) : own;
        }
    }
}
