package dev.scout.proxy.problem;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem as it is answered: {@code application/problem+json} of RFC 9457 with a {@code code} for programs. */
@RegisterForReflection
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "instance"})
@Schema(name = "Problem", description = "RFC 9457 problem details with a code for programs.")
public record Problem(
        @Schema(
                description = "URI of the kind of problem.",
                examples = "urn:scout:problem:invalid-ttl",
                required = true)
        String type,

        @Schema(description = "The kind of problem, for people.", required = true)
        String title,

        @Schema(description = "The HTTP status.", examples = "400", required = true)
        int status,

        @Schema(description = "What is wrong with this request and what to do.", required = true)
        String detail,

        @Schema(description = "The kind of problem, for programs.", required = true)
        ProblemCode code,

        @Schema(
                description = "The request, as it stands in the logs.",
                examples = "urn:uuid:2f1c9c8e-7c1e-4a8e-9d8c-0f6f0d6f7a11",
                required = true)
        String instance) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemException exception, String instance) {
        ProblemCode code = exception.code();
        return new Problem(code.type(), code.title(), code.status(), exception.detail(), code, instance);
    }
}
