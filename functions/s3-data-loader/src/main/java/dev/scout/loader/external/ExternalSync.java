package dev.scout.loader.external;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.external.StorageConfig.AzureStorage;
import dev.scout.loader.external.StorageConfig.S3Storage;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.task.TaskHandler;
import dev.scout.loader.task.TaskResult;
import dev.scout.runs.Layer;
import dev.scout.runs.RunLog;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The task {@code {"sync":true}}, or {@code {"sync":{"environment":"…"}}} for one storage: copies what is new in the external storages into the lake. The
 * object's own event has it loaded then.
 */
public final class ExternalSync implements TaskHandler {

    /** What the runs are called in {@code etl_monitoring}, with the environment behind it. */
    static final String RUN = "external_sync/";

    static final int PART_BYTES = 8 << 20;

    private static final Logger LOG = Logger.getLogger(ExternalSync.class);

    private final DataSource dataSource;
    private final LakeBucket lake;
    private final Secrets secrets;
    private final RunLog runs;
    private final @Nullable IngestQueue queue;
    private final int partBytes;

    ExternalSync(DataSource dataSource, LakeBucket lake, Secrets secrets, @Nullable IngestQueue queue, int partBytes) {
        this.dataSource = dataSource;
        this.lake = lake;
        this.secrets = secrets;
        this.runs = new RunLog(dataSource);
        this.queue = queue;
        this.partBytes = partBytes;
    }

    /**
     * The task with what the deployment has.
     *
     * @param queue through which an invocation hands on; null where there is none: the next one goes on then
     * @param secretsManagerEndpoint another address of Secrets Manager than that of AWS; null for AWS
     */
    public static ExternalSync of(
            DataSource dataSource,
            S3Client s3,
            String lakeBucket,
            @Nullable IngestQueue queue,
            @Nullable String secretsManagerEndpoint) {
        SecretsManager store = new SecretsManager(() -> SecretsManager.client(secretsManagerEndpoint));
        return new ExternalSync(
                dataSource, new LakeBucket(s3, lakeBucket), new Secrets(System::getenv, store), queue, PART_BYTES);
    }

    @Override
    public String name() {
        return "sync";
    }

    @Override
    public TaskResult run(JsonNode argument, boolean again, UUID run, Deadline deadline) {
        List<StorageConfig> configs = configs(argument);
        ArrayNode told = JsonNodeFactory.instance.arrayNode();
        ScoutException problem = null;
        boolean complete = true;
        for (StorageConfig config : configs) {
            SyncReport report = new SyncReport(config.environment());
            sync(config, report, deadline);
            told.add(report.toJson());
            problem = problem == null ? report.problem() : problem;
            complete &= !report.isUnfinished() || handOn(config);
        }
        if (problem != null) {
            throw problem;
        }
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.set("syncs", told);
        return new TaskResult(List.of(), details, complete);
    }

    private List<StorageConfig> configs(JsonNode argument) {
        if (argument.isBoolean() && argument.asBoolean()) {
            return new StorageConfigs(dataSource).enabled(null);
        }
        JsonNode environment = argument.path("environment");
        if (!environment.isTextual() || argument.size() != 1) {
            throw new ScoutException(
                    "UNKNOWN_EVENT", false, "A sync is {\"sync\":true} or {\"sync\":{\"environment\":\"…\"}}.", null);
        }
        List<StorageConfig> configs = new StorageConfigs(dataSource).enabled(environment.asText());
        if (configs.isEmpty()) {
            throw new ScoutException(
                    "UNKNOWN_ENVIRONMENT",
                    false,
                    "There is no enabled row \"" + environment.asText() + "\" in scout.external_storage_config.",
                    null);
        }
        return configs;
    }

    /** Deals with one storage; what goes wrong with it does not keep the others from theirs. */
    private void sync(StorageConfig config, SyncReport report, Deadline deadline) {
        if (deadline.isNear()) {
            report.stop();
            return;
        }
        UUID run = runs.start(Layer.BRONZE, RUN + config.environment());
        SyncState state = null;
        try {
            state = SyncState.acquire(dataSource, config, run);
            if (state == null) {
                report.setBusy();
            } else {
                sync(config, state, run, report, deadline);
            }
        } catch (ScoutException e) {
            LOG.errorf(e.getCause(), "External storage \"%s\": %s", config.environment(), e.getMessage());
            report.setProblem(e);
        } catch (RuntimeException e) {
            // Not logged as it is: what a library says may hold an address with a signature.
            String kind = e.getClass().getSimpleName();
            LOG.errorf("External storage \"%s\": unexpected failure (%s)", config.environment(), kind);
            report.setProblem(new ScoutException("SYNC_FAILED", false, "Unexpected failure (" + kind + ").", null));
        }
        end(run, state, report);
    }

    private void sync(StorageConfig config, SyncState state, UUID run, SyncReport report, Deadline deadline) {
        CopyLedger ledger = new CopyLedger(dataSource, config.environment(), run);
        try (ExternalSource source = open(config)) {
            ObjectCopier copier = new ObjectCopier(config, source, lake, ledger, partBytes);
            new StorageSync(config, source, copier, ledger, lake, state, report, deadline).run();
        }
        if (!report.isUnfinished()) {
            state.finish();
        }
    }

    private ExternalSource open(StorageConfig config) {
        if (config.storage() instanceof S3Storage s3) {
            return S3Source.open(config, s3, secrets);
        }
        return AzureSource.open(config, (AzureStorage) config.storage(), secrets);
    }

    private void end(UUID run, @Nullable SyncState state, SyncReport report) {
        try {
            if (state != null) {
                ScoutException problem = report.problem();
                state.release(problem == null ? null : problem.getMessage());
            }
            String complaint = report.complaint();
            String details = report.toJson().toString();
            if (complaint == null) {
                runs.succeed(run, report.copied(), report.failed(), details);
            } else {
                runs.fail(run, report.copied(), report.failed(), complaint, details);
            }
        } catch (ScoutException e) {
            report.setProblem(e);
        }
    }

    /** Has another invocation go on; false where there is no way to ask for one. */
    private boolean handOn(StorageConfig config) {
        if (queue == null) {
            return false;
        }
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.putObject("sync").put("environment", config.environment());
        queue.send(task.toString());
        return true;
    }
}
