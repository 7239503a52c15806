package io.afterimage.reactions;

import io.afterimage.Position;
import java.util.ArrayList;
import java.util.List;

/** A listener that remembers. */
final class HeardNews implements EmissionListener {

    final List<Emission> emissions = new ArrayList<>();
    final List<Position> restarts = new ArrayList<>();
    final List<String> news = new ArrayList<>();

    @Override
    public void emitted(Emission emission) {
        emissions.add(emission);
        news.add("emitted at " + text(emission.position()));
    }

    @Override
    public void restarted(Position head) {
        restarts.add(head);
        news.add("restarted at " + text(head));
    }

    private static String text(Position position) {
        return position.generation() + "/" + position.sequence() + "/" + position.configHash();
    }
}
