package dev.glovebox.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityTableTest {
    @ParameterizedTest
    @CsvSource({"10, 26", "11, 53", "12, 106", "13, 214", "14, 430", "15, 868", "16, 1747", "9, 0", "17, 0"})
    void theSmallerTableCounts(int logDegree, double bits) {
        assertThat(SecurityTable.maxLogModulus(logDegree)).isEqualTo(bits);
        assertThat(SecurityTable.isSecure(logDegree, bits + 0.001)).isFalse();
        assertThat(SecurityTable.isSecure(logDegree, bits)).isTrue();
    }

    @Test
    void insecureIsRefusedWithTheNumbers() {
        assertThatCode(() -> SecurityTable.check(14, 430, false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> SecurityTable.check(14, 437.5, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("log2(QP) = 437.50 at ring degree 2^14")
                .hasMessageContaining("the limit is 430 bits");
    }

    @Test
    void insecureByRequestWarnsEachTime() {
        Logger logger = Logger.getLogger(SecurityTable.class.getName());
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            SecurityTable.check(10, 100, true);
            SecurityTable.check(10, 100, true);
            SecurityTable.check(10, 20, true);
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(records).hasSize(2).allMatch(r -> r.getLevel() == Level.WARNING);
    }
}
