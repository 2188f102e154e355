package dev.scout.local.generate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction, as it happened: a sale, or goods that come back.
 *
 * @param number a small number of its own that decides on details of its form
 * @param businessDay the day of {@link GenerateOptions#from()} (0) or a later one on which it was made, at local time
 * @param epochSecond when
 */
record Sale(
        String id,
        int number,
        Store store,
        int businessDay,
        long epochSecond,
        List<Line> lines,
        Shopper shopper,
        Request request,
        @Nullable Substitution substitution,
        Fate fate) {

    /** The Philippines have had one offset, and no summer time, since 1990. */
    static final ZoneOffset OFFSET = ZoneOffset.ofHours(8);

    /** In centavos; a line whose quantity can't be read counts nowhere. */
    long total() {
        long total = 0;
        for (Line line : lines) {
            total += line.total();
        }
        return total;
    }

    /** In hundredths of a unit. */
    long units() {
        long units = 0;
        for (Line line : lines) {
            units += line.quantity();
        }
        return units;
    }

    boolean isReturn() {
        return total() < 0;
    }

    /** As a later file has it: one more of the first item. */
    Sale corrected() {
        List<Line> changed = new ArrayList<>(lines);
        changed.set(0, changed.get(0).withOneMore());
        return new Sale(
                id,
                number,
                store,
                businessDay,
                epochSecond,
                List.copyOf(changed),
                shopper,
                request,
                substitution,
                fate);
    }

    boolean has(Fault fault) {
        return fate.fault() == fault;
    }

    /** {@code 2024-01-15T02:30:00Z} */
    String instant() {
        return instant(0);
    }

    /** The instant so many seconds later. */
    String instant(int later) {
        return has(Fault.YEAR_ZERO)
                ? "0000-01-01T00:00:00Z"
                : Instant.ofEpochSecond(epochSecond + later).toString();
    }

    /** {@code 2024-01-15T10:30:00+08:00} */
    String localTime() {
        return localText() + "+08:00";
    }

    /** {@code 2024-01-15 10:30:00} */
    String wallClock() {
        return localText().replace('T', ' ');
    }

    private String localText() {
        if (has(Fault.YEAR_ZERO)) {
            return "0000-01-01T00:00:00";
        }
        String text =
                Instant.ofEpochSecond(epochSecond + OFFSET.getTotalSeconds()).toString();
        return text.substring(0, text.length() - 1);
    }

    LocalDate date() {
        return LocalDate.ofEpochDay(Math.floorDiv(epochSecond + OFFSET.getTotalSeconds(), 86_400L));
    }
}
