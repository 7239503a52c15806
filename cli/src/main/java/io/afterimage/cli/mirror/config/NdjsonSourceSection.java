package io.afterimage.cli.mirror.config;

import io.afterimage.cli.config.ConfigSection;
import io.afterimage.mirror.source.NdjsonLimits;
import io.afterimage.mirror.source.NdjsonSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads the section of a file of deltas. */
final class NdjsonSourceSection {

    private NdjsonSourceSection() {}

    static SourceRecipe read(String id, ConfigSection section) {
        Path file = file(section);
        NdjsonLimits usual = NdjsonLimits.DEFAULT;
        NdjsonLimits limits = section.make(() -> new NdjsonLimits(
                section.optionalNumber("batch", 1, 1_000_000).orElse(usual.maxDeltas()),
                bytes(section, "maxBatch", usual.maxBatchBytes()),
                bytes(section, "maxLine", usual.maxLineBytes())));
        section.end();
        return mirror -> NdjsonSource.file(id, file, limits);
    }

    private static Path file(ConfigSection section) {
        String name = section.text("file");
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw section.refused("file", "a file", name);
        }
    }

    private static int bytes(ConfigSection section, String key, int usual) {
        return (int) Math.min(Integer.MAX_VALUE, section.bytes(key).orElse((long) usual));
    }
}
