package dev.scout.loader.source.orc;

import dev.scout.loader.source.Ranges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The streams of one stripe, and how its columns are encoded. */
final class StripeStreams {

    static final int PRESENT = 0;
    static final int DATA = 1;
    static final int LENGTH = 2;
    static final int DICTIONARY_DATA = 3;
    static final int SECONDARY = 5;

    private static final int LARGEST_FOOTER = 64 * 1024 * 1024;

    /** A stripe whose data has fewer bytes is fetched at once. */
    private static final int AT_ONCE = 24 * 1024 * 1024;

    private static final int SMALLEST_WINDOW = 16 * 1024;

    private final Ranges file;
    private final ChunkFormat format;
    private final TimeZone writerZone;
    private final List<Encoding> encodings = new ArrayList<>();
    private final Map<Long, Region> regions = new HashMap<>();
    private final long dataAt;
    private byte @Nullable [] data;
    private int windowBytes;

    StripeStreams(Ranges file, ChunkFormat format, StripePlace stripe) throws IOException {
        this.file = file;
        this.format = format;
        if (stripe.footerLength() > LARGEST_FOOTER) {
            throw new CorruptOrcException("its footer has " + stripe.footerLength() + " bytes");
        }
        Section packed = new Section(file, stripe.footerAt(), stripe.footerLength(), LARGEST_FOOTER);
        String zone = parse(new Message(new Chunks(packed, format).rest(LARGEST_FOOTER)), stripe);
        this.writerZone = TimeZone.getTimeZone(zone.isEmpty() ? "UTC" : zone);
        this.dataAt = stripe.offset() + stripe.indexLength();
        fetch(stripe);
    }

    /** The zone in which the writer's clock was set. */
    TimeZone writerZone() {
        return writerZone;
    }

    Encoding encoding(int column) throws CorruptOrcException {
        if (column >= encodings.size()) {
            throw new CorruptOrcException("it does not say how column " + column + " is encoded");
        }
        return encodings.get(column);
    }

    /** The stream of a column; an empty one where there is none, as of a column that is null throughout. */
    Chunks stream(int column, int kind) {
        Region region = regions.get(id(column, kind));
        if (region == null) {
            return new Chunks(new Section(file, 0, 0, 0), format);
        }
        byte[] whole = data;
        Section section = whole == null
                ? new Section(file, region.offset, region.length, windowBytes)
                : new Section(file, whole, (int) (region.offset - dataAt), (int) region.length);
        return new Chunks(section, format);
    }

    /** Which of a column's values there are; null where there are all. */
    @Nullable
    Bytes present(int column) {
        return regions.containsKey(id(column, PRESENT)) ? new Bytes(stream(column, PRESENT)) : null;
    }

    private void fetch(StripePlace stripe) throws IOException {
        if (stripe.dataLength() <= AT_ONCE) {
            data = Section.read(file, dataAt, (int) stripe.dataLength());
            if (data.length < stripe.dataLength()) {
                throw new CorruptOrcException("it ends within a stripe");
            }
        }
        windowBytes = Math.max(SMALLEST_WINDOW, AT_ONCE / Math.max(1, regions.size()));
    }

    private String parse(Message footer, StripePlace stripe) throws IOException {
        String zone = "";
        long at = stripe.offset();
        for (int field = footer.next(); field != 0; field = footer.next()) {
            switch (field) {
                case 1 -> at += place(footer.message(), at, stripe);
                case 2 -> Message.add(encodings, footer, Encoding::parse);
                case 3 -> zone = footer.text();
                case 4 ->
                    throw new CorruptOrcException("it says that it is encrypted, and the file says that nothing is");
                default -> footer.skip();
            }
        }
        return zone;
    }

    /** Notes where a stream is, and says how long. */
    private long place(Message stream, long at, StripePlace stripe) throws CorruptOrcException {
        long kind = 0;
        long column = 0;
        long length = 0;
        for (int field = stream.next(); field != 0; field = stream.next()) {
            switch (field) {
                case 1 -> kind = stream.number();
                case 2 -> column = stream.number();
                case 3 -> length = stream.number();
                default -> stream.skip();
            }
        }
        if (length < 0 || at + length > stripe.footerAt()) {
            throw new CorruptOrcException("a stream goes beyond its stripe");
        }
        if (kind >= PRESENT && kind <= SECONDARY && column >= 0 && column <= Integer.MAX_VALUE) {
            if (at < stripe.offset() + stripe.indexLength()) {
                throw new CorruptOrcException("a stream of values lies in the index of its stripe");
            }
            regions.put(id((int) column, (int) kind), new Region(at, length));
        }
        return length;
    }

    private static long id(int column, int kind) {
        return (long) column << 8 | kind;
    }

    private record Region(long offset, long length) {}

    /**
     * How a column is written in this stripe.
     *
     * @param kind as the specification numbers them
     */
    record Encoding(int kind, int dictionarySize) {

        private static final int DICTIONARY = 1;
        private static final int DIRECT_V2 = 2;
        private static final int DICTIONARY_V2 = 3;

        static Encoding parse(Message message) throws CorruptOrcException {
            int kind = 0;
            int size = 0;
            for (int field = message.next(); field != 0; field = message.next()) {
                switch (field) {
                    case 1 -> kind = message.integer();
                    case 2 -> size = message.integer();
                    default -> message.skip();
                }
            }
            if (kind < 0 || kind > DICTIONARY_V2) {
                throw new CorruptOrcException("a column is encoded in a way that the format does not know");
            }
            return new Encoding(kind, size);
        }

        boolean isSecondVersion() {
            return kind >= DIRECT_V2;
        }

        boolean isDictionary() {
            return kind == DICTIONARY || kind == DICTIONARY_V2;
        }
    }
}
