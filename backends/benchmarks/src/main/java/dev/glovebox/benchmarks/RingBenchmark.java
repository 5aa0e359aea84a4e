package dev.glovebox.benchmarks;

import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
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

/** The steps of a key switch at the highest level, on one polynomial each. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class RingBenchmark {
    @Param({"B_D3", "C_D3", "D_D3"})
    public ParameterSet set = ParameterSet.B_D3;

    private RingKernels kernels;
    private Basis[] digits;
    private RnsPolynomial data;
    private RnsPolynomial result;
    private RnsPolynomial dropped;
    private RnsPolynomial extended;
    private RnsPolynomial[] extendedDigits;
    private RnsPolynomial[] key;

    @Setup
    public void open(Configuration configuration) {
        CkksParameters parameters = set.parameters();
        int top = parameters.maxLevel();
        kernels = configuration.open(parameters.ring());
        digits = parameters.digits(top);
        data = Polynomials.uniform(kernels, parameters.dataBasis(top));
        result = kernels.allocate(parameters.dataBasis(top));
        dropped = kernels.allocate(parameters.dataBasis(top - 1));
        extended = kernels.allocate(parameters.fullBasis(top));
        extendedDigits = Polynomials.uniform(kernels, parameters.fullBasis(top), digits.length);
        key = Polynomials.uniform(kernels, parameters.fullBasis(top), digits.length);
    }

    @TearDown
    public void close() {
        Polynomials.close(data, result, dropped, extended);
        Polynomials.close(extendedDigits);
        Polynomials.close(key);
        kernels.close();
    }

    /** All digits of a polynomial. */
    @Benchmark
    public void modUp() {
        kernels.modUp(extendedDigits, data, digits);
    }

    /** With one half of a switching key. */
    @Benchmark
    public void innerProduct() {
        kernels.sumOfProducts(extended, extendedDigits, key);
    }

    /** By all special primes. */
    @Benchmark
    public void modDown() {
        kernels.modDown(result, extended);
    }

    /** By the last data prime. */
    @Benchmark
    public void rescale() {
        kernels.modDown(dropped, data);
    }

    @Benchmark
    public void automorphism() {
        kernels.automorphism(result, data, 5);
    }
}
