package dev.glovebox.compiler.ir.text;

import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PublicFunctionContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PublicInputContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PublicNamedOperationContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PublicNegationContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PublicOpContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PublicOperationContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PublicStepContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PublicSumContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.PublicVectorContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.SlotNumberContext;
import dev.glovebox.runtime.circuit.PublicProgram;
import dev.glovebox.runtime.circuit.PublicProgram.Binary;
import dev.glovebox.runtime.circuit.PublicProgram.Input;
import dev.glovebox.runtime.circuit.PublicProgram.Step;
import dev.glovebox.runtime.circuit.PublicProgram.Sum;
import dev.glovebox.runtime.circuit.PublicProgram.Unary;
import dev.glovebox.runtime.circuit.RealFunction;
import dev.glovebox.runtime.circuit.RealOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Builds what a circuit computes of public inputs; references are checked. */
final class PublicReader {
    private final Reader reader;
    private final List<Step> steps = new ArrayList<>();
    private final List<PublicProgram.Vector> vectors = new ArrayList<>();

    /** @param reader accounts for the elements */
    PublicReader(Reader reader) {
        this.reader = reader;
    }

    void read(List<PublicStepContext> stepContexts, List<PublicVectorContext> vectorContexts) {
        for (PublicStepContext step : stepContexts) {
            Reader.definition(step.NUMBER(), steps.size());
            steps.add(step(step.publicOp()));
        }
        for (PublicVectorContext vector : vectorContexts) {
            Reader.definition(vector.PUBLIC(), vectors.size());
            vectors.add(vector(vector));
        }
    }

    PublicProgram program() {
        return new PublicProgram(steps, vectors);
    }

    /** The number of a public vector. */
    int reference(TerminalNode name) {
        return Reader.reference(name, vectors.size(), "one of " + vectors.size() + " public vectors");
    }

    private int number(TerminalNode name) {
        return Reader.reference(name, steps.size(), "a number before #n" + steps.size());
    }

    private Step step(PublicOpContext context) {
        return switch (context) {
            case PublicInputContext c ->
                new Input(
                        Reader.integer(c.INT()),
                        Reader.number(c.interval().number(0)),
                        Reader.number(c.interval().number(1)));
            case PublicSumContext c ->
                new Sum(
                        c.NUMBER().stream().map(this::number).toList(),
                        c.number().stream().skip(1).map(Reader::number).toList(),
                        Reader.number(c.number(0)));
            case PublicNegationContext c -> new Unary(RealFunction.NEGATE, number(c.NUMBER()));
            case PublicFunctionContext c ->
                new Unary(RealFunction.valueOf(c.FUNCTION().getText().toUpperCase(Locale.ROOT)), number(c.NUMBER()));
            case PublicOperationContext c ->
                new Binary(
                        switch (c.op.getText()) {
                            case "+" -> RealOperator.ADD;
                            case "-" -> RealOperator.SUBTRACT;
                            case "*" -> RealOperator.MULTIPLY;
                            default -> RealOperator.DIVIDE;
                        },
                        number(c.NUMBER(0)),
                        number(c.NUMBER(1)));
            case PublicNamedOperationContext c ->
                new Binary(
                        RealOperator.valueOf(c.OPERATOR().getText().toUpperCase(Locale.ROOT)),
                        number(c.NUMBER(0)),
                        number(c.NUMBER(1)));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private PublicProgram.Vector vector(PublicVectorContext context) {
        List<Integer> numbers = new ArrayList<>();
        for (SlotNumberContext slot : context.slotNumber()) {
            int number = slot.NUMBER() == null ? -1 : number(slot.NUMBER());
            int count = slot.INT() == null ? 1 : Reader.integer(slot.INT());
            for (int left = reader.claim(count, Reader.start(slot)); left > 0; left--) {
                numbers.add(number);
            }
        }
        Reader.check(
                Integer.bitCount(numbers.size()) == 1,
                Reader.start(context),
                numbers.size() + " slots",
                "a power of two of slots in a public vector");
        return new PublicProgram.Vector(numbers, Reader.number(context.number()));
    }
}
