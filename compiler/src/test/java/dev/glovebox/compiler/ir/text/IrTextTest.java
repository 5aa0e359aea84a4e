package dev.glovebox.compiler.ir.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IrTextTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void printingAndParsingAreInverse(long seed) {
        RandomPrograms programs = new RandomPrograms(seed);
        for (int i = 0; i < 50; i++) {
            roundTrip(programs.tensor(), IrPrinter::print, IrParser::parseTensor);
            roundTrip(programs.slot(), IrPrinter::print, IrParser::parseSlot);
            roundTrip(programs.circuit(), IrPrinter::print, IrParser::parseCircuit);
        }
    }

    private static <T> void roundTrip(T program, Function<T, String> print, Function<String, T> parse) {
        String text = print.apply(program);
        T parsed = parse.apply(text);
        assertThat(parsed).as(text).isEqualTo(program);
        assertThat(print.apply(parsed)).isEqualTo(text);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void damagedTextIsRefusedWithOneException(long seed) {
        Random random = new Random(seed);
        RandomPrograms programs = new RandomPrograms(seed);
        for (int i = 0; i < 100; i++) {
            StringBuilder text = new StringBuilder(IrPrinter.print(programs.circuit()));
            String other = IrPrinter.print(programs.tensor());
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, other.charAt(random.nextInt(other.length())));
                case 2 -> text.setLength(at);
                default -> text.setCharAt(at, "0123456789%#[]{}:,.*-@\"$\\".charAt(random.nextInt(25)));
            }
            Throwable thrown = catchThrowable(() -> IrParser.parseCircuit(text.toString()));
            assertThat(thrown)
                    .satisfiesAnyOf(
                            t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(IrSyntaxException.class));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        tensor "f" precision 8 { }                                              | 1 | 26 | '}' | 'results', NODE
        tensor "f" precision 8 { results %0[0] }                                | 1 | 34 | %0 | a node of the program
        tensor "f" precision 8 { %1 = input "x" at 0 : [1] in [0, 1] results }  | 1 | 26 | %1 | %0
        tensor "f" precision 99999999999 { results }                            | 1 | 22 | 99999999999 | an integer of 32 bits
        tensor "f" precision 8 { %0 = input "x" at 0 : [2] in {[0, 1]} results }| 1 | 55 | 1 ranges | 2 ranges
        tensor "f" precision 8 { %0 = input "x" at 0 : [1] in [0, §] results }  | 1 | 59 | '§' | '-', 'Infinity', 'NaN', REAL, INT
        slot "f" precision 8 slots 4 { }                                        | 1 | 32 | '}' | 'input', 'outputs', NODE
        """)
    void errorsNameThePlaceTheFindingAndTheExpectation(
            String text, int line, int column, String found, String expected) {
        assertThatThrownBy(() -> {
                    if (text.startsWith("tensor")) {
                        IrParser.parseTensor(text);
                    } else {
                        IrParser.parseSlot(text);
                    }
                })
                .isInstanceOfSatisfying(IrSyntaxException.class, e -> {
                    assertThat(e.line()).isEqualTo(line);
                    assertThat(e.column()).isEqualTo(column);
                    assertThat(e.found()).isEqualTo(found);
                    assertThat(e.expected()).isEqualTo(expected);
                })
                .hasMessage("line %d, column %d: found %s, expected %s", line, column, found, expected);
    }

    @Test
    void shapesAreChecked() {
        String text = """
                tensor "f" precision 8 {
                  %0 = input "x" at 0 normalized : [3] in [-1, 1]
                  %1 = affine dense<2x2>[[1, 2], [3, 4]] * %0 : [2] in [-9, 9]
                  results %1[0..1]
                }
                """;
        assertThatThrownBy(() -> IrParser.parseTensor(text))
                .isInstanceOf(IrSyntaxException.class)
                .hasMessage("line 3, column 44: found a vector of length 3, expected length 2");
    }

    @Test
    void deepNestingIsBounded() {
        assertThat(nested(999, "(", "t", ")").nodes()).hasSize(2);
        assertThat(nested(998, "exp(", "t", ")").nodes()).hasSize(2);
        assertThat(nested(999, "-", "t", "").nodes()).hasSize(2);
        assertThat(nested(998, "", "t", " + t").nodes()).hasSize(2);
        for (String open : new String[] {"(", "exp(", "-", "max(", "-("}) {
            assertThatThrownBy(() -> nested(1_000_000, open, "t", ""))
                    .as(open)
                    .isInstanceOf(IrSyntaxException.class)
                    .hasMessageContaining("at most 1000 nested parentheses and signs");
        }
        assertThatThrownBy(() -> nested(100_000, "", "t", " * t"))
                .isInstanceOf(IrSyntaxException.class)
                .hasMessageContaining("a function of height 1000 at most");
    }

    private static TensorProgram nested(int times, String open, String inner, String close) {
        return IrParser.parseTensor("tensor \"f\" precision 8 { %0 = input \"x\" at 0 : [1] in [0, 1] %1 = apply "
                + open.repeat(times) + inner + close.repeat(times) + " to %0 : [1] in [0, 1] results }");
    }

    @Test
    void shortTextsDoNotUnfoldToMuch() {
        String run = "[1.0 * 2000000000]";
        assertThatThrownBy(() ->
                        IrParser.parseSlot("slot \"f\" precision 8 slots 4 { outputs results #v0 = " + run + " }"))
                .isInstanceOf(IrSyntaxException.class)
                .hasMessageContaining("expected at most 67108864 elements in one text");
        assertThatThrownBy(() -> IrParser.parseTensor(
                        "tensor \"f\" precision 8 { %0 = input \"x\" at 0 : [2000000000] in [0, 1] results }"))
                .isInstanceOf(IrSyntaxException.class);
    }

    @Test
    void functionsReadAsInMathematics() {
        String text = """
                tensor "f" precision 8 {
                  %0 = input "x" at 0 : [1] in [0, 1]
                  %1 = apply 1 / (1 + exp(-t)) - t * (t - 2.50) - (t - -3) - -(4) + max(t, 0) * pow(t, 0.5) to %0 : [1] in [0, 1]
                  results
                }
                """;
        Expression function =
                ((TensorOp.Apply) IrParser.parseTensor(text).nodes().get(1).op()).function();
        double x = 0.7;
        assertThat(function.evaluate(x))
                .isEqualTo(1 / (1 + StrictMath.exp(-x))
                        - x * (x - 2.5)
                        - (x - -3)
                        - -(4.0)
                        + Math.max(x, 0) * Math.pow(x, 0.5));
        assertThat(ExpressionPrinter.print(function))
                .isEqualTo("1 / (1 + exp(-t)) - t * (t - 2.5) - (t - -3) - -(4) + max(t, 0) * pow(t, 0.5)");
    }

    @Test
    void handWrittenTextIsNormalized() {
        TensorProgram tensor = IrParser.parseTensor(Golden.read(IrTextTest.class, "tensor"));
        SlotProgram slot = IrParser.parseSlot(Golden.read(IrTextTest.class, "slot"));
        CircuitIr circuit = IrParser.parseCircuit(Golden.read(IrTextTest.class, "circuit"));
        Golden.check(IrTextTest.class, "tensor", tensor);
        Golden.check(IrTextTest.class, "slot", slot);
        Golden.check(IrTextTest.class, "circuit", circuit);
        assertThat(tensor.nodes()).hasSize(4);
        assertThat(slot.constants().matrix(0).diagonals()).containsOnlyKeys(0, 3);
        assertThat(circuit.parameters().levelBits()).hasSize(4);
    }
}
