package io.afterimage.tck.torture;

/**
 * One way to attack a store, in rounds that know nothing of each other: whatever is random in a round comes from its seed.
 * An implementation has no state, so that two rounds may run at the same time.
 */
public interface Campaign {

    /**
     * What it is called on the command line and in the table.
     *
     * @return one word in lower case
     */
    String name();

    /**
     * What it does to a store.
     *
     * @return one sentence
     */
    String attack();

    /**
     * The size of the form that every build runs.
     *
     * @return how many rounds
     */
    int smallRounds();

    /**
     * The size of the form whose figures count.
     *
     * @return how many rounds
     */
    int fullRounds();

    /**
     * Whether N rounds of it are one long round, of N units of the campaign's own choice.
     *
     * @return false where rounds are told apart by their seeds
     */
    default boolean isOneLongRound() {
        return false;
    }

    /**
     * How many rounds take the place of one, because each of them mostly waits.
     *
     * @return 1 where a round keeps the machine busy
     */
    default int roundsAtATime() {
        return 1;
    }

    /**
     * Attacks a fresh store once and reports to the round what was injected and what was found. Whatever it throws is
     * reported as {@link Harm#WRONG}.
     *
     * @param round backend, seed, directory, and where to report
     * @throws Exception whatever the campaign did not foresee
     */
    void run(Round round) throws Exception;
}
