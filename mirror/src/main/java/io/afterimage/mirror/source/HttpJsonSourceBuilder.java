package io.afterimage.mirror.source;

import io.afterimage.RefusedException;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.Provenance;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/** Says what an {@link HttpJsonSource} reads and on which terms. Not thread-safe; one thread at a time. */
public final class HttpJsonSourceBuilder {

    private static final int MAX_BODY_BYTES = 16 << 20;
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_LISTED = 1_000_000;
    private static final int MOST_LISTED = 50_000_000;
    private static final int PATIENCE_WITH_LISTS = 3;
    private static final int PATIENCE_WITH_FEEDS = 100;
    private static final long MAX_PAGES = 1_000_000;

    private final String id;
    private final String resource;
    private final URI address;
    private final Mode mode;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Credentials credentials = new Credentials();

    private JsonPointer itemsAt = JsonPointer.empty();
    private FieldMapping fields = FieldMapping.idAt("/id");
    private Paging paging = Paging.single();
    private double confidence = Provenance.FULL_CONFIDENCE;
    private @Nullable MirrorStore mirror;
    private boolean etagOfFirstPage;
    private boolean deletesVanished;
    private int passesUntilGone;
    private int maxListed = MAX_LISTED;
    private long maxPages = MAX_PAGES;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private int maxBodyBytes = MAX_BODY_BYTES;
    private int maxRedirects = MAX_REDIRECTS;
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private @Nullable RateLimit rateLimit;
    private SourceTime time = SourceTime.system();
    private @Nullable RandomGenerator random;
    private @Nullable HttpClient client;

    enum Mode {
        LIST,
        FEED
    }

    HttpJsonSourceBuilder(String id, String resource, URI address, Mode mode) {
        this.id = Provenance.of(id).source();
        this.resource = Objects.requireNonNull(resource, "resource");
        this.address = Addresses.check(address);
        this.mode = mode;
    }

    /**
     * Where the items of a page are. Default: the page is the array.
     *
     * @param pointer a JSON pointer to an array
     * @return this
     */
    public HttpJsonSourceBuilder itemsAt(String pointer) {
        itemsAt = SourceJson.pointer(pointer);
        return this;
    }

    /**
     * Where an item says what a delta needs. Default: its id at {@code /id}, the whole item as payload.
     *
     * @param fields the mapping
     * @return this
     */
    public HttpJsonSourceBuilder fields(FieldMapping fields) {
        this.fields = fields;
        return this;
    }

    /**
     * How one gets from page to page. Default: there is one page.
     *
     * @param paging the way
     * @return this
     */
    public HttpJsonSourceBuilder paging(Paging paging) {
        this.paging = paging;
        return this;
    }

    /**
     * How far its deltas are trusted. Default: fully.
     *
     * @param confidence from 0 to 1
     * @return this
     */
    public HttpJsonSourceBuilder confidence(double confidence) {
        this.confidence = confidence;
        return this;
    }

    /**
     * What a list is compared with: the mirror its deltas are applied to.
     *
     * @param mirror the mirror
     * @return this
     */
    public HttpJsonSourceBuilder comparedWith(MirrorStore mirror) {
        this.mirror = mirror;
        return this;
    }

    /**
     * Deletes records of this source that the list no longer shows. How many passes in a row must miss one depends on the
     * paging: one where the paging cannot hide a record, else two.
     *
     * @return this
     */
    public HttpJsonSourceBuilder deletingVanished() {
        deletesVanished = true;
        return this;
    }

    /**
     * Deletes records of this source that a number of passes in a row did not show.
     *
     * @param passes how many (1 to 10)
     * @return this
     */
    public HttpJsonSourceBuilder deletingVanishedAfter(int passes) {
        passesUntilGone = checkRange("passes", passes, 1, 10);
        deletesVanished = true;
        return this;
    }

    /**
     * How many records a list may have where vanished ones are deleted; 21 to 43 bytes are kept for each. Default: a million.
     *
     * @param records how many (1 to 50,000,000)
     * @return this
     */
    public HttpJsonSourceBuilder maxListed(int records) {
        maxListed = checkRange("records", records, 1, MOST_LISTED);
        return this;
    }

    /**
     * How many pages a walk may have before it counts as endless. Default: a million.
     *
     * @param pages how many (1 or more)
     * @return this
     */
    public HttpJsonSourceBuilder maxPages(int pages) {
        maxPages = checkRange("pages", pages, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * Says that a list of several pages has not changed where its first page has not. For lists that show the newest first.
     * The ETag of a list of one page, and of a feed's last page, is used in any case.
     *
     * @return this
     */
    public HttpJsonSourceBuilder etagOfFirstPageStandsForAll() {
        etagOfFirstPage = true;
        return this;
    }

    /**
     * Sends a header with every request, wherever redirects lead.
     *
     * @param name its name
     * @param value its value; no credential
     * @return this
     */
    public HttpJsonSourceBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /**
     * Sends a header with a credential, to the origin of the first page only.
     *
     * @param name its name
     * @param value gives the value, for each request anew
     * @return this
     */
    public HttpJsonSourceBuilder secretHeader(String name, Supplier<String> value) {
        credentials.header(name, value);
        return this;
    }

    /**
     * Sends a bearer token, to the origin of the first page only.
     *
     * @param token gives the token, for each request anew
     * @return this
     */
    public HttpJsonSourceBuilder bearer(Supplier<String> token) {
        return secretHeader("Authorization", () -> "Bearer " + token.get());
    }

    /**
     * Sends a parameter with a credential, to the origin of the first page only; it is taken out of links.
     *
     * @param name its name
     * @param value gives the value, for each request anew
     * @return this
     */
    public HttpJsonSourceBuilder secretParameter(String name, Supplier<String> value) {
        credentials.parameter(name, value);
        return this;
    }

    /**
     * How long a request may take, to the last byte of its answer. Default: 30 seconds.
     *
     * @param timeout the time (more than 0)
     * @return this
     */
    public HttpJsonSourceBuilder requestTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new RefusedException("A request's timeout must leave time. Found: " + timeout + ".");
        }
        requestTimeout = timeout;
        return this;
    }

