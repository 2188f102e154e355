package dev.scout.proxy.access;

import dev.scout.proxy.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One request on its way through: what is known of it so far, for the access log. */
public final class Visit {

    private static final Logger LOG = Logger.getLogger(Visit.class);

    private static final String KEY = Visit.class.getName();
    private static final int LONGEST_PATH = 1024;
    private static final int LONGEST_USER_AGENT = 512;

    private final UUID id = UUID.randomUUID();
    private final long startedNanos = System.nanoTime();
    private final Instant startedAt;
    private final String method;
    private final String path;
    private final @Nullable String userAgent;

    private @Nullable Caller caller;
    private @Nullable String datasetId;
    private @Nullable Integer ttlSeconds;
    private String outcome = "OK";
    private boolean databaseFailed;

    private Visit(Instant startedAt, HttpServerRequest request) {
        this.startedAt = startedAt;
        this.method = request.method().name();
        this.path = storable(request.path(), LONGEST_PATH);
        // The Lambda extension cuts header values at commas; they are one again.
        String agent = String.join(",", request.headers().getAll("User-Agent"));
        this.userAgent = agent.isEmpty() ? null : storable(agent, LONGEST_USER_AGENT);
    }

    static Visit begin(RoutingContext routing, Instant now) {
        Visit visit = new Visit(now, routing.request());
        routing.put(KEY, visit);
        return visit;
    }

    public static Visit of(RoutingContext routing) {
        Visit visit = routing.get(KEY);
        if (visit == null) {
            throw new IllegalStateException("A request came past the gate");
        }
        return visit;
    }

    /** The request in logs and problems. */
    public String instance() {
        return "urn:uuid:" + id;
    }

    String id() {
        return id.toString();
    }

    String method() {
        return method;
    }

    void admit(Caller verified) {
        caller = verified;
    }

    /** The role whose rights the request has; {@link Gate} has made sure that there is one. */
    public Role role() {
        if (caller == null) {
            throw new IllegalStateException("Nobody has been admitted");
        }
        return caller.role().orElseThrow();
    }

    public void asksFor(String wellFormedDatasetId) {
        datasetId = wellFormedDatasetId;
    }

    public void asksFor(Duration ttl) {
        ttlSeconds = (int) ttl.toSeconds();
    }

    /** Notes what the request ends with and writes to the log what a client doesn't get to read. */
    public void endsWith(ProblemException problem) {
        outcome = problem.code().name();
        if (problem.code().status() >= 500) {
            LOG.errorf(problem.getCause(), "Request %s failed: %s %s", id, problem.code(), problem.detail());
        }
    }

    /** The database has not answered: nothing more is asked of it in this request. */
    public void databaseFailed() {
        databaseFailed = true;
    }

    boolean isDatabaseFailed() {
        return databaseFailed;
    }

    String outcome() {
        return outcome;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    AccessLogEntry toLogEntry(int status) {
        AccessLogEntry entry = new AccessLogEntry();
        entry.accessedAt = startedAt;
        entry.datasetId = datasetId;
        entry.userId = caller == null ? null : caller.subject();
        entry.role = caller == null || caller.roleClaim() == null ? null : storable(caller.roleClaim(), 64);
        entry.method = storable(method, 32);
        entry.path = path;
        entry.status = status;
        entry.outcome = outcome;
        entry.ttlSeconds = ttlSeconds;
        entry.latencyMillis = (int) elapsed().toMillis();
        entry.userAgent = userAgent;
        entry.requestId = id.toString();
        return entry;
    }

    /** PostgreSQL's text holds no NUL, and nobody needs more than the beginning of what a stranger sends. */
    private static String storable(@Nullable String text, int length) {
        if (text == null) {
            return "";
        }
        String cleaned = text.replace('\0', '\uFFFD');
        if (cleaned.length() <= length) {
            return cleaned;
        }
        int end = Character.isHighSurrogate(cleaned.charAt(length - 1)) ? length - 1 : length;
        return cleaned.substring(0, end);
    }
}
