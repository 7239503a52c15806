package io.afterimage.cli.config;

import io.afterimage.RefusedException;
import io.afterimage.cli.CommandFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A mapping in a configuration. Every key that is asked for is known from then on; {@link #end} refuses the others. Not
 * thread-safe; one thread at a time.
 */
public final class ConfigSection {

    private final ConfigPlace place;
    private final ObjectNode node;
    private final TreeSet<String> known = new TreeSet<>();

    ConfigSection(ConfigPlace place, ObjectNode node) {
        this.place = place;
        this.node = node;
    }

    /**
     * Says that everything has been asked for.
     *
     * @throws CommandFailure if there are keys that were not, naming them and the known ones
     */
    public void end() {
        List<String> unknown =
                names().stream().filter(key -> !known.contains(key)).toList();
        if (!unknown.isEmpty()) {
            throw place.at(String.join(", ", unknown))
                    .refused(
                            "one of " + String.join(", ", known),
                            unknown.size() == 1 ? "an unknown key" : "unknown keys");
        }
    }

    /**
     * A refusal of a value, for whoever finds out later than here.
     *
     * @param key its key
     * @param expected what would be right
     * @param found what is there; no secret
     * @return the failure to throw
     */
    public CommandFailure refused(String key, String expected, String found) {
        return place.at(key).refused(expected, found);
    }

    /**
     * Makes something of what was read here.
     *
     * @param <T> what is made
     * @param making may refuse what it is made of
     * @return what was made
     * @throws CommandFailure if it refused
     */
    public <T> T make(Supplier<T> making) {
        try {
            return making.get();
        } catch (RefusedException e) {
            throw place.refused("values that fit together", e);
        }
    }

    /**
     * A text that must be there, with what its {@code ${NAME}}s stand for.
     *
     * @param key its key
     * @return the text
     */
    public String text(String key) {
        return optionalText(key).orElseThrow(() -> missing(key, "a text"));
    }

    /**
     * A text, with what its {@code ${NAME}}s stand for.
     *
     * @param key its key
     * @return the text, or nothing if the key is absent
     */
    public Optional<String> optionalText(String key) {
        return value(key).map(value -> text(place.at(key), value));
    }

    /**
     * A text that must come from the environment: {@code env:NAME}, or {@code ${NAME}} somewhere in it.
     *
     * @param key its key
     * @return the text, or nothing if the key is absent
     */
    public Optional<String> secret(String key) {
        return value(key).map(value -> {
            String text = value.isString() ? value.stringValue() : "";
            String reference = text.startsWith("env:") ? "${" + text.substring("env:".length()) + "}" : text;
            if (!ConfigPlace.refers(reference)) {
                throw place.at(key)
                        .refused("a variable of the environment, as in env:API_TOKEN", "a secret in plain sight");
            }
            return place.at(key).resolve(reference);
        });
    }

    /**
     * A list of texts; a single text stands for a list of one.
     *
     * @param key its key
     * @return the texts, none if the key is absent
     */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        value(key).ifPresent(value -> {
            for (JsonNode item : value.isArray() ? value : List.of(value)) {
                texts.add(text(value.isArray() ? place.at(key).at(texts.size()) : place.at(key), item));
            }
        });
        return texts;
    }

    /**
     * A mapping from names to texts.
     *
     * @param key its key
     * @return the texts by name in the order of the file, none if the key is absent
     */
    public Map<String, String> textsByName(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        optionalSection(key).ifPresent(section -> section.names().forEach(name -> texts.put(name, section.text(name))));
        return texts;
    }

    /**
     * Secrets by names that the user chose, each from the environment at least in part.
     *
     * @param key the key of the mapping that holds them
     * @return the texts by name in the order of the file, none if the key is absent
     */
    public Map<String, String> secretsByName(String key) {
        Map<String, String> secrets = new LinkedHashMap<>();
        optionalSection(key)
                .ifPresent(section -> section.names()
                        .forEach(name -> secrets.put(
                                name, section.secret(name).orElseThrow(() -> section.missing(name, "a text")))));
        return secrets;
    }

    /**
     * A whole number.
     *
     * @param key its key
     * @param fallback what it is if the key is absent
     * @param min the smallest that is allowed
     * @param max the largest that is allowed
     * @return the number
     */
    public long number(String key, long fallback, long min, long max) {
        return number(key, min, max).orElse(fallback);
    }

    /**
     * A whole number that fits an {@code int}.
     *
     * @param key its key
     * @param min the smallest that is allowed
     * @param max the largest that is allowed
     * @return the number, or nothing if the key is absent
     */
    public Optional<Integer> optionalNumber(String key, int min, int max) {
        return number(key, min, max).map(Math::toIntExact);
    }

    private Optional<Long> number(String key, long min, long max) {
        return value(key).map(value -> {
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.longValue() < min
                    || value.longValue() > max) {
                throw place.at(key).refused("a whole number from " + min + " to " + max, shown(value));
            }
            return value.longValue();
        });
    }

    /**
     * A decimal number.
     *
     * @param key its key
     * @param fallback what it is if the key is absent
     * @param min the smallest that is allowed
     * @param max the largest that is allowed
     * @return the number
     */
    public double decimal(String key, double fallback, double min, double max) {
        return value(key)
                .map(value -> {
                    double number =
                            value.isNumber() ? value.doubleValue(Double.NaN) : Double.NaN; // where none can hold it
                    if (!(number >= min && number <= max)) {
                        throw place.at(key)
                                .refused(
                                        "a number from "
                                                + BigDecimal.valueOf(min).toPlainString() + " to "
                                                + BigDecimal.valueOf(max).toPlainString(),
                                        shown(value));
                    }
                    return number;
                })
                .orElse(fallback);
    }

    /**
     * Yes or no.
     *
     * @param key its key
     * @return true or false, or nothing if the key is absent
     */
    public Optional<Boolean> flag(String key) {
        return value(key).map(value -> {
            if (!value.isBoolean()) {
                throw place.at(key).refused("true or false", shown(value));
            }
            return value.booleanValue();
        });
    }

    /**
     * A length of time: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 7d}.
     *
     * @param key its key
     * @return the duration, or nothing if the key is absent
     */
    public Optional<Duration> duration(String key) {
        return value(key)
                .map(value -> measured(key, value, "a duration, as in 500ms, 30s, 5m, 12h, 7d", Measures::duration));
    }

    /**
     * An amount of bytes: a number, or one with a unit, as in {@code 64KiB}, {@code 16MiB}, {@code 1GiB}.
     *
     * @param key its key
     * @return the bytes, or nothing if the key is absent
     */
    public Optional<Long> bytes(String key) {
        return value(key)
                .map(value ->
                        measured(key, value, "an amount of bytes, as in 65536, 64KiB, 16MiB, 1GiB", Measures::bytes));
    }

    /**
     * One of a few words: the constants of an enum in lower case, with hyphens.
     *
     * @param <E> the enum
     * @param key its key
     * @param type the enum
     * @return the constant, or nothing if the key is absent
     */
    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return optionalText(key).map(text -> constant(key, type, text));
    }

    /**
     * Several of a few words: the constants of an enum in lower case, with hyphens; a single word stands for a list of one.
     *
     * @param <E> the enum
     * @param key its key
     * @param type the enum
     * @return the constants, none if the key is absent
     */
    public <E extends Enum<E>> Set<E> choices(String key, Class<E> type) {
        return texts(key).stream()
                .map(text -> constant(key, type, text))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
    }

    private <E extends Enum<E>> E constant(String key, Class<E> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> place.at(key).refused("one of " + words(type), shown(node.get(key))));
    }

    /**
     * A mapping that must be there.
     *
     * @param key its key
     * @return the section
     */
    public ConfigSection section(String key) {
        return optionalSection(key).orElseThrow(() -> missing(key, "a mapping"));
    }

    /**
     * A mapping.
     *
     * @param key its key
     * @return the section, or nothing if the key is absent
     */
    public Optional<ConfigSection> optionalSection(String key) {
        return value(key).map(value -> section(place.at(key), value));
    }

    /**
     * A mapping all of whose keys have defaults.
     *
     * @param key its key
     * @return the section, without any key if it is absent
     */
    public ConfigSection sectionOrEmpty(String key) {
        return optionalSection(key)
                .orElseGet(() -> new ConfigSection(place.at(key), JsonNodeFactory.instance.objectNode()));
    }

    /**
     * A list of mappings.
     *
     * @param key its key
     * @return the sections, none if the key is absent
     */
    public List<ConfigSection> list(String key) {
        List<ConfigSection> sections = new ArrayList<>();
        value(key).ifPresent(value -> {
            if (!value.isArray()) {
                throw place.at(key).refused("a list of mappings", shown(value));
            }
            value.forEach(item -> sections.add(section(place.at(key).at(sections.size()), item)));
        });
        return sections;
    }

    /**
     * Mappings by names that the user chose.
     *
     * @param key the key of the mapping that holds them
     * @return the sections by name in the order of the file, none if the key is absent
     */
    public Map<String, ConfigSection> sectionsByName(String key) {
        Map<String, ConfigSection> sections = new LinkedHashMap<>();
        optionalSection(key)
                .ifPresent(section -> section.names().forEach(name -> sections.put(name, section.section(name))));
        return sections;
    }

    /**
     * All keys, where the user chooses them.
     *
     * @return the keys in the order of the file
     */
    public List<String> names() {
        return List.copyOf(node.propertyNames());
    }

    /** The value of a key, which is known from now on; a key without a value is absent. */
    private Optional<JsonNode> value(String key) {
        known.add(key);
        return Optional.ofNullable(node.get(key)).filter(value -> !value.isNull());
    }

    private CommandFailure missing(String key, String expected) {
        return place.at(key).refused(expected, "nothing");
    }

    private static ConfigSection section(ConfigPlace at, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return new ConfigSection(at, object);
        }
        throw at.refused("a mapping", shown(value));
    }

    private static String text(ConfigPlace at, JsonNode value) {
        if (!value.isValueNode()) {
            throw at.refused("a text", shown(value));
        }
        return at.resolve(value.asString());
    }

    private <T> T measured(String key, JsonNode value, String expected, Function<String, Optional<T>> reading) {
        return (value.isValueNode() ? reading.apply(value.asString()) : Optional.<T>empty())
                .orElseThrow(() -> place.at(key).refused(expected, shown(value)));
    }

    /** A value as a message may show it: what it is, and its text where it is short and refers to no secret. */
    private static String shown(JsonNode value) {
        if (value.isObject()) {
            return "a mapping";
        }
        if (value.isArray()) {
            return "a list";
        }
        String text = value.asString();
        return ConfigPlace.refers(text) || text.length() > 80 ? "another text" : text;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words(Class<? extends Enum<?>> type) {
        return Stream.of(type.getEnumConstants()).map(ConfigSection::word).collect(Collectors.joining(", "));
    }
}
