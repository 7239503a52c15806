package io.afterimage.reactions;

/** The bytes are CBOR, but not what was expected. It does not leave the codec that caught it. */
final class UnexpectedCborException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnexpectedCborException(String found) {
        super(found);
    }
}
