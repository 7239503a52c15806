package io.afterimage.mirror.service;

import io.afterimage.RefusedException;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.RecordPage;
import io.afterimage.mirror.ResourceCounts;
import io.afterimage.mirror.ResourceInfo;
import io.afterimage.mirror.SyncReport;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.UnknownSourceException;
import io.afterimage.mirror.sql.QueryResult;
import io.afterimage.mirror.sql.SqlFollower;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the methods do. Thread-safe. */
final class Methods {

    private static final int MAX_SYNCS_AT_ONCE = 4;
    private static final long MAX_PAGE = 1_000;
    private static final long USUAL_PAGE = 100;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final MirrorStore mirror;
    private final Syncer syncer;
    private final SqlFollower sql;
    private final Semaphore syncs = new Semaphore(MAX_SYNCS_AT_ONCE);

    Methods(MirrorStore mirror, Syncer syncer, SqlFollower sql) {
        this.mirror = mirror;
        this.syncer = syncer;
        this.sql = sql;
    }

    Map<String, Method> byName() {
        return new TreeMap<>(Map.of(
                "sync", Method.writing(this::sync),
                "query", Method.reading(this::query),
                "get_record", Method.reading(this::record),
                "list_records", Method.reading(this::records),
                "resources", Method.reading(this::resources),
                "counts", Method.reading(this::counts)));
    }

    private ObjectNode sync(Params params) {
        String source = params.text("source");
        params.end();
        if (!syncs.tryAcquire()) {
            throw new RequestFailure(
                    ErrorCode.BUSY,
                    "Too many sources are being synced. Expected: up to " + MAX_SYNCS_AT_ONCE
                            + ". Next: ask again later.");
        }
        try {
            return json(syncer.sync(source));
        } catch (UnknownSourceException e) {
            throw new RequestFailure(ErrorCode.UNKNOWN_SOURCE, String.valueOf(e.getMessage()), e);
        } catch (RefusedException alreadySyncing) {
            throw new RequestFailure(ErrorCode.BUSY, String.valueOf(alreadySyncing.getMessage()), alreadySyncing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestFailure(
                    ErrorCode.BUSY, "The sync was interrupted. What came before is committed. Next: ask again.", e);
        } finally {
            syncs.release();
        }
    }

    private static ObjectNode json(SyncReport report) {
        ObjectNode json = MAPPER.createObjectNode().put("source", report.source());
        put(json, report.total());
        json.put("batches", report.batches());
        json.put("cursor", report.cursor().orElse(null));
        ObjectNode resources = json.putObject("resources");
        report.resources().forEach((name, counts) -> put(resources.putObject(name), counts));
        return json;
    }

    private static void put(ObjectNode json, ResourceCounts counts) {
        json.put("pulled", counts.pulled()).put("applied", counts.applied()).put("skipped", counts.skipped());
    }

    private ObjectNode query(Params params) {
        String statement = params.text("sql");
        params.end();
        QueryResult found = sql.list(statement);
        ObjectNode json = MAPPER.createObjectNode();
        json.set("rows", MAPPER.valueToTree(found.objects()));
        return json.put("count", found.rows().size()).put("position", found.position());
    }

    private ObjectNode record(Params params) {
        String resource = params.text("resource");
        String recordId = params.text("record_id");
        params.end();
        Optional<MirroredRecord> found = mirror.record(resource, recordId);
        ObjectNode json = MAPPER.createObjectNode();
        return json.set("record", found.map(MirroredRecord::toJson).orElse(null));
    }

    private ObjectNode records(Params params) {
        String resource = params.text("resource");
        int limit = Math.toIntExact(params.optionalNumber("limit", 1, MAX_PAGE).orElse(USUAL_PAGE));
        Optional<String> token = params.optionalText("page");
        params.end();
        RecordPage page =
                token.isPresent() ? mirror.records(resource, token.get(), limit) : mirror.records(resource, limit);
        ObjectNode json = MAPPER.createObjectNode();
        ArrayNode records = json.putArray("records");
        page.records().forEach(record -> records.add(record.toJson()));
        return json.put("next", page.next().orElse(null));
    }

    private ObjectNode resources(Params params) {
        params.end();
        ObjectNode json = MAPPER.createObjectNode();
        ArrayNode resources = json.putArray("resources");
        for (ResourceInfo info : mirror.resources()) {
            resources
                    .addObject()
                    .put("name", info.name())
                    .put("registered_at", info.registeredAt().toString())
                    .put("records", info.records())
                    .put("events", info.events());
        }
        return json;
    }

    private ObjectNode counts(Params params) {
        Optional<String> one = params.optionalText("resource");
        params.end();
        ObjectNode json = MAPPER.createObjectNode();
        ObjectNode counts = json.putObject("counts");
        List<String> names = one.map(List::of)
                .orElseGet(() ->
                        mirror.resources().stream().map(ResourceInfo::name).toList());
        names.forEach(name -> counts.put(name, mirror.count(name)));
        return json;
    }
}
