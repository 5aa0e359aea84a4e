package dev.glovebox.compiler.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An object of a JSON text: its values are objects, lists, strings and numbers. Read by the token, as the first use of a library
 * that binds records takes a good part of a compilation.
 */
final class JsonObject {
    private final Map<String, Object> values = new HashMap<>();

    /** @throws tools.jackson.core.JacksonException if the text is not JSON of such values */
    static JsonObject read(byte[] json) {
        try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return object(in);
        }
    }

    private static JsonObject object(JsonParser in) {
        JsonObject object = new JsonObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            object.values.put(name, value(in));
        }
        return object;
    }

    private static Object value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(in));
                }
                yield list;
            }
            case VALUE_STRING -> in.getString();
            default -> in.getDoubleValue();
        };
    }

    String string(String name) {
        return get(name, String.class);
    }

    double number(String name) {
        return get(name, Double.class);
    }

    int integer(String name) {
        return (int) number(name);
    }

    double[] numbers(String name) {
        return list(name, Double.class).stream().mapToDouble(x -> x).toArray();
    }

    List<JsonObject> objects(String name) {
        return list(name, JsonObject.class);
    }

    private <T> List<T> list(String name, Class<T> type) {
        List<T> list = new ArrayList<>();
        for (Object value : get(name, List.class)) {
            list.add(cast(name, value, type));
        }
        return list;
    }

    private <T> T get(String name, Class<T> type) {
        return cast(name, values.get(name), type);
    }

    private static <T> T cast(String name, @Nullable Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("'" + name + "' is " + value + ", expected a " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
