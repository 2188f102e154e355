package dev.scout.loader.source.orc;

import java.io.IOException;

/** The bytes are not what the format says they are. */
final class CorruptOrcException extends IOException {

    private static final long serialVersionUID = 1L;

    CorruptOrcException(String message) {
        super(message);
    }
}
