package io.afterimage.mirror;

/**
 * Decides what a delta does to what the mirror holds. The built-in ones are in {@link ConflictStrategies}.
 *
 * <p>A strategy is asked inside the mirror's one writer lane, about one delta after the other, and again if the batch must
 * be planned anew: it should be quick, must not call the mirror, and must depend on nothing but its arguments. If it throws, the whole batch fails and nothing is written.
 */
public interface ConflictStrategy {

    /**
     * Decides about one delta.
     *
     * @param existing what the mirror holds under the record's id; see {@link Existing}
     * @param incoming the delta
     * @return what to do
     */
    Resolution resolve(Existing existing, Delta incoming);

    /**
     * The strategy's name in logs and events.
     *
     * @return a short name, such as {@code last-write-wins}
     */
    String label();
}
