package dev.scout.local;

/** Something that a person can put right. The message is the whole sentence that they are shown: what failed, on what, what to do. */
public final class LocalPlatformException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LocalPlatformException(String sentence) {
        super(sentence);
    }

    public LocalPlatformException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
