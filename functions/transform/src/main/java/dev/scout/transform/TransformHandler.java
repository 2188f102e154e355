package dev.scout.transform;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scout.ScoutException;
import dev.scout.transform.lake.Lake;
import dev.scout.transform.lake.LakeWriter;
import dev.scout.transform.run.ModelSettings;
import dev.scout.transform.run.StageRunner;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.S3Client;

/** Lambda entry: an event in, a summary out. */
@Named("transform")
@Singleton
@Startup
final class TransformHandler implements RequestStreamHandler {

    private static final Logger LOG = Logger.getLogger(TransformHandler.class);
    /** Time that is left for the answer when a stage is given up. */
    private static final long RESERVE_MILLIS = 2000;

    /** No function has more. Taken where the runtime tells no deadline, as Quarkus' event server for tests does not: the time left then overflows. */
    private static final long LONGEST_MILLIS = Duration.ofMinutes(15).toMillis();

    private final ObjectMapper json = new ObjectMapper();
    private final Clock clock = Clock.systemUTC();
    private final Transform transform;

    @Inject
    TransformHandler(DataSource dataSource, TransformConfig config, S3Client s3) {
        Lake lake = config.lakeBucket()
                .<Lake>map(bucket -> new LakeWriter(s3, bucket, config.workDirectory(), clock))
                .orElse(Lake.NONE);
        this.transform = new Transform(new StageRunner(
                dataSource,
                clock,
                zone(config.timeZone()),
                config.lockWait(),
                new ModelSettings(config.basketMinSupport(), config.kAnonymity()),
                lake));
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        try {
            TransformEvent event = TransformEvent.parse(read(input));
            json.writeValue(output, transform.run(event, deadline(context)));
        } catch (ScoutException e) {
            // The runtime logs the exception itself.
            LOG.errorf("transform failed with %s (retryable: %s)", e.code(), e.retryable());
            throw e;
        }
    }

    private Instant deadline(Context context) {
        long left = context.getRemainingTimeInMillis();
        return clock.instant().plusMillis(left > 0 ? Math.max(0, left - RESERVE_MILLIS) : LONGEST_MILLIS);
    }

    private JsonNode read(InputStream input) throws IOException {
        try {
            return json.readTree(input);
        } catch (JsonProcessingException e) {
            throw new ScoutException("INVALID_EVENT", false, "The event is not JSON.", e);
        }
    }

    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalStateException(
                    "SCOUT_TIME_ZONE is \"" + name + "\", which is not a time zone such as Asia/Manila.", e);
        }
    }
}
