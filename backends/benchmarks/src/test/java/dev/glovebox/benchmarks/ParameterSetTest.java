package dev.glovebox.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.ckks.CkksParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterSetTest {
    @ParameterizedTest
    @EnumSource
    void isUsableAndInsecureOnlyWhereItSaysSo(ParameterSet set) {
        CkksParameters parameters = set.parameters();
        assertThat(parameters.isSecure()).isEqualTo(!set.spec().insecure());
        assertThat(parameters.digits(parameters.maxLevel())).hasSize(set.spec().digits());
    }

    @ParameterizedTest
    @EnumSource
    void bothKindsOfFloorsAreKnownForAKeySwitch(ParameterSet set) {
        Floors floors = new Floors(new Results());
        Results.Row rotation = new Results.Row("KeySwitchBenchmark", "rotate", set.name());
        assertThat(floors.transforms(rotation)).isPresent();
        assertThat(floors.memory(rotation)).isPresent();
    }
}
