package io.afterimage.mirror.service;

import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * One method of the service. Immutable.
 *
 * @param writes whether it changes the mirror
 * @param body makes its result, or throws
 */
record Method(boolean writes, Function<Params, ObjectNode> body) {

    static Method reading(Function<Params, ObjectNode> body) {
        return new Method(false, body);
    }

    static Method writing(Function<Params, ObjectNode> body) {
        return new Method(true, body);
    }

    ObjectNode call(Params params) {
        return body.apply(params);
    }
}
