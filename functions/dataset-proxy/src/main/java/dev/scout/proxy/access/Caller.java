package dev.scout.proxy.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as a verified token says it.
 *
 * @param subject the token's {@code sub}
 * @param roleClaim the token's {@code role} as it stands there; null where there is none
 */
record Caller(String subject, @Nullable String roleClaim) {

    Optional<Role> role() {
        return Optional.ofNullable(roleClaim).flatMap(Role::ofClaim);
    }
}
