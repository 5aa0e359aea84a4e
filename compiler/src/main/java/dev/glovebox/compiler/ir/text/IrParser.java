package dev.glovebox.compiler.ir.text;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.grammar.GloveboxLexer;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link IrPrinter} writes. Any text is safe to parse: it gives a program whose references all hold, or an {@link
 * IrSyntaxException}.
 */
public final class IrParser {
    /** Greatest nesting of parentheses and signs in a function, and greatest height of its tree. */
    static final int MAX_DEPTH = 1000;

    private static final int LONGEST_QUOTE = 40;

    private IrParser() {}

    /** @throws IrSyntaxException if the text is no tensor program */
    public static TensorProgram parseTensor(String text) {
        return parse(text, parser -> new TensorReader().read(parser.tensorFile()));
    }

    /** @throws IrSyntaxException if the text is no slot program */
    public static SlotProgram parseSlot(String text) {
        return parse(text, parser -> new SlotReader().read(parser.slotFile()));
    }

    /** @throws IrSyntaxException if the text is no circuit */
    public static CircuitIr parseCircuit(String text) {
        return parse(text, parser -> new SlotReader().read(parser.circuitFile()));
    }

    private static <T> T parse(String text, Function<GloveboxParser, T> read) {
        GloveboxLexer lexer = new GloveboxLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        lexer.addErrorListener(ThrowingListener.INSTANCE);
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        checkNesting(tokens.getTokens());
        GloveboxParser parser = new GloveboxParser(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(ThrowingListener.INSTANCE);
        return read.apply(parser);
    }

    /** Bounds the parser's recursion, which follows parentheses and signs alone. */
    private static void checkNesting(List<Token> tokens) {
        int depth = 0;
        int signs = 0;
        for (Token token : tokens) {
            switch (token.getText()) {
                case "(" -> depth++;
                case ")" -> depth--;
                default -> {}
            }
            signs = token.getText().equals("-") ? signs + 1 : 0;
            if (depth + signs > MAX_DEPTH) {
                throw error(token, token.getText(), "at most " + MAX_DEPTH + " nested parentheses and signs");
            }
        }
    }

    static IrSyntaxException error(Token token, String found, String expected) {
        return new IrSyntaxException(token.getLine(), token.getCharPositionInLine() + 1, found, expected);
    }

    /** The first error ends parsing. */
    private static final class ThrowingListener extends BaseErrorListener {
        static final ThrowingListener INSTANCE = new ThrowingListener();

        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                @Nullable Object offendingSymbol,
                int line,
                int charPositionInLine,
                String message,
                @Nullable RecognitionException e) {
            String found = offendingSymbol instanceof Token token ? quote(token) : "a character that starts no token";
            String expected = recognizer instanceof Parser parser
                    ? parser.getExpectedTokens().toList().stream()
                            .map(type -> parser.getVocabulary().getDisplayName(type))
                            .collect(Collectors.joining(", "))
                    : "a token";
            throw new IrSyntaxException(line, charPositionInLine + 1, found, expected);
        }

        private static String quote(Token token) {
            if (token.getType() == Token.EOF) {
                return "the end of the text";
            }
            String text = token.getText();
            return "'" + (text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…") + "'";
        }
    }
}
