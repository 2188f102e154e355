package dev.scout.publisher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scout.ScoutException;
import dev.scout.publisher.snapshot.Publication;
import dev.scout.runs.Layer;
import dev.scout.runs.RunLog;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Publishes the datasets on a schedule or when somebody asks; answers with the manifest's summary. */
@Named("publisher")
public final class PublisherHandler implements RequestStreamHandler {

    private static final Logger LOG = Logger.getLogger(PublisherHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PIPELINE = "publisher";

    private final Publication publication;
    private final RunLog runs;

    @Inject
    PublisherHandler(Publication publication, RunLog runs) {
        this.publication = publication;
        this.runs = runs;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(JSON.writeValueAsBytes(publish(input)));
    }

    JsonNode publish(InputStream input) throws IOException {
        UUID run = runs.start(Layer.DATASETS, PIPELINE);
        try {
            PublishSummary summary = publication.run(PublishRequest.of(event(input)));
            JsonNode answer = summary.toJson();
            runs.succeed(run, summary.rowCount(), 0, answer.toString());
            LOG.infof(
                    "Run %s %s: %d datasets, %d objects put",
                    run,
                    summary.status(),
                    summary.outcomes().size(),
                    summary.uploaded().size());
            return answer;
        } catch (ScoutException e) {
            LOG.errorf(
                    e.getCause(),
                    "Run %s failed: %s (retryable: %s): %s",
                    run,
                    e.code(),
                    e.retryable(),
                    e.getMessage());
            recordFailure(run, String.valueOf(e.getMessage()));
            throw e;
        } catch (RuntimeException e) {
            LOG.errorf(e, "Run %s failed in a way that nobody foresaw", run);
            recordFailure(
                    run,
                    "The publisher failed unexpectedly: " + e.getClass().getSimpleName() + ". Its log says where.");
            throw e;
        }
    }

    private static JsonNode event(InputStream input) throws IOException {
        try {
            return JSON.readTree(input);
        } catch (JsonProcessingException e) {
            throw new ScoutException(PublishRequest.INVALID, false, "The event is not valid JSON.", e);
        }
    }

    private void recordFailure(UUID run, String message) {
        try {
            runs.fail(run, message);
        } catch (ScoutException e) {
            LOG.warnf(e, "The failure of run %s could not be recorded", run);
        }
    }
}
