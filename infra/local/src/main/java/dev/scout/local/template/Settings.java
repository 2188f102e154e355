package dev.scout.local.template;

import java.util.HashMap;
import java.util.Map;

/**
 * What stands in for the account that the template would be deployed into.
 *
 * @param parameters values of the template's parameters, before their defaults
 * @param secrets what Secrets Manager would hold: name to text
 * @param queueEndpoint where SQS answers: the beginning of the queues' URLs
 */
public record Settings(Map<String, String> parameters, Map<String, String> secrets, String queueEndpoint) {

    public static final String ACCOUNT = "000000000000";
    public static final String REGION = "ap-southeast-1";

    public Settings {
        parameters = Map.copyOf(parameters);
        secrets = Map.copyOf(secrets);
    }

    /** With the URLs that queues have on AWS. */
    public Settings(Map<String, String> parameters, Map<String, String> secrets) {
        this(parameters, secrets, "https://sqs." + REGION + ".amazonaws.com");
    }

    /** The same with some parameters set otherwise. */
    public Settings with(Map<String, String> changed) {
        Map<String, String> merged = new HashMap<>(parameters);
        merged.putAll(changed);
        return new Settings(merged, secrets, queueEndpoint);
    }
}
