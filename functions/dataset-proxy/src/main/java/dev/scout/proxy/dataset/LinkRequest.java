package dev.scout.proxy.dataset;

import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What a client asks the proxy for. */
final class LinkRequest {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,9}");

    private LinkRequest() {}

    static DatasetId datasetId(Query query) {
        List<String> ids = query.all("dataset");
        if (ids.isEmpty() || ids.equals(List.of(""))) {
            throw new ProblemException(
                    ProblemCode.MISSING_PARAMETER, "Name the dataset: ?dataset=gold/txn_daily, for example.");
        }
        if (ids.size() > 1) {
            throw DatasetId.malformed();
        }
        return DatasetId.parse(ids.get(0));
    }

    static Duration ttl(Query query) {
        List<String> ttls = query.all("ttl");
        if (ttls.isEmpty()) {
            return USUAL;
        }
        if (ttls.size() == 1 && WHOLE_NUMBER.matcher(ttls.get(0)).matches()) {
            Duration ttl = Duration.ofSeconds(Long.parseLong(ttls.get(0)));
            if (ttl.compareTo(SHORTEST) >= 0 && ttl.compareTo(LONGEST) <= 0) {
                return ttl;
            }
        }
        throw new ProblemException(
                ProblemCode.INVALID_TTL,
                "ttl must be a whole number of seconds from " + SHORTEST.toSeconds() + " to " + LONGEST.toSeconds()
                        + ".");
    }

    static FileFormat format(Query query) {
        List<String> formats = query.all("format");
        if (formats.isEmpty()) {
            return FileFormat.CSV;
        }
        return FileFormat.parse(formats.size() == 1 ? formats.get(0) : "");
    }
}
