package dev.scout.local.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Stores with the same kind of device whose records come in one file a day. */
record StoreGroup(SourceFormat format, int number, List<Store> stores) {

    private static final int MOST_STORES = 10;

    static List<StoreGroup> of(GenerateOptions options, List<Store> stores) {
        List<StoreGroup> groups = new ArrayList<>();
        for (SourceFormat format : options.formats()) {
            List<Store> same =
                    stores.stream().filter(store -> store.format() == format).toList();
            for (int first = 0; first < same.size(); first += MOST_STORES) {
                groups.add(new StoreGroup(
                        format,
                        first / MOST_STORES + 1,
                        same.subList(first, Math.min(same.size(), first + MOST_STORES))));
            }
        }
        return groups;
    }

    /** Last part of the key of its files. */
    String fileName() {
        return String.format(Locale.ROOT, "%s-%02d.%s", format.fileName(), number, format.extension());
    }
}
