package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A decimal: a number with all its digits. Each value is stored with a scale of its own. */
final class DecimalColumn extends OrcColumn {

    /** Longer ones than the format's 38 digits are damage; this is far beyond them. */
    private static final int MOST_BYTES = 64;

    private static final int MOST_SCALE = 1000;

    private final Chunks unscaled;
    private final Integers scales;
    private final int statedScale;
    private final byte[] groups = new byte[MOST_BYTES];

    DecimalColumn(StripeStreams streams, OrcType type, Limits limits) throws IOException {
        super(streams, type, limits);
        this.unscaled = streams.stream(type.column(), StripeStreams.DATA);
        this.scales = Integers.of(streams, type.column(), streams.stream(type.column(), StripeStreams.SECONDARY), true);
        this.statedScale = type.precision() == 0 ? 0 : type.scale();
    }

    @Override
    void value(JsonText target) throws IOException {
        int count = 0;
        int b;
        do {
            if (count == MOST_BYTES) {
                throw new CorruptOrcException("a decimal does not end");
            }
            b = unscaled.next();
            groups[count++] = (byte) (b & 0x7F);
        } while (b >= 0x80);
        long scale = scales.next();
        if (Math.abs(scale) > MOST_SCALE) {
            throw new CorruptOrcException("a decimal has the scale " + scale);
        }
        BigDecimal value =
                count <= 9 ? BigDecimal.valueOf(small(count), (int) scale) : new BigDecimal(large(count), (int) scale);
        JsonValues.decimal(value.scale() < statedScale ? value.setScale(statedScale) : value, target);
    }

    private long small(int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 7 | groups[i];
        }
        return value >>> 1 ^ -(value & 1);
    }

    private BigInteger large(int count) {
        BigInteger value = BigInteger.ZERO;
        for (int i = count - 1; i >= 0; i--) {
            value = value.shiftLeft(7).or(BigInteger.valueOf(groups[i]));
        }
        boolean negative = value.testBit(0);
        BigInteger half = value.shiftRight(1);
        return negative ? half.not() : half;
    }
}
