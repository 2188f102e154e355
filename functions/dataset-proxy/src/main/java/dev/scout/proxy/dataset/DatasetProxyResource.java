package dev.scout.proxy.dataset;

import dev.scout.manifest.PublishedDataset;
import dev.scout.proxy.access.Visit;
import dev.scout.proxy.signing.LinkSigner;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
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

/** Exchanges a token for a link to one file. */
@Path("/functions/v1/dataset-proxy")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "datasets")
public final class DatasetProxyResource {

    private final Catalog catalog;
    private final LinkSigner signer;

    DatasetProxyResource(Catalog catalog, LinkSigner signer) {
        this.catalog = catalog;
        this.signer = signer;
    }

    @GET
    @Operation(operationId = "signLink", summary = "A signed link to a dataset's file")
    @SecurityRequirement(name = "token")
    @Parameter(
            name = "dataset",
            in = ParameterIn.QUERY,
            required = true,
            description = "Id of the dataset.",
            example = "gold/txn_daily",
            schema = @Schema(type = SchemaType.STRING, pattern = DatasetId.PATTERN))
    @Parameter(
            name = "ttl",
            in = ParameterIn.QUERY,
            description =
                    "How long the link shall work, in seconds. It works for less where the credentials that sign it end sooner.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "300", maximum = "86400", defaultValue = "3600"))
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "Which file.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"csv", "parquet"},
                            defaultValue = "csv"))
    @APIResponse(
            responseCode = "200",
            description = "The link, and what one gets through it.",
            headers = {
                @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
            },
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SignedLink.class)))
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "DatasetNotFound")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    @APIResponse(responseCode = "500", ref = "Failed")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public SignedLink link(@Context RoutingContext routing) {
        Visit visit = Visit.of(routing);
        Query query = Query.parse(routing.request().query());
        DatasetId id = LinkRequest.datasetId(query);
        visit.asksFor(id.toString());
        Duration ttl = LinkRequest.ttl(query);
        visit.asksFor(ttl);
        FileFormat format = LinkRequest.format(query);
        PublishedDataset dataset = catalog.find(id, visit.role());
        return SignedLink.of(signer.sign(format.keyOf(dataset), ttl), id, format, dataset);
    }
}
