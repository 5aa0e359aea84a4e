package dev.glovebox.examples.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainingTest {

    @Test
    void theCommittedWeightsAreWhatTrainingMakes() {
        Preprocessing preprocessing = Preprocessing.of(Patients.training(), Preprocessing.CLIP);
        Weights trained = Training.train(Patients.training(), preprocessing, Training.PENALTY);

        assertThat(Preprocessing.load().mean()).containsExactly(preprocessing.mean(), within(1e-9));
        assertThat(Preprocessing.load().deviation()).containsExactly(preprocessing.deviation(), within(1e-9));
        assertThat(Weights.load().weights()).containsExactly(trained.weights(), within(1e-9));
        assertThat(Weights.load().bias()).isCloseTo(trained.bias(), within(1e-9));
    }

    @Test
    void theCommittedNetworkIsWhatTrainingMakes() {
        Network trained = Network.train(Patients.training(), Preprocessing.load(), Training.NETWORK_PENALTY);
        Network committed = Network.load();

        for (int n = 0; n < Network.NEURONS; n++) {
            assertThat(committed.hidden()[n]).containsExactly(trained.hidden()[n], within(1e-7));
        }
        assertThat(committed.hiddenBias()).containsExactly(trained.hiddenBias(), within(1e-7));
        assertThat(committed.output()).containsExactly(trained.output(), within(1e-7));
        assertThat(committed.outputBias()).isCloseTo(trained.outputBias(), within(1e-7));
    }

    @Test
    void regularisationKeepsTheSigmoidsIntervalShort() {
        assertThat(Weights.load().reach(Preprocessing.CLIP)).isLessThan(32);

        Preprocessing wide = Preprocessing.of(Patients.training(), 12);
        assertThat(Training.train(Patients.training(), wide, 1e-3).reach(12)).isGreaterThan(250);
    }

    @Test
    void trainingAndTestRowsAreDistinctAndComplete() {
        assertThat(Patients.training().rows()).hasSize(455);
        assertThat(Patients.test().rows()).hasSize(114);
        assertThat(Patients.features()).hasSize(30);
    }
}
