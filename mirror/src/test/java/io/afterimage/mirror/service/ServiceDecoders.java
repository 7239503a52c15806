package io.afterimage.mirror.service;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.sql.SqlFollower;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.ScratchFiles;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The requests that a mirror answers. */
public final class ServiceDecoders {

    private ServiceDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(Decoder.of("request", ServiceDecoders::answer)
                .seeds(
                        "{\"method\":\"list_records\",\"id\":7,\"params\":{\"resource\":\"people\",\"limit\":10}}",
                        "{\"method\":\"query\",\"params\":{\"sql\":\"SELECT 1\"}}",
                        "{\"method\":\"get_record\",\"id\":\"x\",\"params\":{\"record_id\":\"1\",\"resource\":\"people\"}}",
                        "{\"method\":\"counts\"}",
                        "[]"));
    }

    /** Every request has an answer, and none of them is that the service itself failed. */
    private static JsonNode answer(byte[] request) {
        JsonNode answer = JsonMapper.shared().readTree(Running.SERVICE.answer(request, Access.READ));
        if (answer.at("/error/code").asString("").equals(ErrorCode.INTERNAL.label())) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }

    /** One service for all requests, made by the first one, and gone with the process. */
    private static final class Running {

        private static final MirrorService SERVICE = open();

        private static MirrorService open() {
            MirrorStore mirror =
                    MirrorStore.over(new InMemoryLiveResultsStore()).open();
            try {
                return MirrorService.of(
                        mirror,
                        Syncer.over(mirror).open(),
                        SqlFollower.of(mirror, new ScratchFiles().empty().resolve("sql"))
                                .open());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
