package io.afterimage.drasi.view;

import io.afterimage.drasi.DrasiRow;
import io.afterimage.drasi.RawJson;
import io.afterimage.drasi.RowIdentity;
import io.afterimage.drasi.UnusableLineException;
import io.afterimage.tck.fuzz.Decoder;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

/** The answer of a view service. */
public final class ViewDecoders {

    private static final int MOST_ROW_BYTES = 1_000;

    private ViewDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(
                Decoder.of("view", ViewDecoders::read)
                        .refusing(ViewException.class, UnusableLineException.class)
                        .seeds(
                                "[{\"header\":{\"sequence\":3,\"timestamp\":5}},{\"data\":{\"id\":1}},{\"data\":[2]}]",
                                "[{\"header\":{\"sequence\":3,\"generation\":1,\"identity\":{\"version\":1,\"kind\":\"columns\","
                                        + "\"columns\":[\"id\"]}}},{\"signature\":\"18446744073709551615\",\"data\":{\"id\":1}}]"));
    }

    private static List<Object> read(byte[] input) {
        List<Object> read = new ArrayList<>();
        ViewParser view = new ViewParser("q", new ByteArrayInputStream(input), MOST_ROW_BYTES);
        read.add(view.header());
        while (view.next()) {
            read.add(view.signature());
            read.add(DrasiRow.keyed(RowIdentity.ByFullRow.BY_FULL_ROW, RawJson.parse(view.data()), 1));
        }
        return read;
    }
}
