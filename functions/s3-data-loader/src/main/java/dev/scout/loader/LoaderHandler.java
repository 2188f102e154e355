package dev.scout.loader;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.external.ExternalSync;
import dev.scout.loader.object.ObjectStore;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.sql.DataSource;
import software.amazon.awssdk.services.s3.S3Client;

/** The Lambda entry: bytes in, bytes out, so that nothing has to be bound by reflection. */
@Named(Loader.FUNCTION)
@Singleton
@Startup
final class LoaderHandler implements RequestStreamHandler {

    private final Loader loader;

    @Inject
    LoaderHandler(DataSource dataSource, S3Client s3, LoaderConfig config) {
        this(new Loader(
                dataSource,
                new ObjectStore(s3),
                config.ingestQueue(),
                LoaderSettings.of(config),
                List.of(ExternalSync.of(
                        dataSource,
                        s3,
                        config.lakeBucket(),
                        config.ingestQueue(),
                        config.secretsManagerEndpoint().orElse(null)))));
    }

    LoaderHandler(Loader loader) {
        this.loader = loader;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        ObjectNode json = loader.answer(EventReader.read(event), Deadline.of(context));
        answer.write(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
