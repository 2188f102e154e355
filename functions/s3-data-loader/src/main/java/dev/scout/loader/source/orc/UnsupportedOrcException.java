package dev.scout.loader.source.orc;

import java.io.IOException;

/** The file may be whole, but uses what can not be read here. */
final class UnsupportedOrcException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsupportedOrcException(String message) {
        super(message);
    }
}
