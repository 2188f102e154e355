package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import dev.scout.loader.source.Utf8;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/** Text, as it is stored: a char is padded with blanks. What is no UTF-8 is written in base64, and noted. */
abstract class TextColumn extends OrcColumn {

    private static final long LARGEST_DICTIONARY = 1024L * 1024 * 1024;
    private static final int FIRST_BYTES = 64 * 1024;

    private final String name;
    private final Limits limits;

    private TextColumn(StripeStreams streams, OrcType type, String name, Limits limits) {
        super(streams, type, limits);
        this.name = name;
        this.limits = limits;
    }

    static TextColumn of(StripeStreams streams, OrcType type, String name, Limits limits) throws IOException {
        return streams.encoding(type.column()).isDictionary()
                ? new InDictionary(streams, type, name, limits)
                : new Direct(streams, type, name, limits);
    }

    final void text(byte[] bytes, int from, int to, boolean valid, JsonText target) {
        if (valid) {
            target.raw((byte) '"');
            target.utf8(bytes, from, to);
            target.raw((byte) '"');
        } else {
            limits.noteBadText(name);
            JsonValues.bytes(bytes, from, to, target);
        }
    }

    private static long length(Integers lengths) throws IOException {
        long length = lengths.next();
        if (length < 0) {
            throw new CorruptOrcException("a text has " + length + " bytes");
        }
        return length;
    }

    /** Each value as it comes. */
    private static final class Direct extends TextColumn {

        private final Chunks data;
        private final Integers lengths;
        private final Limits limits;
        private byte[] bytes = {};

        Direct(StripeStreams streams, OrcType type, String name, Limits limits) throws IOException {
            super(streams, type, name, limits);
            this.data = streams.stream(type.column(), StripeStreams.DATA);
            this.lengths =
                    Integers.of(streams, type.column(), streams.stream(type.column(), StripeStreams.LENGTH), false);
            this.limits = limits;
        }

        @Override
        void value(JsonText target) throws IOException {
            long length = length(lengths);
            int kept = (int) Math.min(length, limits.maxRecordBytes());
            if (kept > bytes.length) {
                bytes = new byte[Math.max(kept, Math.min(2 * bytes.length, limits.maxRecordBytes()))];
            }
            data.read(bytes, 0, kept);
            text(bytes, 0, kept, Utf8.isValid(bytes, 0, kept), target);
            if (length > kept) {
                limits.noteTooLarge();
                data.skip(length - kept);
            }
        }
    }

    /** Each value as the number of an entry in the stripe's dictionary. */
    private static final class InDictionary extends TextColumn {

        private final Integers entries;
        private final int[] ends;
        private final byte[] bytes;
        private final BitSet invalid = new BitSet();

        InDictionary(StripeStreams streams, OrcType type, String name, Limits limits) throws IOException {
            super(streams, type, name, limits);
            int column = type.column();
            entries = Integers.of(streams, column, streams.stream(column, StripeStreams.DATA), false);
            ends = ends(
                    Integers.of(streams, column, streams.stream(column, StripeStreams.LENGTH), false),
                    streams.encoding(column).dictionarySize());
            bytes = bytes(
                    streams.stream(column, StripeStreams.DICTIONARY_DATA),
                    ends.length == 0 ? 0 : ends[ends.length - 1]);
            for (int i = 0; i < ends.length; i++) {
                invalid.set(i, !Utf8.isValid(bytes, i == 0 ? 0 : ends[i - 1], ends[i]));
            }
        }

        @Override
        void value(JsonText target) throws IOException {
            long entry = entries.next();
            if (entry < 0 || entry >= ends.length) {
                throw new CorruptOrcException("a text is entry " + entry + " of a dictionary that has " + ends.length);
            }
            int i = (int) entry;
            text(bytes, i == 0 ? 0 : ends[i - 1], ends[i], !invalid.get(i), target);
        }

        /** Grows with what is there, not with what a damaged file says. */
        private static int[] ends(Integers lengths, int size) throws IOException {
            if (size < 0) {
                throw new CorruptOrcException("a dictionary has " + size + " entries");
            }
            int[] ends = new int[Math.min(size, FIRST_BYTES)];
            long most = Math.min(LARGEST_DICTIONARY, Runtime.getRuntime().maxMemory() / 4);
            long end = 0;
            for (int i = 0; i < size; i++) {
                if (i == ends.length) {
                    ends = Arrays.copyOf(ends, (int) Math.min(size, 2L * ends.length));
                }
                end += length(lengths);
                if (end + (long) Integer.BYTES * i > most) {
                    throw new CorruptOrcException("a dictionary has more than " + most
                            + " bytes, for which there is not the memory; give the function more");
                }
                ends[i] = (int) end;
            }
            return ends;
        }

        private static byte[] bytes(Chunks data, int size) throws IOException {
            byte[] bytes = new byte[Math.min(size, FIRST_BYTES)];
            int filled = 0;
            while (filled < size) {
                if (filled == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * bytes.length));
                }
                data.read(bytes, filled, bytes.length - filled);
                filled = bytes.length;
            }
            return bytes;
        }
    }
}
