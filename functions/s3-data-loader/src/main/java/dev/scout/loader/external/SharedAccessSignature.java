package dev.scout.loader.external;

/** A shared access signature: part of the address, and good for whoever has it. */
final class SharedAccessSignature implements AzureCredential {

    private final Secret token;

    SharedAccessSignature(Secret token) {
        this.token = token;
    }

    @Override
    public void authorize(Request request) {
        // The address does.
    }

    @Override
    public String query() {
        String text = token.reveal().strip();
        return text.startsWith("?") || text.startsWith("&") ? text.substring(1) : text;
    }
}
