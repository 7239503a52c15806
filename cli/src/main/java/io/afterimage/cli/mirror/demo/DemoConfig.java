package io.afterimage.cli.mirror.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration with which the demo's mirror follows the origin: a change feed, and lists in three styles. */
final class DemoConfig {

    /** The source whose cursor is the number of the last change. */
    static final String FEED = "shop-changes";

    private static final String TEXT = """
            mirror:
              events: {count: 10000000, age: 365d}
            follow:
              pause: 50ms
            sources:
              shop-changes:
                type: http
                read: feed
                url: ${API}/changes
                resource: changes
                resourceAt: /resource
                items: /changes
                id: /id
                payload: /data
                occurredAt: /changed_at
                deletedAt: /op
                deletedValue: delete
                paging: {style: cursor, parameter: since, at: /next, moreAt: /more}
                retry: {attempts: 12, firstPause: 5ms}
              artists:
                type: http
                url: ${API}/artists
                resource: artists
                id: /artist_id
                occurredAt: /updated_at
                paging: {style: link}
                retry: {attempts: 12, firstPause: 5ms}
              albums:
                type: http
                url: ${API}/albums
                resource: albums
                items: /data
                id: /album_id
                occurredAt: /updated_at
                paging: {style: cursor, parameter: cursor, at: /next_cursor}
                retry: {attempts: 12, firstPause: 5ms}
              genres:
                type: http
                url: ${API}/genres
                resource: genres
                items: /data
                id: /genre_id
                occurredAt: /updated_at
                paging: {style: numbered, sizeParameter: size, size: 10}
                retry: {attempts: 12, firstPause: 5ms}
              media_types:
                type: http
                url: ${API}/media_types
                resource: media_types
                items: /data
                id: /media_type_id
                occurredAt: /updated_at
                paging: {style: numbered, sizeParameter: size, size: 10}
                retry: {attempts: 12, firstPause: 5ms}
              playlists:
                type: http
                url: ${API}/playlists
                resource: playlists
                items: /data
                id: /playlist_id
                occurredAt: /updated_at
                paging: {style: numbered, sizeParameter: size, size: 10}
                retry: {attempts: 12, firstPause: 5ms}
            """;

    private DemoConfig() {}

    /** Writes it, for an origin on a port of this machine. */
    static Path write(Path directory, int port) {
        try {
            return Files.writeString(
                    directory.resolve("mirror.yaml"), TEXT.replace("${API}", "http://127.0.0.1:" + port + "/api"));
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's configuration cannot be written. Where: " + directory + ".", e);
        }
    }
}
