package dev.glovebox.compiler.ir.text;

import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.IntegerContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.LocationContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.NumberContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.RealsContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.RunContext;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** What readers of all stages share: numbers, strings, locations, references, and a bound on what a short text may unfold to. */
abstract class Reader {
    /** Greatest number of elements that all runs and sizes of one text may stand for. */
    private static final long MAX_ELEMENTS = 1L << 26;

    private static final Pattern LOCATION = Pattern.compile("@ *(.*)\\.([^.]*)\\(([^(]*):([0-9]+)\\)", Pattern.DOTALL);

    private long elements;

    /** Accounts for {@code count} elements before they are allocated. */
    final int claim(long count, Token place) {
        elements += count;
        check(elements <= MAX_ELEMENTS, place, "more elements", "at most " + MAX_ELEMENTS + " elements in one text");
        return (int) count;
    }

    static void check(boolean holds, Token place, String found, String expected) {
        if (!holds) {
            throw IrParser.error(place, found, expected);
        }
    }

    static int integer(IntegerContext context) {
        return integer(context.getText(), context.getStart());
    }

    /** An unsigned integer. */
    static int integer(TerminalNode node) {
        return integer(node.getText(), node.getSymbol());
    }

    private static int integer(String digits, Token place) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw IrParser.error(place, digits, "an integer of 32 bits");
        }
    }

    static double number(NumberContext context) {
        return Double.parseDouble(context.getText());
    }

    /** The elements of a list with its runs unfolded. */
    final double[] reals(RealsContext context) {
        double[] values = new double[context.run().size()];
        int size = 0;
        for (RunContext run : context.run()) {
            int count = claim(run.INT() == null ? 1 : integer(run.INT()), run.getStart());
            if (values.length < size + count) {
                values = Arrays.copyOf(values, Math.max(size + count, values.length + values.length / 2));
            }
            Arrays.fill(values, size, size + count, number(run.number()));
            size += count;
        }
        return Arrays.copyOf(values, size);
    }

    /**
     * The number of a token such as {@code %12} or {@code #v3}.
     *
     * @param limit what it must be below
     */
    static int reference(TerminalNode node, int limit, String expected) {
        int index = integer(node.getText().replaceFirst("^[%#vmnp]+", ""), node.getSymbol());
        check(index < limit, node.getSymbol(), node.getText(), expected);
        return index;
    }

    /** An operand of node {@code index}. */
    static int operand(TerminalNode node, int index) {
        return reference(node, index, "a node before %" + index);
    }

    /** Checks that a definition has the next number. */
    static void definition(TerminalNode node, int index) {
        String text = node.getText();
        String expected = text.replaceFirst("[0-9]+$", Integer.toString(index));
        check(text.equals(expected), node.getSymbol(), text, expected);
    }

    static String string(TerminalNode node) {
        String text = node.getText();
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                value.append(c);
                continue;
            }
            char escape = text.charAt(++i);
            switch (escape) {
                case 'n' -> value.append('\n');
                case 'r' -> value.append('\r');
                case 't' -> value.append('\t');
                case 'u' -> {
                    value.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> value.append(escape);
            }
        }
        return value.toString();
    }

    static SourceLocation location(@Nullable LocationContext context) {
        if (context == null) {
            return SourceLocation.UNKNOWN;
        }
        if (context.LOCATION() == null) {
            return new SourceLocation(
                    string(context.STRING(0)),
                    string(context.STRING(1)),
                    string(context.STRING(2)),
                    integer(context.integer()));
        }
        Matcher parts = LOCATION.matcher(context.getText());
        check(parts.matches(), context.getStart(), context.getText(), "@ Class.method(File:line)");
        return new SourceLocation(
                parts.group(1), parts.group(2), parts.group(3), integer(parts.group(4), context.getStart()));
    }

    static Token start(ParserRuleContext context) {
        return context.getStart();
    }
}
