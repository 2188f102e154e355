package dev.scout.loader.bronze;

import dev.scout.loader.bronze.Ledger.Entry;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Reading;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is particular to one kind of things that are loaded in parts. */
interface SplitKind {

    /**
     * Begins with one, in the transaction that has its row of the ledger, unless that was done before.
     *
     * @return the outcome, if that is clear without reading it
     * @throws NotToBeLoaded where nothing of it is to stand
     */
    Optional<LoadOutcome> begin(
            Connection connection, Entry entry, LandedObject object, Pipeline pipeline, UUID run, Deadline deadline)
            throws SQLException;

    /** Whether its places have to be found before anything can be read. */
    boolean isAlwaysSurveyed();

    /**
     * Finds where it is cut into parts, until its end or until the time is up.
     *
     * @param from up to where that has been done
     * @return whether the end was reached
     * @throws ObjectGoneException where it is not there any more
     */
    boolean survey(Split split, Place from, Survey.Cuts cuts, UUID run, Deadline deadline)
            throws ObjectGoneException, SQLException;

    /** Whether it is clear by now that nothing more of it has to be read: it can be settled as it is. */
    boolean isMoot(Split split) throws SQLException;

    /**
     * Opens what a part is read from, and closes it behind that.
     *
     * @return what came of the part
     * @throws ObjectGoneException where it is not there any more
     */
    PartResult read(Connection connection, Split split, Part part, PartReader reader)
            throws ObjectGoneException, SQLException;

    /**
     * Settles it, if all parts are there, in the transaction that has its row of the ledger.
     *
     * @return the outcome, or that of handing it on; nothing where there turned out to be more to read
     */
    Optional<LoadOutcome> settle(Connection connection, Split split, UUID run, Deadline deadline) throws SQLException;

    /** Reads a part. */
    @FunctionalInterface
    interface PartReader {
        PartResult read(Reading reading, Checksum checksum) throws SQLException, IOException;
    }

    /** Tells the checksum of an object, once a part that is all of it was read. */
    @FunctionalInterface
    interface Checksum {
        /** SHA-256 of its bytes; null where they were not read from the first to the last, and there is no time to. */
        @Nullable
        String atEnd(Deadline deadline) throws IOException;
    }
}
