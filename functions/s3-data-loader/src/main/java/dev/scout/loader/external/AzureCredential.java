package dev.scout.loader.external;

import java.util.Map;
import java.util.SortedMap;

/** Lets a request into a storage account. */
sealed interface AzureCredential permits SharedKey, SharedAccessSignature, EntraToken {

    /**
     * Adds what the service wants to see.
     *
     * @param request a GET; its headers can be added to
     */
    void authorize(Request request);

    /** What is appended to the address's query: empty, or encoded and without an ampersand in front. */
    default String query() {
        return "";
    }

    /** Takes note that the service did not accept the credential; true where another attempt makes sense. */
    default boolean renew() {
        return false;
    }

    /**
     * A GET that is about to be sent.
     *
     * @param path encoded, as it stands in the address
     * @param query names and values, not encoded
     */
    record Request(String path, SortedMap<String, String> query, Map<String, String> headers) {}
}
