package dev.glovebox.runtime.circuit;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

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

    private static final String KIND = "kind";

    /** What the property {@value #KIND} says of a record that is one of several. */
    private static final Map<Class<?>, String> KINDS = Map.of(
            DataType.Scalar.class, "scalar",
            DataType.Vector.class, "vector",
            DataType.Matrix.class, "matrix",
            DataType.Tensor.class, "tensor",
            DataType.Structure.class, "record",
            CircuitManifest.ResultElement.InSlot.class, "slot",
            CircuitManifest.ResultElement.Public.class, "public");

    private static final ClassValue<List<Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
    };

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = KIND)
    private interface Kinds {}

    /** Binding takes long to start, and the compiler only writes. */
    private static final class Reader {
        static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxDocumentLength(MAX_BYTES)
                                .maxNestingDepth(32)
                                .maxNumberLength(32)
                                .maxStringLength(1 << 12)
                                .maxNameLength(1 << 12)
                                .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .addMixIn(DataType.class, Kinds.class)
                .addMixIn(CircuitManifest.ResultElement.class, Kinds.class)
                .registerSubtypes(KINDS.entrySet().stream()
                        .map(kind -> new NamedType(kind.getKey(), kind.getValue()))
                        .toArray(NamedType[]::new))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
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
    }

    /** Indents objects. */
    private static final class Layout extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

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

    private static byte[] bytes(Record manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(new Layout(), bytes)) {
            write(manifest, json);
            json.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    private static void write(Object value, JsonGenerator json) {
        switch (value) {
            case Record record -> {
                json.writeStartObject();
                String kind = KINDS.get(record.getClass());
                if (kind != null) {
                    json.writeStringProperty(KIND, kind);
                }
                for (Method accessor : ACCESSORS.get(record.getClass())) {
                    json.writeName(accessor.getName());
                    write(value(accessor, record), json);
                }
                json.writeEndObject();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, entry) -> {
                    json.writeName(name.toString());
                    write(entry, json);
                });
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(element -> write(element, json));
                json.writeEndArray();
            }
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean bit -> json.writeBoolean(bit);
            default -> json.writeString(value.toString());
        }
    }

    private static Object value(Method accessor, Record record) {
        try {
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("manifests are public records", e);
        }
    }

    private static <T> T read(byte[] json, Class<T> type, String what) {
        if (json.length > MAX_BYTES) {
            throw ManifestChecks.bad(what, json.length + " bytes", "at most " + MAX_BYTES);
        }
        try {
            JsonNode tree = Reader.MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
            JsonNode version = tree.path("formatVersion");
            if (!version.isInt() || version.intValue() != FORMAT_VERSION) {
                throw ManifestChecks.bad(
                        what,
                        version.isMissingNode() ? "no formatVersion" : "formatVersion " + version,
                        "formatVersion " + FORMAT_VERSION);
            }
            T manifest = Reader.MAPPER.treeToValue(tree, type);
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
