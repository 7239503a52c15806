package io.afterimage.cli.supervision;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.tck.fuzz.Decoder;
import java.util.List;
import java.util.Map;

/** What a supervised child prints. */
public final class ReportDecoders {

    private ReportDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(Decoder.ofText("report", ChildReport::parse)
                .refusing(DemoFailure.class)
                .backToValue(report -> report.line().getBytes(UTF_8))
                .seeds(
                        new ChildReport.Restored(7, Map.of("rows", 3L)).line(),
                        new ChildReport.Acknowledged(-1).line(),
                        new ChildReport.Finished().line()));
    }
}
