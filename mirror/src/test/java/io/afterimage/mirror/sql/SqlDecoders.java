package io.afterimage.mirror.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.ScratchFiles;
import java.nio.ByteBuffer;
import java.util.List;

/** What people ask, and the file that they ask. */
public final class SqlDecoders {

    private static final int MOST_BYTES = 2_000;

    private SqlDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(statement(), header());
    }

    /** What was found to be one query is one query, and the same. */
    private static Decoder<?> statement() {
        return Decoder.ofText("sql", text -> SqlText.of(text, MOST_BYTES))
                .refusing(QueryException.class)
                .backToValue(sql -> sql.statement().getBytes(UTF_8))
                .seeds(
                        "SELECT 'a''b', \"x\"\"y\", [z], `w` FROM t -- c\n WHERE 1.5e3 > 2 /* d */ ;; ",
                        "EXPLAIN QUERY PLAN WITH x AS (SELECT 1) SELECT * FROM x",
                        "VALUES (x'00', 1); DELETE FROM t");
    }

    private static Decoder<?> header() {
        ScratchFiles files = new ScratchFiles();
        byte[] ours = new byte[72];
        ByteBuffer.wrap(ours).put("SQLite format 3\0".getBytes(UTF_8));
        return Decoder.of(
                        "follower-header",
                        input -> FollowerHeader.isFollower(
                                FollowerFile.at(files.with("follower", input).resolve("follower"))))
                .refusing(RefusedException.class, NewerFormatException.class)
                .seeds(new byte[0], ours);
    }
}
