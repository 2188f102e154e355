package dev.scout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableTextTest {

    @Test
    void replacesWhatTextCanNotHold() {
        assertThat(StorableText.text("a\0b\uD800c😀\uDC00")).isEqualTo("a\uFFFDb\uFFFDc😀\uFFFD");
        assertThat(StorableText.text(null)).isNull();
    }

    @Test
    void replacesWhatJsonbCanNotHoldAndNoMore() {
        assertThat(StorableText.json("[\"\\u0000\",\"\\\\u0000\",\"\\ud83d\\ude00\",\"\\uD83D\",\"\\ude00\",\"\\n$\"]"))
                .isEqualTo("[\"\uFFFD\",\"\\\\u0000\",\"\\ud83d\\ude00\",\"\uFFFD\",\"\uFFFD\",\"\\n$\"]");
    }
}
