package dev.scout.proxy;

import dev.scout.proxy.problem.Problem;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What all operations of {@code /q/openapi} share: the token, the rate limit's headers, the problems. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Scout dataset API",
                        version = "1.0.0",
                        description = "Published gold and platinum datasets behind short-lived signed links.",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        servers = @Server(url = "/", description = "Where this document comes from."),
        tags = {
            @Tag(name = "datasets", description = "What is published, and links to it."),
            @Tag(name = "operation", description = "Whether the API works.")
        },
        components =
                @Components(
                        securitySchemes =
                                @SecurityScheme(
                                        securitySchemeName = "token",
                                        type = SecuritySchemeType.HTTP,
                                        scheme = "bearer",
                                        bearerFormat = "JWT",
                                        description =
                                                "A signed JWT (HS256, or RS256/ES256) with iss, aud, exp, sub and role: authenticated or service_role."),
                        headers = {
                            @Header(
                                    name = "RateLimit-Limit",
                                    description = "Requests a minute for each user.",
                                    schema = @Schema(type = SchemaType.INTEGER)),
                            @Header(
                                    name = "RateLimit-Remaining",
                                    description = "Requests that are left until the reset.",
                                    schema = @Schema(type = SchemaType.INTEGER)),
                            @Header(
                                    name = "RateLimit-Reset",
                                    description = "Seconds until the full limit is there again.",
                                    schema = @Schema(type = SchemaType.INTEGER)),
                            @Header(
                                    name = "Retry-After",
                                    description = "Seconds after which to try again.",
                                    schema = @Schema(type = SchemaType.INTEGER)),
                            @Header(
                                    name = "WWW-Authenticate",
                                    description = "Bearer.",
                                    schema = @Schema(type = SchemaType.STRING))
                        },
                        responses = {
                            @APIResponse(
                                    name = "Invalid",
                                    description =
                                            "MISSING_PARAMETER, INVALID_DATASET_ID, INVALID_TTL, INVALID_FORMAT or INVALID_REQUEST.",
                                    headers = {
                                        @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                                        @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                                        @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
                                    },
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "Unauthenticated",
                                    description = "UNAUTHENTICATED: no token, or one that is not valid.",
                                    headers = {
                                        @Header(name = "WWW-Authenticate", ref = "WWW-Authenticate"),
                                        @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                                        @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                                        @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
                                    },
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "Forbidden",
                                    description = "FORBIDDEN: the token's role may not do this.",
                                    headers = {
                                        @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                                        @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                                        @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
                                    },
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "DatasetNotFound",
                                    description = "DATASET_NOT_FOUND: no such dataset is published.",
                                    headers = {
                                        @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                                        @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                                        @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
                                    },
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "RateLimited",
                                    description = "RATE_LIMITED: this minute's requests are used up.",
                                    headers = {
                                        @Header(name = "Retry-After", ref = "Retry-After"),
                                        @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                                        @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                                        @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
                                    },
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "Failed",
                                    description = "INTERNAL_ERROR.",
                                    headers = {
                                        @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                                        @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                                        @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
                                    },
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "Unavailable",
                                    description =
                                            "UNAVAILABLE: the database, the keys or the list of datasets can't be reached, or nothing has been published yet.",
                                    headers = {
                                        @Header(name = "Retry-After", ref = "Retry-After"),
                                        @Header(name = "RateLimit-Limit", ref = "RateLimit-Limit"),
                                        @Header(name = "RateLimit-Remaining", ref = "RateLimit-Remaining"),
                                        @Header(name = "RateLimit-Reset", ref = "RateLimit-Reset")
                                    },
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class)))
                        }))
public class ApiDescription extends Application {}
