package dev.scout.local.generate;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.List;

/** A barangay, and what kind of stores are usual there. The ids are the generator's own. */
record Place(
        String regionId,
        String region,
        String province,
        String cityId,
        String city,
        String barangayId,
        String barangay,
        String storeType) {

    static List<Place> all() {
        return Resource.rows("places.csv").stream().map(Place::of).toList();
    }

    private static Place of(NamedCsvRecord row) {
        return new Place(
                row.getField("region_id"),
                row.getField("region"),
                row.getField("province"),
                row.getField("city_id"),
                row.getField("city"),
                row.getField("barangay_id"),
                row.getField("barangay"),
                row.getField("store_type"));
    }
}
