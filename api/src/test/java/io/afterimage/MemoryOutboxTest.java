package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The check of the chain can fail. */
class MemoryOutboxTest {

    private static final byte[] DATA = {1};

    @Test
    void problems_ofAWholeChain_areNone() {
        MemoryOutbox outbox =
                MemoryOutbox.EMPTY.append(4, 5, DATA).append(5, 9, DATA).append(9, 10, DATA);
        assertThat(outbox.problems(10)).isEmpty();
        assertThat(outbox.trim(Retention.ofEntries(1)).problems(10)).isEmpty();
        assertThat(MemoryOutbox.EMPTY.problems(10)).isEmpty();
    }

    @Test
    void problems_ofAChainWithAHole_nameIt() {
        MemoryOutbox outbox = MemoryOutbox.EMPTY.append(4, 5, DATA).append(6, 7, DATA);
        assertThat(outbox.problems(7)).singleElement().asString().contains("Expected: entry 6", "Found: entry 5");
    }

    @Test
    void problems_ofAChainThatEndsElsewhere_nameTheHead() {
        MemoryOutbox outbox = MemoryOutbox.EMPTY.append(4, 5, DATA);
        assertThat(outbox.problems(6)).singleElement().asString().contains("Expected: 6", "Found: 5");
    }
}
