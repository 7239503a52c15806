package io.afterimage.cli.torture;

import io.afterimage.tck.torture.CampaignResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where figures are kept: what a campaign leaves as comma-separated values is drawn beside them. Immutable.
 *
 * @param path an existing directory
 */
record FigureDirectory(Path path) {

    /** Draws the figures of a campaign, if it has left some; gives the picture. */
    Optional<Path> draw(CampaignResult result) throws IOException {
        String name = result.campaign() + "-" + result.backend();
        Path values = path.resolve(name + ".csv");
        if (!Files.exists(values)) {
            return Optional.empty();
        }
        FigureTable table = FigureTable.read(values);
        String conditions = String.format(
                Locale.ROOT,
                "%.0f s, seed %d, %d faults, %d findings.",
                table.seconds(),
                result.seed(),
                result.faults(),
                result.findings().size());
        Path picture = path.resolve(name + ".svg");
        FigurePlot.draw(
                table, "What a " + result.campaign() + " of " + result.backend() + " takes", conditions, picture);
        return Optional.of(picture);
    }
}
