package dev.scout.proxy.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.scout.proxy.access.Gate;
import dev.scout.proxy.access.Visit;
import dev.scout.proxy.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** Says, without a token, whether the API could answer: what it needs, and whether that can be reached. */
@Path(Gate.HEALTH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operation")
public final class HealthResource {

    private static final Logger LOG = Logger.getLogger(HealthResource.class);

    private final DataSource dataSource;
    private final LatestManifest manifest;

    HealthResource(DataSource dataSource, LatestManifest manifest) {
        this.dataSource = dataSource;
        this.manifest = manifest;
    }

    @GET
    @Operation(operationId = "health", summary = "Whether the API works")
    @APIResponse(
            responseCode = "200",
            description = "Everything that is needed can be reached.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Health.class)))
    @APIResponse(
            responseCode = "503",
            description = "Something can't be reached.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Health.class)))
    public RestResponse<Health> health(@Context RoutingContext routing) {
        boolean database = isDatabaseUp(Visit.of(routing));
        boolean published = isManifestThere();
        Health health = new Health(State.of(database && published), State.of(database), State.of(published));
        return RestResponse.ResponseBuilder.create(
                        database && published ? RestResponse.Status.OK : RestResponse.Status.SERVICE_UNAVAILABLE,
                        health)
                .header("Cache-Control", "no-store")
                .build();
    }

    private boolean isDatabaseUp(Visit visit) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException e) {
            LOG.error("The database can't be reached", e);
            visit.databaseFailed();
            return false;
        }
    }

    private boolean isManifestThere() {
        try {
            manifest.get();
            return true;
        } catch (ProblemException e) {
            LOG.error("The manifest can't be had", e);
            return false;
        }
    }

    /** What the API needs, part by part. */
    @RegisterForReflection
    @JsonPropertyOrder({"status", "database", "manifest"})
    @Schema(name = "Health")
    record Health(
            @JsonProperty("status") @Schema(required = true) State status,

            @JsonProperty("database") @Schema(required = true)
            State database,

            @JsonProperty("manifest") @Schema(required = true)
            State manifest) {}

    /** Whether a part can be reached. */
    @Schema(enumeration = {"ok", "unavailable"})
    enum State {
        @JsonProperty("ok")
        OK,
        @JsonProperty("unavailable")
        UNAVAILABLE;

        static State of(boolean reached) {
            return reached ? OK : UNAVAILABLE;
        }
    }
}
