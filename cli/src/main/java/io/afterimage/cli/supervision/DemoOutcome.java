package io.afterimage.cli.supervision;

import java.util.List;
import java.util.Map;

/** What a demo found, for people and as members of one JSON document. Immutable. */
public interface DemoOutcome {

    /**
     * Whether everything was as promised.
     *
     * @return false if something was lost, doubled or different
     */
    boolean verified();

    /**
     * The outcome for people.
     *
     * @return the lines, the verdict last
     */
    List<String> lines();

    /**
     * The outcome for programs.
     *
     * @return the members of the JSON document, in order
     */
    Map<String, Object> json();
}
