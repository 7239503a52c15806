package io.afterimage.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a store is: {@code rocksdb:DIR} or {@code sqlite:FILE}. Immutable.
 *
 * @param engine the engine's name
 * @param location the directory or file
 */
public record StoreUrl(String engine, Path location) {

    /** The store that is meant where none is named. */
    public static final String DEFAULT = "rocksdb:./afterimage-data";

    /**
     * Reads a URL.
     *
     * @param text the URL
     * @return the engine's name, not yet known to exist, and the location
     * @throws IllegalArgumentException if it has no engine or no location
     */
    public static StoreUrl parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException("A store URL names an engine and a place. Expected: rocksdb:DIR or"
                    + " sqlite:FILE. Found: " + text + ".");
        }
        try {
            return new StoreUrl(text.substring(0, colon), Path.of(text.substring(colon + 1)));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("A store URL names no possible place. Found: " + text + ".", e);
        }
    }

    @Override
    public String toString() {
        return engine + ":" + location;
    }
}
