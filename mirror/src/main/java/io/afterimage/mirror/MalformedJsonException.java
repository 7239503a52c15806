package io.afterimage.mirror;

import org.jspecify.annotations.Nullable;

/** JSON is not that of a delta, a record or whatever else it was read as. Nothing was changed; fix what sent it. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String member;

    MalformedJsonException(String member, String expected, String found, @Nullable Throwable cause) {
        super(
                "JSON is not what it was read as. Member: " + member + ". Expected: " + expected + ". Found: " + found
                        + ".",
                cause);
        this.member = member;
    }

    /**
     * Which member is wrong.
     *
     * @return its path, such as {@code provenance.confidence}; {@code $} for the whole
     */
    public String member() {
        return member;
    }
}
