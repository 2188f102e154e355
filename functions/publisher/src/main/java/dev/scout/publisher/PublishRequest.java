package dev.scout.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.ScoutException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an event asks for.
 *
 * @param datasets ids; empty for all
 * @param date the local day to publish as; absent for today
 * @param force go on although the manifest in force is damaged, and replace it
 */
public record PublishRequest(Set<String> datasets, Optional<LocalDate> date, boolean force) {

    /** Code of the exception for an event that asks for something impossible. */
    public static final String INVALID = "INVALID_REQUEST";

    private static final String DATASETS = "datasets";
    private static final String DATE = "date";
    private static final String FORCE = "force";

    public PublishRequest {
        datasets = Set.copyOf(datasets);
    }

    public static PublishRequest everythingToday() {
        return new PublishRequest(Set.of(), Optional.empty(), false);
    }

    /** Reads a direct event; an event without its members, such as a schedule's, asks for everything as of today. */
    static PublishRequest of(JsonNode event) {
        return new PublishRequest(datasets(event.get(DATASETS)), date(event.get(DATE)), force(event.get(FORCE)));
    }

    private static Set<String> datasets(@Nullable JsonNode member) {
        Set<String> ids = new TreeSet<>();
        if (member == null || member.isNull()) {
            return ids;
        }
        if (!member.isArray()) {
            throw invalid("\"datasets\" is an array of ids such as \"gold/txn_daily\"", null);
        }
        for (JsonNode id : member) {
            if (!id.isTextual()) {
                throw invalid("\"datasets\" is an array of ids such as \"gold/txn_daily\"", null);
            }
            ids.add(id.textValue());
        }
        return ids;
    }

    private static Optional<LocalDate> date(@Nullable JsonNode member) {
        if (member == null || member.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(member.isTextual() ? member.textValue() : ""));
        } catch (DateTimeException e) {
            throw invalid("\"date\" is a day such as \"2024-01-15\"", e);
        }
    }

    private static boolean force(@Nullable JsonNode member) {
        if (member == null || member.isNull()) {
            return false;
        }
        if (!member.isBoolean()) {
            throw invalid("\"force\" is true or false", null);
        }
        return member.booleanValue();
    }

    private static ScoutException invalid(String sentence, @Nullable Exception cause) {
        return new ScoutException(INVALID, false, "The event can't be understood: " + sentence + ".", cause);
    }
}
