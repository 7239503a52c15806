package io.afterimage.reactions;

/** The bytes are well-formed, but not what was expected. It does not leave the codec that caught it. */
final class UnexpectedBytesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnexpectedBytesException(String found) {
        super(found);
    }
}
