package dev.glovebox.examples.credit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.examples.credit.Applicants.Applicant;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Applications that training never saw, through the circuits that the plugin built. */
class EncryptedTreesTest {
    private static final Logger LOG = System.getLogger(EncryptedTreesTest.class.getName());
    private static final int FEW = 20;

    @Test
    void aTreeAnswersAsInTheClear() {
        check(CreditTree.class, "risk", new CreditTree()::risk, few(), 10, 0.5);
    }

    @Tag("slow")
    @Test
    void aTreeAnswersAllAsInTheClear() {
        check(CreditTree.class, "risk", new CreditTree()::risk, Applicants.test(), 10, 0.5);
    }

    @Test
    void anEnsembleAnswersAsInTheClear() {
        check(CreditEnsemble.class, "logOdds", new CreditEnsemble()::logOdds, few(), 6, 0);
    }

    @Tag("slow")
    @Test
    void anEnsembleAnswersAllAsInTheClear() {
        check(CreditEnsemble.class, "logOdds", new CreditEnsemble()::logOdds, Applicants.test(), 6, 0);
    }

    private static List<Applicant> few() {
        return Applicants.test().subList(0, FEW);
    }

    private static void check(
            Class<?> model,
            String method,
            ToDoubleFunction<double[]> clear,
            List<Applicant> applicants,
            int precisionBits,
            double threshold) {
        CompiledCircuit<double[], Double> circuit = Glovebox.load(model, method);
        double allowed = Math.scalb(1.0, -precisionBits);
        try (CircuitClient<double[], Double> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            int answered = 0;
            double difference = 0;
            while (answered < applicants.size()) {
                int end = Math.min(applicants.size(), answered + client.batchSize());
                List<double[]> batch = applicants.subList(answered, end).stream()
                        .map(Applicant::features)
                        .toList();
                List<Double> answers = client.decryptBatch(server.evaluate(client.encryptBatch(batch)), batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    double expected = clear.applyAsDouble(batch.get(i));
                    difference = Math.max(difference, Math.abs(answers.get(i) - expected));
                    assertThat(answers.get(i)).isBetween(expected - allowed, expected + allowed);
                    assertThat(answers.get(i) > threshold).isEqualTo(expected > threshold);
                }
                answered = end;
            }
            LOG.log(
                    Level.INFO,
                    "{0}: {1} encrypted classes equal the clear ones; greatest difference {2}",
                    model.getSimpleName(),
                    answered,
                    Double.toString(difference));
        }
    }
}
