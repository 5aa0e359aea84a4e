package dev.glovebox.benchmarks;

import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.Encoder;
import dev.glovebox.runtime.client.Decryptor;
import dev.glovebox.runtime.client.Encryptor;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.PublicKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a client does, with full vectors at the highest level. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class EncodingBenchmark {
    @Param({"A_1P", "B_1P", "C_1P", "D_D3"})
    public ParameterSet set = ParameterSet.A_1P;

    private Session session;
    private PublicKey publicKey;
    private Encoder encoder;
    private Encryptor secretEncryptor;
    private Encryptor publicEncryptor;
    private Decryptor decryptor;
    private RnsPolynomial plaintext;
    private CkksCiphertext ciphertext;
    private double[] values;

    @Setup
    public void open(Configuration configuration) {
        var parameters = set.parameters();
        session = new Session(parameters, configuration.open(parameters.ring()), false, List.of());
        publicKey = session.generator.publicKey(session.secretKey, parameters.maxLevel());
        encoder = new Encoder(parameters, session.kernels);
        secretEncryptor = Encryptor.withSecretKey(parameters, session.kernels, session.randomness, session.secretKey);
        publicEncryptor = Encryptor.withPublicKey(parameters, session.kernels, session.randomness, publicKey);
        decryptor = new Decryptor(parameters, session.kernels, session.secretKey);
        plaintext = session.kernels.allocate(parameters.dataBasis(parameters.maxLevel()));
        ciphertext = session.ciphertext();
        values = session.values();
    }

    @TearDown
    public void close() {
        ciphertext.close();
        plaintext.close();
        publicKey.close();
        session.close();
    }

    @Benchmark
    public void encode() {
        encoder.encode(plaintext, values, session.parameters.scale(session.parameters.maxLevel()));
    }

    /** Encode and encrypt, c₁ from a seed. */
    @Benchmark
    public void encryptSecret() {
        encrypt(secretEncryptor);
    }

    /** Encode and encrypt. */
    @Benchmark
    public void encryptPublic() {
        encrypt(publicEncryptor);
    }

    private void encrypt(Encryptor encryptor) {
        encryptor
                .encrypt(values, session.parameters.maxSlots(), session.parameters.maxLevel())
                .close();
    }

    /** Decrypt and decode. */
    @Benchmark
    public double[] decrypt() {
        return decryptor.decrypt(ciphertext);
    }
}
