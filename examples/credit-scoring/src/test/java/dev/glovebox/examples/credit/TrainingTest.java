package dev.glovebox.examples.credit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.examples.credit.Applicants.Applicant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class TrainingTest {

    @Test
    void theSourcesAreWhatTrainingMakes() {
        Tree single = Training.single();
        List<Tree> ensemble = Training.ensemble();
        for (Applicant applicant : Applicants.test()) {
            double[] x = applicant.features();
            assertThat(new CreditTree().risk(x)).isEqualTo(single.evaluate(x));
            double sum = 0;
            for (Tree tree : ensemble) {
                sum += tree.evaluate(x);
            }
            assertThat(new CreditEnsemble().logOdds(x)).isEqualTo(sum);
        }
    }

    @Test
    void theModelsHaveLearnt() {
        long good = Applicants.test().stream().filter(a -> !a.bad()).count();
        assertThat(Applicants.test()).hasSize(200);
        assertThat(right(x -> new CreditEnsemble().logOdds(x), 0)).isGreaterThan(good);
        assertThat(right(x -> new CreditTree().risk(x), 0.5)).isGreaterThan(good);
    }

    private static long right(ToDoubleFunction<double[]> model, double threshold) {
        return Applicants.test().stream()
                .filter(a -> model.applyAsDouble(a.features()) > threshold == a.bad())
                .count();
    }

    @Test
    void applicationsAreSmallWholeNumbers() {
        for (Applicant applicant : Applicants.training()) {
            assertThat(applicant.features()).hasSize(Applicants.FEATURES);
            for (double x : applicant.features()) {
                assertThat(x).isBetween(0.0, Applicants.BINS - 1.0).isEqualTo(Math.rint(x));
            }
        }
    }
}