    /**
     * How long an answer may be, compressed or not. Default: 16 MiB.
     *
     * @param bytes how many (1 or more)
     * @return this
     */
    public HttpJsonSourceBuilder maxBodyBytes(int bytes) {
        maxBodyBytes = checkRange("bytes", bytes, 1, Integer.MAX_VALUE - 16);
        return this;
    }

    /**
     * How many redirects are followed for one request. Default: 5.
     *
     * @param redirects how many (0 to 20)
     * @return this
     */
    public HttpJsonSourceBuilder maxRedirects(int redirects) {
        maxRedirects = checkRange("redirects", redirects, 0, 20);
        return this;
    }

    /**
     * What follows a failed request. Default: {@link RetryPolicy#DEFAULT}.
     *
     * @param retry the policy
     * @return this
     */
    public HttpJsonSourceBuilder retry(RetryPolicy retry) {
        this.retry = retry;
        return this;
    }

    /**
     * How many requests are made. Default: no limit but the server's.
     *
     * @param rateLimit the limit
     * @return this
     */
    public HttpJsonSourceBuilder rateLimit(RateLimit rateLimit) {
        this.rateLimit = rateLimit;
        return this;
    }

    /**
     * What time it is, and how to let some pass. Default: the machine's.
     *
     * @param time the time
     * @return this
     */
    public HttpJsonSourceBuilder time(SourceTime time) {
        this.time = time;
        return this;
    }

    /**
     * Where the jitter of pauses comes from.
     *
     * @param random the generator
     * @return this
     */
    public HttpJsonSourceBuilder random(RandomGenerator random) {
        this.random = random;
        return this;
    }

    /**
     * What makes the requests, for proxies and certificates. Default: a client of its own.
     *
     * @param client a client that follows no redirects by itself
     * @return this
     */
    public HttpJsonSourceBuilder client(HttpClient client) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new RefusedException("The client follows redirects, and would take credentials along. Expected:"
                    + " Redirect.NEVER. Found: " + client.followRedirects() + ".");
        }
        this.client = client;
        return this;
    }

    /**
     * Builds the source. Nothing is asked yet.
     *
     * @return the source
     * @throws RefusedException if what was said does not fit together
     */
    public HttpJsonSource build() {
        HttpReading reading = reading();
        HttpTerms terms = terms();
        if (mode == Mode.FEED) {
            require(paging.followsFeeds(), "a feed is followed by cursor", paging.label());
            require(!deletesVanished, "a feed tells what is deleted", "deletingVanished");
            return new HttpJsonSource(id, reading.way(), new FeedReader(reading, terms));
        }
        require(!fields.namesResources(), "a list has one resource", "resourceAt");
        MirrorStore compared = mirror;
        if (compared == null) {
            throw new RefusedException(
                    "A list is compared with the mirror. Source: " + id + ". Next: name the mirror by comparedWith.");
        }
        return new HttpJsonSource(id, reading.way(), new ListReader(reading, terms, compared));
    }

    private HttpReading reading() {
        int passes = passesUntilGone > 0 ? passesUntilGone : paging.passesUntilGone();
        int patience = mode == Mode.LIST ? PATIENCE_WITH_LISTS : PATIENCE_WITH_FEEDS;
        return new HttpReading(
                mode.name().toLowerCase(Locale.ROOT) + " by " + paging.label(),
                address,
                paging,
                itemsAt,
                new Items(fields, resource, new Provenance(id, confidence)),
                etagOfFirstPage || paging instanceof SinglePage,
                deletesVanished ? passes : 0,
                maxListed,
                new PageWatch.Patience(patience, PATIENCE_WITH_FEEDS, maxPages));
    }

    private HttpTerms terms() {
        credentials.checkNames(headers);
        return new HttpTerms(
                address,
                client == null ? ownClient() : client,
                Map.copyOf(headers),
                credentials.copy(),
                requestTimeout,
                maxBodyBytes,
                maxRedirects,
                retry,
                rateLimit,
                time,
                random == null ? () -> ThreadLocalRandom.current().nextLong() : random);
    }

    private HttpClient ownClient() {
        boolean plain = address.getScheme().equalsIgnoreCase("http"); // where an upgrade confuses old servers
        return HttpClient.newBuilder()
                .version(plain ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
                .connectTimeout(requestTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private void require(boolean fits, String expected, String found) {
        if (!fits) {
            throw new RefusedException("The source's settings do not fit together. Source: " + id + ". Expected: "
                    + expected + ". Found: " + found + ".");
        }
    }

    private static int checkRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new RefusedException("A source's limit is outside its range. Expected: " + least + " to " + most + " "
                    + what + ". Found: " + value + ".");
        }
        return value;
    }
}
