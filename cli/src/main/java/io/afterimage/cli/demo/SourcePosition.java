package io.afterimage.cli.demo;

import java.nio.ByteBuffer;

/**
 * Where the change stream resumes: the source position that every commit carries. Immutable.
 *
 * @param event how many events of the stream are done; the number of the last one
 * @param day the epoch day of that event
 * @param eventsOfDay how many events of that day are done
 */
record SourcePosition(long event, int day, int eventsOfDay) {
    /** The source id under which it is stored. */
    static final String SOURCE_ID = "tpch";

    static final SourcePosition START = new SourcePosition(0, TpchTables.FIRST_DAY, 0);

    SourcePosition after(OrderEvent next) {
        return new SourcePosition(event + 1, next.day(), next.day() == day ? eventsOfDay + 1 : 1);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                .putLong(event)
                .putInt(day)
                .putInt(eventsOfDay)
                .array();
    }

    static SourcePosition of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new SourcePosition(in.getLong(), in.getInt(), in.getInt());
    }
}
