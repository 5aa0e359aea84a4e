package dev.glovebox.runtime.circuit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON forms of {@link CircuitManifest} and {@link ServerManifest}. Writing is deterministic: equal manifests give equal
 * bytes. Reading is strict: a field that is unknown, missing, twice there, null or of another type, another format version, a
 * number that cannot be, or a document above {@value #MAX_BYTES} bytes is one {@link CircuitException}.
 */
public final class ManifestJson {
    /** The format version of both manifests. */
    public static final int FORMAT_VERSION = 1;
    /** No manifest is longer. */
    public static final int MAX_BYTES = 1 << 26;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_BYTES)
                            .maxNestingDepth(32)
                            .maxNumberLength(32)
                            .maxStringLength(1 << 12)
                            .maxNameLength(1 << 12)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addMixIn(DataType.class, DataTypeKinds.class)
            .addMixIn(CircuitManifest.ResultElement.class, ResultElementKinds.class)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter WRITER =
            MAPPER.writer().with(new DefaultPrettyPrinter().withObjectIndenter(INDENT));

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = DataType.Scalar.class, name = "scalar"),
        @JsonSubTypes.Type(value = DataType.Vector.class, name = "vector"),
        @JsonSubTypes.Type(value = DataType.Matrix.class, name = "matrix"),
        @JsonSubTypes.Type(value = DataType.Tensor.class, name = "tensor"),
        @JsonSubTypes.Type(value = DataType.Structure.class, name = "record")
    })
    private interface DataTypeKinds {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = CircuitManifest.ResultElement.InSlot.class, name = "slot"),
        @JsonSubTypes.Type(value = CircuitManifest.ResultElement.Public.class, name = "public")
    })
    private interface ResultElementKinds {}

    private ManifestJson() {}

    /**
     * The client manifest as UTF-8.
     *
     * @throws CircuitException if the manifest is not consistent
     */
    public static byte[] write(CircuitManifest manifest) {
        ManifestChecks.check(manifest);
        return bytes(manifest);
    }

    /**
     * The server manifest as UTF-8.
     *
     * @throws CircuitException if the manifest is not consistent
     */
    public static byte[] write(ServerManifest manifest) {
        ManifestChecks.check(manifest);
        return bytes(manifest);
    }

    /** @throws CircuitException if the bytes are not a client manifest */
    public static CircuitManifest readCircuitManifest(byte[] json) {
        CircuitManifest manifest = read(json, CircuitManifest.class, "client manifest");
        ManifestChecks.check(manifest);
        return manifest;
    }

    /** @throws CircuitException if the bytes are not a server manifest */
    public static ServerManifest readServerManifest(byte[] json) {
        ServerManifest manifest = read(json, ServerManifest.class, "server manifest");
        ManifestChecks.check(manifest);
        return manifest;
    }

    private static byte[] bytes(Object manifest) {
        return (WRITER.writeValueAsString(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T read(byte[] json, Class<T> type, String what) {
        if (json.length > MAX_BYTES) {
            throw ManifestChecks.bad(what, json.length + " bytes", "at most " + MAX_BYTES);
        }
        try {
            JsonNode tree = MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
            JsonNode version = tree.path("formatVersion");
            if (!version.isInt() || version.intValue() != FORMAT_VERSION) {
                throw ManifestChecks.bad(
                        what,
                        version.isMissingNode() ? "no formatVersion" : "formatVersion " + version,
                        "formatVersion " + FORMAT_VERSION);
            }
            T manifest = MAPPER.treeToValue(tree, type);
            if (manifest == null) {
                throw ManifestChecks.bad(what, "null", "an object");
            }
            return manifest;
        } catch (JacksonException e) {
            throw ErrorCode.BAD_MANIFEST.error(
                    "the " + what + " cannot be read (" + e.getOriginalMessage() + ")",
                    "the file that the compiler wrote, unchanged",
                    ManifestChecks.WAY_OUT,
                    e);
        }
    }
}
