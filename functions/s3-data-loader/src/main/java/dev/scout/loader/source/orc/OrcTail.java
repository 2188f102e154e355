package dev.scout.loader.source.orc;

import dev.scout.loader.source.FileSchema;
import dev.scout.loader.source.Ranges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the end of a file, and tells how the rest is read.
 *
 * @param rows {@link #UNKNOWN} where it does not say
 * @param hybridCalendar whether days before 1582-10-15 are those of the Julian calendar
 * @param decimalsAsLongs whether decimals of 18 digits or fewer are stored without a scale
 */
record OrcTail(
        ChunkFormat format,
        List<StripePlace> stripes,
        List<OrcType> types,
        long rows,
        @Nullable String writer,
        boolean hybridCalendar,
        boolean decimalsAsLongs) {

    static final long UNKNOWN = -1;

    private static final byte[] MAGIC = {'O', 'R', 'C'};
    private static final int FIRST_READ = 16 * 1024;
    private static final int LARGEST_FOOTER = 64 * 1024 * 1024;
    private static final List<Integer> DECIMALS_AS_LONGS = List.of(1, 9999);
    private static final String[] WRITERS = {"ORC Java", "ORC C++", "Presto", "Scritchley Go", "Trino", "CUDF"};

    static OrcTail read(Ranges file) throws IOException {
        long size = file.sizeBytes();
        byte[] end = Section.read(file, Math.max(0, size - FIRST_READ), (int) Math.min(size, FIRST_READ));
        if (end.length <= MAGIC.length + 1) {
            throw new CorruptOrcException("it has " + size + " bytes, too few for an ORC file");
        }
        int length = end[end.length - 1] & 0xFF;
        if (length >= end.length) {
            throw new CorruptOrcException("its postscript is longer than the file: its end is missing");
        }
        PostScript postScript =
                PostScript.parse(new Message(Arrays.copyOfRange(end, end.length - 1 - length, end.length - 1)));
        if (!postScript.hasMagic && !hasMagicInFront(file)) {
            throw new CorruptOrcException("its postscript is none: its end is missing or overwritten");
        }
        long footerAt = size - 1 - length - postScript.footerLength;
        if (postScript.footerLength <= 0 || postScript.footerLength > LARGEST_FOOTER || footerAt < 0) {
            throw new CorruptOrcException("it says that its footer has " + postScript.footerLength + " bytes");
        }
        ChunkFormat format = new ChunkFormat(postScript.codec, postScript.chunkBytes);
        Section packed = new Section(file, footerAt, postScript.footerLength, LARGEST_FOOTER);
        byte[] footer = new Chunks(packed, format).rest(LARGEST_FOOTER);
        return footer(new Message(footer), format, size, postScript.version.equals(DECIMALS_AS_LONGS));
    }

    /** How many records its stripes say that they have. */
    long rowsOfStripes() {
        return stripes.isEmpty() ? 0 : stripes.get(stripes.size() - 1).endRow();
    }

    /** What it states about its columns. */
    FileSchema schema() {
        FileSchema schema = new FileSchema();
        OrcType root = types.get(0);
        if (root.kind() != OrcType.Kind.STRUCT) {
            return schema.column("value", root.describe(types));
        }
        for (int i = 0; i < root.names().size(); i++) {
            schema.column(root.names().get(i), types.get(root.children().get(i)).describe(types));
        }
        return schema;
    }

    private static boolean hasMagicInFront(Ranges file) throws IOException {
        return Arrays.equals(Section.read(file, 0, MAGIC.length), MAGIC);
    }

    private static OrcTail footer(Message footer, ChunkFormat format, long size, boolean decimalsAsLongs)
            throws IOException {
        List<StripePlace> stripes = new ArrayList<>();
        List<OrcType> types = new ArrayList<>();
        long rows = UNKNOWN;
        int writer = 0;
        long calendar = -1;
        String software = "";
        for (int field = footer.next(); field != 0; field = footer.next()) {
            switch (field) {
                case 3 -> Message.add(stripes, footer, StripePlace::parse);
                case 4 -> Message.add(types, footer, type -> OrcType.parse(type, types.size()));
                case 6 -> rows = footer.number();
                case 9 -> writer = footer.integer();
                case 10 ->
                    throw new UnsupportedOrcException(
                            "columns of it are encrypted, and what is not their key shows other values in their place");
                case 11 -> calendar = footer.number();
                case 12 -> software = footer.text();
                default -> footer.skip();
            }
        }
        OrcType.check(types);
        for (int i = 0; i < stripes.size(); i++) {
            if (!stripes.get(i).fitsInto(size)) {
                throw new CorruptOrcException("it says that a stripe lies beyond its end: it is cut off or damaged");
            }
            if (i > 0) {
                stripes.set(i, stripes.get(i).behind(stripes.get(i - 1)));
            }
            if (stripes.get(i).endRow() < 0) {
                throw new CorruptOrcException("it says that its stripes have more records than can be counted");
            }
        }
        boolean byJava = writer == 0;
        return new OrcTail(
                format,
                stripes,
                types,
                rows,
                writtenBy(writer, software),
                calendar == 1 || (calendar < 1 && byJava),
                decimalsAsLongs);
    }

    private static @Nullable String writtenBy(int writer, String software) {
        String name = writer >= 0 && writer < WRITERS.length ? WRITERS[writer] : "writer " + writer;
        return software.isEmpty() ? name : name + " " + software;
    }

    /** The part of the end that is never compressed. */
    private static final class PostScript {

        private long footerLength;
        private OrcCodec codec = OrcCodec.NONE;
        private long chunkBytes = 256 * 1024;
        private final List<Integer> version = Message.numbers();
        private boolean hasMagic;

        static PostScript parse(Message message) throws IOException {
            PostScript read = new PostScript();
            for (int field = message.next(); field != 0; field = message.next()) {
                switch (field) {
                    case 1 -> read.footerLength = message.number();
                    case 2 -> read.codec = codec(message.number());
                    case 3 -> read.chunkBytes = message.number();
                    case 4 -> message.addNumbers(read.version);
                    case 8000 -> read.hasMagic = message.text().equals("ORC");
                    default -> message.skip();
                }
            }
            return read;
        }

        private static OrcCodec codec(long number) throws UnsupportedOrcException {
            List<OrcCodec> codecs = List.of(OrcCodec.values());
            if (number < 0 || number >= codecs.size()) {
                throw new UnsupportedOrcException("it is compressed in a way (" + number + ") that is not known here");
            }
            return codecs.get((int) number);
        }
    }
}
