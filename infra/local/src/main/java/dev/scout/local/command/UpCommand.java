package dev.scout.local.command;

import dev.scout.local.LocalPlatform;
import dev.scout.local.PlatformOptions;
import dev.scout.local.Tokens;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./scout up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Start the platform and keep it running until Ctrl-C.")
public final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep database, objects and logs there; else they go at the end.")
    private @Nullable Path data;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private PlatformMixin platformOptions;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PlatformOptions options = platformOptions.options().withData(data);
        out.println("Starting PostgreSQL, S3 and the functions …");
        LocalPlatform platform = LocalPlatform.start(options);
        RunningPlatform.announce(platform);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            RunningPlatform.forget();
            platform.close();
            stopped.countDown();
        }));
        describe(platform, out);
        stopped.await();
        return 0;
    }

    private void describe(LocalPlatform platform, PrintWriter out) {
        String token = Tokens.sign("alice", "authenticated", Instant.now(), Duration.ofHours(12));
        out.println();
        out.println("  S3          " + platform.objectStore().endpoint()
                + "   key scout, secret scout-secret, region ap-southeast-1");
        out.println("  HTTP API    " + platform.httpEndpoint());
        out.println("  Lambda      " + platform.lambdaEndpoint() + "   (Invoke API)");
        out.println("  SQS         " + platform.sqsEndpoint() + "   queues ingest and ingest-dead-letters");
        out.println(
                "  PostgreSQL  127.0.0.1:" + platform.database().port() + "   user, password and database postgres");
        out.println("  Logs        " + platform.logs());
        out.println("  Token       " + token);
        out.println();
        out.println(
                "  Put a file:  AWS_ACCESS_KEY_ID=scout AWS_SECRET_ACCESS_KEY=scout-secret AWS_REGION=ap-southeast-1 \\");
        out.println("               aws s3 cp FILE s3://scout-lake/bronze/transactions/ --endpoint-url "
                + platform.objectStore().endpoint());
        out.println(
                "  Then:        ./scout invoke transform · ./scout invoke publisher · ./scout sql 'select * from scout.ingest_files'");
        out.println("  Fetch:       curl -H \"Authorization: Bearer $(./scout token --sub alice)\" \\");
        out.println(
                "               '" + platform.httpEndpoint() + "/functions/v1/dataset-proxy?dataset=gold/txn_daily'");
        out.println();
        out.println("Ready. Ctrl-C stops it"
                + (data == null ? " and forgets its data." : "; its data stay in " + data + "."));
    }
}
