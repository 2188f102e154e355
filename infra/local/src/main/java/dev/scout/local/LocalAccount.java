package dev.scout.local;

import dev.scout.local.template.Settings;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** What an AWS account would give the template: parameters, secrets, credentials. */
public final class LocalAccount {

    /** Encrypts secrets of external storages for the local platform. It is no secret: only a local platform takes it. */
    public static final String CONFIG_KEY = "bG9jYWwga2V5IG9ubHksIGtub3duIHRvIGFsbCAhISE=";

    private static final String CONFIG_KEY_SECRET = "scout/config-key";
    static final String LAKE_BUCKET = "scout-lake";
    static final String DATASETS_BUCKET = "scout-datasets";

    private LocalAccount() {}

    static Settings settings(int postgresPort, URI queueEndpoint, Map<String, String> changedParameters) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "Stage",
                "local",
                "DatabaseUrl",
                "jdbc:postgresql://127.0.0.1:" + postgresPort + "/postgres",
                "LakeBucketName",
                LAKE_BUCKET,
                "DatasetsBucketName",
                DATASETS_BUCKET,
                // A load that was cut off is tried again soon; on AWS it waits six times the loader's timeout.
                "IngestVisibilityTimeoutSeconds",
                "5",
                "JwtIssuer",
                Tokens.ISSUER,
                "JwtAudience",
                Tokens.AUDIENCE,
                "CorsOrigins",
                "*",
                // The local credentials have no end: they can sign themselves.
                "LinkSigningKey",
                "false",
                // Concurrency is limited by the platform itself.
                "ReserveConcurrency",
                "true"));
        parameters.put("ConfigKeySecretName", CONFIG_KEY_SECRET);
        Map<String, String> secrets = new HashMap<>();
        for (String role : Migrations.ROLES) {
            String name = "scout/database/" + role.substring("scout_".length());
            secrets.put(name, "{\"password\":\"" + role + "\"}");
        }
        secrets.put("scout/jwt", Tokens.SECRET);
        secrets.put(CONFIG_KEY_SECRET, CONFIG_KEY);
        return new Settings(parameters, secrets, queueEndpoint.toString()).with(changedParameters);
    }

    static Map<String, String> environment(URI s3Endpoint, URI queueEndpoint) {
        return Map.of(
                "SCOUT_S3_ENDPOINT",
                s3Endpoint.toString(),
                "SCOUT_SQS_ENDPOINT",
                queueEndpoint.toString(),
                "AWS_ACCESS_KEY_ID",
                LocalObjectStore.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                LocalObjectStore.SECRET_KEY);
    }
}
