package dev.scout.proxy.problem;

import java.util.Locale;

/** Everything that can be answered instead of what was asked for. The names are part of the API. */
public enum ProblemCode {
    MISSING_PARAMETER(400, "A parameter is missing"),
    INVALID_DATASET_ID(400, "The dataset id is malformed"),
    INVALID_TTL(400, "The lifetime is out of range"),
    INVALID_FORMAT(400, "The format is unknown"),
    INVALID_REQUEST(400, "The request is malformed"),
    UNAUTHENTICATED(401, "A valid token is needed"),
    FORBIDDEN(403, "The token's role may not do this"),
    DATASET_NOT_FOUND(404, "There is no such dataset"),
    NOT_FOUND(404, "There is nothing at this address"),
    METHOD_NOT_ALLOWED(405, "This method is not offered here"),
    NOT_ACCEPTABLE(406, "This form of answer is not offered"),
    RATE_LIMITED(429, "Too many requests"),
    INTERNAL_ERROR(500, "Something went wrong here"),
    UNAVAILABLE(503, "The API is not available now");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The problem's type, for members {@code type} of RFC 9457. */
    public String type() {
        return "urn:scout:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
