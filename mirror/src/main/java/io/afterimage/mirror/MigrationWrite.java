package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Collects what a migration writes. Confined to the migration. */
final class MigrationWrite implements MigrationContext {

    private final String decision;
    private final BatchWrite write;
    private final MirrorReader reader;
    private final LiveResultsStore store;

    MigrationWrite(Migration migration, BatchWrite write, MirrorReader reader, LiveResultsStore store) {
        this.decision = "migration " + migration.number() + ": " + migration.name();
        this.write = write;
        this.reader = reader;
        this.store = store;
    }

    @Override
    public List<ResourceInfo> resources() {
        return reader.resources();
    }

    @Override
    public Stream<MirroredRecord> records(String resource) {
        Snapshot snapshot = store.readSnapshot(MirrorQueries.records(Limits.checkResource(resource)));
        return RecordWalk.over(snapshot, resource).stream().onClose(snapshot::close);
    }

    @Override
    public Optional<MirroredRecord> record(String resource, String recordId) {
        return write.existing(Limits.checkResource(resource), Limits.checkRecordId(recordId))
                        instanceof MirroredRecord record
                ? Optional.of(record)
                : Optional.empty();
    }

    @Override
    public void apply(Delta delta) {
        Existing existing = write.existing(delta.resource(), delta.recordId());
        write.apply(delta, existing, new Resolution.Apply(decision), decision);
    }
}
