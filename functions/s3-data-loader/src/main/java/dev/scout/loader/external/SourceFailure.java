package dev.scout.loader.external;

import dev.scout.ScoutException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a storage elsewhere answers instead of what was asked for, in sentences. They are made of its status and code alone, and have no cause: messages of
 * libraries repeat addresses, and a shared access signature is part of an address.
 */
final class SourceFailure {

    /** The content was replaced, or is gone: it can not be had any more. */
    static final String GONE = "SOURCE_OBJECT_GONE";

    static final String UNAVAILABLE = "SOURCE_UNAVAILABLE";

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY_REQUESTS = 429;

    private SourceFailure() {}

    /** Why an object could not be read. */
    static ScoutException reading(String key, int status, String code) {
        return switch (status) {
            case NOT_FOUND -> gone("\"" + key + "\" is not at the source any more.");
            case PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE ->
                gone("\"" + key
                        + "\" was replaced at the source while it was copied; the next sync copies what is there now.");
            default -> answered("\"" + key + "\" could not be read", "may it read objects?", status, code);
        };
    }

    /** Why a storage could not be listed. */
    static ScoutException listing(String location, int status, String code) {
        if (status == NOT_FOUND) {
            return new ScoutException(
                    "SOURCE_NOT_FOUND", false, location + " is not there: " + told(status, code), null);
        }
        return answered(location + " could not be listed", "may it list the bucket or container?", status, code);
    }

    /** What never got an answer. */
    static ScoutException unreachable(String what, Throwable failure) {
        return new ScoutException(UNAVAILABLE, true, what + ": " + reason(failure) + ".", null);
    }

    /** A server that answers with the whole object where a part of it was asked for. */
    static ScoutException noRanges(String key) {
        return new ScoutException(
                "SOURCE_REFUSED",
                true,
                "\"" + key + "\" broke off, and the storage does not send the rest alone.",
                null);
    }

    static ScoutException gone(String message) {
        return new ScoutException(GONE, false, message, null);
    }

    static boolean isPassing(int status) {
        return status >= 500 || status == TOO_MANY_REQUESTS;
    }

    private static ScoutException answered(String what, String question, int status, String code) {
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return new ScoutException(
                    "SOURCE_FORBIDDEN",
                    false,
                    what + ": " + told(status, code) + " Is the credential the right one, and " + question,
                    null);
        }
        boolean passing = isPassing(status);
        return new ScoutException(
                passing ? UNAVAILABLE : "SOURCE_REFUSED", passing, what + ": " + told(status, code), null);
    }

    private static String told(int status, String code) {
        return "the storage answered " + status + (code.isEmpty() ? "" : " " + code) + ".";
    }

    private static String reason(Throwable failure) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnknownHostException) {
                return "its host is not known";
            }
            if (at instanceof SocketTimeoutException) {
                return "it does not answer";
            }
            if (at instanceof ConnectException) {
                return "it takes no connections";
            }
            if (at instanceof SSLException) {
                return "no secure connection came to be";
            }
        }
        return "the connection broke";
    }
}
