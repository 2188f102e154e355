package dev.scout.proxy.dataset;

import dev.scout.proxy.access.Visit;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Says what is published. */
@Path("/functions/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "datasets")
public final class DatasetsResource {

    private static final String HERE = "/functions/v1/datasets/";

    private final Catalog catalog;

    DatasetsResource(Catalog catalog) {
        this.catalog = catalog;
    }

    @GET
    @Operation(operationId = "listDatasets", summary = "The published datasets")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "All datasets, of one consistent moment.",
            headers = {
                @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
            },
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DatasetList.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    @APIResponse(responseCode = "500", ref = "Failed")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public DatasetList list() {
        return DatasetList.of(catalog.all());
    }

    @GET
    @Path("{layer}/{name}")
    @Operation(operationId = "describeDataset", summary = "One published dataset")
    @SecurityRequirement(name = "token")
    @Parameter(
            name = "layer",
            in = ParameterIn.PATH,
            required = true,
            example = "gold",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"bronze", "silver", "gold", "platinum"}))
    @Parameter(
            name = "name",
            in = ParameterIn.PATH,
            required = true,
            example = "txn_daily",
            schema = @Schema(type = SchemaType.STRING, pattern = "^[a-z][a-z0-9_]{0,63}$"))
    @APIResponse(
            responseCode = "200",
            description = "The dataset.",
            headers = {
                @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
            },
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DatasetDetails.class)))
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "DatasetNotFound")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    @APIResponse(responseCode = "500", ref = "Failed")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public DatasetDetails one(@Context RoutingContext routing) {
        Visit visit = Visit.of(routing);
        // From the path as it was sent, before anybody decoded or shortened it.
        DatasetId id = DatasetId.parse(routing.request().path().substring(HERE.length()));
        visit.asksFor(id.toString());
        return DatasetDetails.of(id.toString(), catalog.find(id, visit.role()));
    }
}
