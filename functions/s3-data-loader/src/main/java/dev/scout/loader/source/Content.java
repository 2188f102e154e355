package dev.scout.loader.source;

import dev.scout.loader.source.compression.Compression;
import dev.scout.loader.source.compression.ResumePoint;
import dev.scout.loader.source.compression.UnpackingStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed bytes of an object. Its beginning can be looked at before it is read; where the content ends before it should,
 * {@link #damage()} says so after the end.
 */
public final class Content extends InputStream {

    static final int SAMPLE_BYTES = 1024 * 1024;
    private static final int FIRST_BYTES = 32 * 1024;

    /** How often something can have been compressed. */
    private static final int MOST_LAYERS = 3;

    private InputStream bytes;
    private List<UnpackingStream> unpacking;
    private final @Nullable String compression;
    private final byte[] single = new byte[1];
    private byte[] sample;
    private int sampleLength;
    private int position;
    private long passed;
    private final boolean sampleIsWhole;
    private final boolean original;
    private final @Nullable Ranges ranges;
    private final @Nullable Rendering rendering;

    /** Where a rendering of this content can begin. */
    private final @Nullable ResumePoint point;

    private Content(
            InputStream bytes,
            List<UnpackingStream> unpacking,
            @Nullable String compression,
            boolean original,
            @Nullable Ranges ranges,
            @Nullable ResumePoint point,
            @Nullable Rendering rendering) {
        this.ranges = ranges;
        this.point = point;
        this.rendering = rendering;
        this.bytes = bytes;
        this.unpacking = unpacking;
        this.compression = compression;
        this.original = original;
        this.sample = new byte[FIRST_BYTES];
        this.sampleIsWhole = takeSample();
    }

    /** Begins to read; unpacks what is compressed. */
    public static Content of(InputStream object) {
        return of(object, null);
    }

    /**
     * Begins to read; unpacks what is compressed, and what is in there as well, if that is compressed again.
     *
     * @param ranges of the same object; null where it can only be read from its beginning
     */
    public static Content of(InputStream object, @Nullable Ranges ranges) {
        return of(object, ranges, null);
    }

    /**
     * The same for who is going to go on at a place.
     *
     * @param point a {@link #resumePoint} of that place; null where none is known
     */
    public static Content of(InputStream object, @Nullable Ranges ranges, @Nullable ResumePoint point) {
        Content content = new Content(object, List.of(), null, true, ranges, point, null);
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            Compression found = Compression.of(content.sample, content.sampleLength);
            if (found == null) {
                return content;
            }
            content = content.unpacked(found);
        }
        return content;
    }

    private Content unpacked(Compression found) {
        UnpackingStream stream = ranges == null ? found.unpack(this) : found.unpack(this, null);
        List<UnpackingStream> layers = new ArrayList<>(unpacking);
        layers.add(stream);
        String label = compression == null ? found.label() : compression + "+" + found.label();
        return new Content(stream, layers, label, true, null, null, rendering(found::unpack));
    }

    /** The same content in UTF-8. */
    Content transcoded(Charset charset) {
        ResumePoint beginning = new ResumePoint(consumed(), 0, TranscodedStream.NOTHING_MALFORMED);
        return new Content(
                new TranscodedStream(this, charset, beginning),
                unpacking,
                compression,
                false,
                null,
                null,
                rendering((from, at) -> new TranscodedStream(from, charset, at)));
    }

    /** How another rendering of these bytes can begin elsewhere; null where these can not. */
    private @Nullable Rendering rendering(BiFunction<InputStream, ResumePoint, InputStream> opening) {
        return ranges == null ? null : new Rendering(ranges, opening, point);
    }

    /**
     * From where, if not from the object's beginning, who goes on at a place of this content has to read; null where that is the beginning,
     * or where it can be read at any place.
     *
     * @param at bytes of this content before the place, which has been read by now
     */
    @Nullable
    public ResumePoint resumePoint(long at) {
        if (rendering == null) {
            return null;
        }
        return bytes instanceof UnpackingStream unpacked
                ? unpacked.resumePoint(at)
                : bytes instanceof TranscodedStream transcoded ? transcoded.resumePoint(at) : null;
    }

    /** How many bytes, so far, were no characters of the encoding that the content was transcoded from. */
    long malformedBytes() {
        return bytes instanceof TranscodedStream transcoded ? transcoded.malformedBytes() : 0;
    }

    /** Whether these are the bytes of the (decompressed) file, and not another rendering of them. */
    boolean isOriginal() {
        return original;
    }

    /** Any bytes of the content; null where it can only be read from its beginning (it is compressed, or another rendering). */
    @Nullable
    public Ranges ranges() {
        return ranges;
    }

    /**
     * Goes on at another place, which lies behind all that has been read: at once where that can be, else by reading what lies between.
     *
     * @param at bytes of this content before it
     */
    public void jumpTo(long at) {
        if (at < sampleLength && passed == sampleLength) {
            position = (int) at;
            return;
        }
        sample = new byte[0];
        sampleLength = 0;
        position = 0;
        try {
            if (ranges == null) {
                resume(at);
                passTo(at);
            } else {
                bytes = ranges.from(at);
                passed = at;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The content can not be read on", e);
        }
    }

    private void resume(long at) throws IOException {
        ResumePoint known = rendering == null ? null : rendering.point();
        if (rendering == null || known == null || known.unpackedAt() <= passed || known.unpackedAt() > at) {
            return;
        }
        bytes.close();
        bytes = rendering.opening().apply(rendering.source().from(known.packedAt()), known);
        unpacking = bytes instanceof UnpackingStream unpacked ? List.of(unpacked) : unpacking;
        passed = known.unpackedAt();
    }

    private void passTo(long at) {
        byte[] unwanted = new byte[64 * 1024];
        int read = 0;
        while (read >= 0 && passed < at) {
            read = readOn(unwanted, 0, (int) Math.min(unwanted.length, at - passed));
        }
    }

    /** How many bytes have been taken from the beginning already. */
    public int consumed() {
        return position;
    }

    /** Passes over the beginning, before reading begins. */
    void skipBeginning(int count) {
        position = count;
    }

    /** The beginning, at most {@link #SAMPLE_BYTES}; valid up to {@link #sampleLength()}, and until reading begins. */
    public byte[] sample() {
        return sample;
    }

    public int sampleLength() {
        return sampleLength;
    }

    /** Whether the sample is all that there is. */
    public boolean sampleIsWhole() {
        return sampleIsWhole;
    }

    boolean startsWith(int... magic) {
        if (sampleLength < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((sample[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** {@code gzip}, {@code zstd} or {@code bzip2}, from the outside to the inside where there is more than one; null where there is none. */
    @Nullable
    String compression() {
        return compression;
    }

    /** Why the content ended too early; null where it did not. Known after the end has been read. */
    @Nullable
    public Damage damage() {
        for (UnpackingStream layer : unpacking) {
            if (layer.damage() != null) {
                return layer.damage();
            }
        }
        return null;
    }

    @Override
    public int read() {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (position < sampleLength) {
            int taken = Math.min(length, sampleLength - position);
            System.arraycopy(sample, position, target, offset, taken);
            position += taken;
            if (position == sampleLength) {
                sample = new byte[0];
                sampleLength = 0;
                position = 0;
            }
            return taken;
        }
        return readOn(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private boolean takeSample() {
        while (sampleLength < SAMPLE_BYTES) {
            if (sampleLength == sample.length) {
                sample = Arrays.copyOf(sample, Math.min(sample.length * 4, SAMPLE_BYTES));
            }
            int read = readOn(sample, sampleLength, sample.length - sampleLength);
            if (read < 0) {
                return true;
            }
            sampleLength += read;
        }
        return false;
    }

    private int readOn(byte[] target, int offset, int length) {
        try {
            int read = bytes.read(target, offset, length);
            passed += Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("The content can not be read on", e);
        }
    }

    /**
     * How this content comes from the object's own bytes.
     *
     * @param point where it can begin; null where only at the beginning
     */
    private record Rendering(
            Ranges source,
            BiFunction<InputStream, ResumePoint, InputStream> opening,
            @Nullable ResumePoint point) {}
}
