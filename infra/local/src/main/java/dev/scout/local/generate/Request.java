package dev.scout.local.generate;

import java.util.SplittableRandom;

/**
 * How the customer asked, and how it went.
 *
 * @param suggested whether the store suggested something
 * @param accepted whether the suggestion was taken
 * @param handshakeScore in hundredths, 0 to 100
 */
record Request(
        String mode,
        String type,
        boolean suggested,
        boolean accepted,
        int durationSeconds,
        int handshakeScore,
        boolean campaignInfluenced) {

    private static final Weighted<String> MODES = Weighted.of("verbal", 58, "pointing", 30, "indirect", 12);
    private static final Weighted<String> TYPES =
            Weighted.of("branded", 60, "unbranded", 20, "point", 12, "indirect", 8);

    static Request draw(SplittableRandom random) {
        boolean suggested = random.nextInt(100) < 22;
        return new Request(
                MODES.draw(random),
                TYPES.draw(random),
                suggested,
                suggested && random.nextInt(100) < 45,
                15 + random.nextInt(60) + random.nextInt(90),
                random.nextInt(101),
                random.nextInt(100) < 8);
    }
}
