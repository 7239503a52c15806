package io.afterimage.mirror.service;

import org.jspecify.annotations.Nullable;

/** A request gets an error for an answer. It never leaves the service. */
final class RequestFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    RequestFailure(ErrorCode code, String message) {
        this(code, message, null);
    }

    RequestFailure(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
