package dev.scout.loader.source.compression;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Unpacks gzip as {@link GunzipStream} does, and can go on at the border of a block. It is slower. */
final class ResumableGunzipStream extends UnpackingStream {

    private static final int STATE_BYTES = Integer.BYTES + Long.BYTES + 2;

    private final Inflate inflate = new Inflate(this);
    private final Crc32 crc = new Crc32();
    private long memberBytes;
    private boolean inMember;
    private boolean firstMember;

    ResumableGunzipStream(InputStream packed, @Nullable ResumePoint point) {
        super(packed, "gzip", point);
        firstMember = point == null;
        if (point != null) {
            ByteBuffer state = ByteBuffer.wrap(point.state());
            crc.begin(state.getInt());
            memberBytes = state.getLong();
            int bitCount = state.get();
            int bits = state.get() & 0xFF;
            byte[] before = new byte[state.remaining()];
            state.get(before);
            inflate.goOn(before, bitCount, bits);
            inMember = true;
        }
    }

    @Override
    int unpack(byte[] target, int offset, int length) throws IOException, DamageException {
        if (inflate.waiting() > 0) {
            int taken = inflate.take(target, offset, length);
            crc.update(target, offset, taken);
            memberBytes += taken;
            return taken;
        }
        if (!inMember) {
            return beginMember() ? 0 : -1;
        }
        if (inflate.isAtEnd()) {
            endMember();
            return 0;
        }
        if (inflate.isAtBorder() && isPointDue()) {
            keepPoint(inflate.wholeBytes(), state());
        }
        inflate.unpack();
        return 0;
    }

    private byte[] state() {
        byte[] before = inflate.before();
        return ByteBuffer.allocate(STATE_BYTES + before.length)
                .putInt(crc.value())
                .putLong(memberBytes)
                .put((byte) inflate.bitCount())
                .put((byte) inflate.bits())
                .put(before)
                .array();
    }

    private boolean beginMember() throws IOException, DamageException {
        if (!GzipHeader.pass(this, firstMember)) {
            return false;
        }
        inflate.begin();
        crc.begin(0);
        memberBytes = 0;
        inMember = true;
        firstMember = false;
        return true;
    }

    private void endMember() throws IOException, DamageException {
        inflate.toByteBorder();
        int expectedCrc = (int) needInt();
        long expectedSize = needInt();
        if (expectedCrc != crc.value() || expectedSize != (memberBytes & 0xFFFF_FFFFL)) {
            throw altered();
        }
        inMember = false;
    }
}
