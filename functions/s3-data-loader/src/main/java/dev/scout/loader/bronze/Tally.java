package dev.scout.loader.bronze;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.Descriptions;
import dev.scout.loader.source.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a file, or of a part of one: the tallies of its parts add up to that of the file.
 *
 * @param firstRefusal in a sentence with its line; null where nothing was refused
 * @param reader what was found out about the file
 */
record Tally(long loaded, long quarantined, @Nullable String firstRefusal, String format, ObjectNode reader) {

    static Tally of(BronzeWriter writer, Reading reading) {
        return new Tally(
                writer.loaded(),
                writer.quarantined(),
                writer.firstRefusal() == null ? null : writer.firstRefusal().told(),
                reading.format(),
                reading.description().deepCopy());
    }

    /** Together with that of a part that lies behind this one. */
    Tally plus(Tally next) {
        return new Tally(
                loaded + next.loaded,
                quarantined + next.quarantined,
                firstRefusal == null ? next.firstRefusal : firstRefusal,
                format,
                Descriptions.merged(reader, next.reader));
    }

    /** With records taken from bronze into quarantine. */
    Tally less(long refused, String firstOfThem) {
        String first = firstRefusal == null ? firstOfThem : firstRefusal;
        return new Tally(loaded - refused, quarantined + refused, first, format, reader);
    }

    /** Nothing of it stands but one refusal of all of it. */
    Tally rejected(String message) {
        return new Tally(0, 1, message, format, reader);
    }

    /** The ledger's status of a file of which this is all. */
    String status() {
        if (quarantined == 0) {
            return LoadOutcome.LOADED;
        }
        return loaded == 0 ? LoadOutcome.REJECTED : LoadOutcome.PARTIAL;
    }
}
