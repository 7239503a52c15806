package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.cli.config.ConfigDecoders;
import io.afterimage.cli.mirror.config.MirrorConfigDecoders;
import io.afterimage.cli.serve.KeyDecoders;
import io.afterimage.cli.serve.config.ServeConfigDecoders;
import io.afterimage.cli.supervision.ReportDecoders;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.DecoderFuzzContract;
import java.util.ArrayList;
import java.util.List;

/** What people write into files and on command lines, and what children print. */
class CliFuzzTest extends DecoderFuzzContract {

    @Override
    protected List<Decoder<?>> decoders() {
        List<Decoder<?>> all = new ArrayList<>(List.of(storeUrl()));
        all.addAll(ConfigDecoders.all());
        all.addAll(ServeConfigDecoders.all());
        all.addAll(MirrorConfigDecoders.all());
        all.addAll(KeyDecoders.all());
        all.addAll(ReportDecoders.all());
        return all;
    }

    @Override
    protected long inputs() {
        return 2_500; // YAML is slow
    }

    private static Decoder<?> storeUrl() {
        return Decoder.ofText("store-url", Stores.onAllEngines()::parse)
                .refusing(IllegalArgumentException.class)
                .backToValue(url -> url.toString().getBytes(UTF_8))
                .seeds("rocksdb:./a/../b", "sqlite:x.db", "mysql:x", ":", "rocksdb:\0");
    }
}
