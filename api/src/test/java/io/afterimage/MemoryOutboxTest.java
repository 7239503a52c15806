package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The check of the chain can fail, and the answers hold at the end of the numbers. */
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

    @Test
    void after_noEntryKept_isAGapThatEndsAfterTheHeadAndDoesNotOverflow() {
        Position head = new Position(1, 9, 0);
        Position last = new Position(1, Long.MAX_VALUE, 0);
        Position requested = new Position(1, 5, 0);
        assertThat(MemoryOutbox.EMPTY.after(requested, head, 1)).isEqualTo(new OutboxRead.Gap(5, 10, 9, head));
        assertThat(MemoryOutbox.EMPTY.after(requested, last, 1))
                .isEqualTo(new OutboxRead.Gap(5, Long.MAX_VALUE, Long.MAX_VALUE, last));
    }
}
