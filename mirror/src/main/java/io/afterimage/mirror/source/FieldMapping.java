package io.afterimage.mirror.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Where an item says what a delta needs, in JSON pointers (RFC 6901). An item without what is mapped is an error, never
 * left out. Immutable.
 */
public final class FieldMapping {

    private final JsonPointer id;
    private final JsonPointer payload;
    private final @Nullable JsonPointer resource;
    private final @Nullable JsonPointer occurredAt;
    private final TimeForm timeForm;
    private final @Nullable JsonPointer deleted;
    private final @Nullable String deletedValue;

    /** How moments are written. */
    public enum TimeForm {
        /** A string such as {@code 2026-01-31T12:00:00.5+01:00}. */
        RFC_3339,
        /** A whole number of seconds since 1970 in UTC. */
        EPOCH_SECONDS,
        /** A whole number of milliseconds since 1970 in UTC. */
        EPOCH_MILLISECONDS
    }

    private FieldMapping(
            JsonPointer id,
            JsonPointer payload,
            @Nullable JsonPointer resource,
            @Nullable JsonPointer occurredAt,
            TimeForm timeForm,
            @Nullable JsonPointer deleted,
            @Nullable String deletedValue) {
        this.id = id;
        this.payload = payload;
        this.resource = resource;
        this.occurredAt = occurredAt;
        this.timeForm = timeForm;
        this.deleted = deleted;
        this.deletedValue = deletedValue;
    }

    /**
     * Items with an id; the whole item is the payload, none is deleted, and all happen when they are pulled.
     *
     * @param pointer where the record id is (a string or a whole number)
     * @return the mapping
     */
    public static FieldMapping idAt(String pointer) {
        return new FieldMapping(
                SourceJson.pointer(pointer), JsonPointer.empty(), null, null, TimeForm.RFC_3339, null, null);
    }

    /**
     * The same with a part of the item as payload.
     *
     * @param pointer where it is; a deleted item need not have it
     * @return the mapping
     */
    public FieldMapping payloadAt(String pointer) {
        return new FieldMapping(id, SourceJson.pointer(pointer), resource, occurredAt, timeForm, deleted, deletedValue);
    }

    /**
     * The same with items that name their resource, for change feeds over several.
     *
     * @param pointer where the name is (a string)
     * @return the mapping
     */
    public FieldMapping resourceAt(String pointer) {
        return new FieldMapping(id, payload, SourceJson.pointer(pointer), occurredAt, timeForm, deleted, deletedValue);
    }

    /**
     * The same with items that say when they happened.
     *
     * @param pointer where the moment is
     * @param form how it is written
     * @return the mapping
     */
    public FieldMapping occurredAt(String pointer, TimeForm form) {
        return new FieldMapping(id, payload, resource, SourceJson.pointer(pointer), form, deleted, deletedValue);
    }

    /**
     * The same with items that say that they are deleted: by anything but null, false, 0 or an empty string.
     *
     * @param pointer where they say so; where it is missing, the item is not deleted
     * @return the mapping
     */
    public FieldMapping deletedAt(String pointer) {
        return new FieldMapping(id, payload, resource, occurredAt, timeForm, SourceJson.pointer(pointer), null);
    }

    /**
     * The same with items that say that they are deleted, by one value.
     *
     * @param pointer where they say so
     * @param value the text that means deleted, such as {@code delete}
     * @return the mapping
     */
    public FieldMapping deletedAt(String pointer, String value) {
        return new FieldMapping(id, payload, resource, occurredAt, timeForm, SourceJson.pointer(pointer), value);
    }

    boolean namesResources() {
        return resource != null;
    }

    boolean tellsTime() {
        return occurredAt != null;
    }

    String id(JsonNode item) throws UnusableItemException {
        return required(item, id, "a record id");
    }

    String resource(JsonNode item, String otherwise) throws UnusableItemException {
        return resource == null ? otherwise : required(item, resource, "a resource");
    }

    private static String required(JsonNode item, JsonPointer pointer, String what) throws UnusableItemException {
        JsonNode found = item.at(pointer);
        Optional<String> text = SourceJson.scalar(found);
        if (text.isEmpty()) {
            throw new UnusableItemException(pointer, what + " (a string or a whole number)", found);
        }
        return text.get();
    }

    boolean isDeleted(JsonNode item) {
        if (deleted == null) {
            return false;
        }
        JsonNode told = item.at(deleted);
        if (deletedValue != null) {
            return told.asString("").equals(deletedValue);
        }
        boolean zero = told.isNumber() && told.decimalValue().signum() == 0;
        boolean saysNo = told.isBoolean() && !told.booleanValue();
        boolean empty = told.isString() && told.stringValue().isEmpty();
        return !SourceJson.isAbsent(told) && !zero && !saysNo && !empty;
    }

    JsonNode payload(JsonNode item) throws UnusableItemException {
        JsonNode found = item.at(payload);
        if (found.isMissingNode()) {
            throw new UnusableItemException(payload, "a payload", found);
        }
        return found;
    }

    Instant occurredAt(JsonNode item, Instant otherwise) throws UnusableItemException {
        if (occurredAt == null) {
            return otherwise;
        }
        JsonNode found = item.at(occurredAt);
        try {
            return switch (timeForm) {
                case RFC_3339 -> OffsetDateTime.parse(found.stringValue()).toInstant();
                case EPOCH_SECONDS -> Instant.ofEpochSecond(found.longValue());
                case EPOCH_MILLISECONDS -> Instant.ofEpochMilli(found.longValue());
            };
        } catch (DateTimeException | JacksonException e) {
            throw new UnusableItemException(occurredAt, "a moment as " + timeForm, found);
        }
    }

    /** An item lacks what is mapped. */
    static final class UnusableItemException extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableItemException(JsonPointer pointer, String expected, JsonNode found) {
            super("Expected: " + expected + " at \"" + pointer + "\". Found: " + found.getNodeType() + ".");
        }
    }
}
