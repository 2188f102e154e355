package dev.scout.transform.canonical;

/** A JSON number exactly as it was written: no digit is lost before somebody asks for its value. */
record JsonNumber(String text) {

    @Override
    public String toString() {
        return text;
    }
}
