package io.afterimage.mirror;

import java.time.Instant;

/** That a migration was applied. Immutable. */
record MigrationMark(int number, String name, String checksum, Instant appliedAt) {

    private static final int FORMAT_VERSION = 1;

    byte[] encode() {
        return new FieldWriter(FORMAT_VERSION)
                .putText(name)
                .putText(checksum)
                .putMoment(appliedAt)
                .toBytes();
    }

    static MigrationMark decode(long number, byte[] row) {
        FieldReader fields = BucketCodec.reader(MirrorQueries.MIGRATIONS, number, row, FORMAT_VERSION);
        if (number != (int) number) {
            throw fields.damaged("the number " + Long.toUnsignedString(number), null);
        }
        MigrationMark mark = new MigrationMark((int) number, fields.getText(), fields.getText(), fields.getMoment());
        fields.end();
        return mark;
    }

    String identity() {
        return "name " + name + ", checksum \"" + checksum + "\"";
    }
}
