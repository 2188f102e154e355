package dev.scout.proxy.access;

import java.util.Arrays;
import java.util.Optional;

/** What a token's {@code role} allows. A token with any other role, or none, may do nothing. */
public enum Role {
    /** Nothing. */
    ANON("anon"),
    /** Gold and platinum. */
    AUTHENTICATED("authenticated"),
    /** Everything. */
    SERVICE_ROLE("service_role");

    private final String claim;

    Role(String claim) {
        this.claim = claim;
    }

    static Optional<Role> ofClaim(String claim) {
        return Arrays.stream(values()).filter(role -> role.claim.equals(claim)).findFirst();
    }

    /** Whether the role may use the API at all. */
    boolean mayRead() {
        return this != ANON;
    }

    public boolean mayRead(String layer) {
        return switch (this) {
            case ANON -> false;
            case AUTHENTICATED -> layer.equals("gold") || layer.equals("platinum");
            case SERVICE_ROLE -> true;
        };
    }
}
