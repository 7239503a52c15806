package io.afterimage.mirror.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.mirror.source.StaleCursorException;
import io.afterimage.tck.fuzz.Decoder;
import java.util.List;

/** Where a mirror has stopped reading a table. */
public final class JdbcDecoders {

    private static final String WAY = "jdbc by REV, ID";

    private JdbcDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(Decoder.ofText("jdbc-cursor", text -> JdbcCursor.parse(text, WAY))
                .refusing(StaleCursorException.class)
                .backToValue(cursor -> cursor.toText().getBytes(UTF_8))
                .seeds(
                        "{\"v\":1,\"way\":\"jdbc by REV, ID\",\"at\":[{\"n\":\"1.50\"},{\"f\":\"0.1\"},"
                                + "{\"s\":\"a\\\"b\"},{\"u\":\"00000000-0000-0001-0000-000000000002\"},"
                                + "{\"d\":\"2026-01-31\"},{\"l\":\"2026-01-31T12:00:00.000001\"},"
                                + "{\"m\":\"2026-01-31T12:00+01:00\"}],\"rest\":true,\"probe\":\"t\","
                                + "\"probed\":\"2026-03-01T12:00:00Z\"}",
                        JdbcCursor.start(WAY).toText()));
    }
}
