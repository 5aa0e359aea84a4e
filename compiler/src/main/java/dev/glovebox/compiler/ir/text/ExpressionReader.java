package dev.glovebox.compiler.ir.text;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.BinaryFactorContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.ConstantFactorContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.ExpressionContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.FactorContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.NegatedFactorContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.NestedFactorContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.TermContext;
import dev.glovebox.compiler.ir.text.grammar.GloveboxParser.UnaryFactorContext;
import java.util.Locale;
import org.antlr.v4.runtime.Token;

/** Builds functions of one variable from their syntax trees. */
final class ExpressionReader {
    private ExpressionReader() {}

    /** An expression and the height of its tree. */
    private record Tree(Expression expression, int height) {}

    static Expression read(ExpressionContext context) {
        return sum(context).expression;
    }

    private static Tree sum(ExpressionContext context) {
        Tree tree = product(context.term(0));
        for (int i = 1; i < context.term().size(); i++) {
            Operator operator = context.getChild(2 * i - 1).getText().equals("+") ? Operator.ADD : Operator.SUBTRACT;
            tree = binary(
                    operator, tree, product(context.term(i)), context.term(i).getStart());
        }
        return tree;
    }

    private static Tree product(TermContext context) {
        Tree tree = factor(context.factor(0));
        for (int i = 1; i < context.factor().size(); i++) {
            Operator operator = context.getChild(2 * i - 1).getText().equals("*") ? Operator.MULTIPLY : Operator.DIVIDE;
            tree = binary(
                    operator, tree, factor(context.factor(i)), context.factor(i).getStart());
        }
        return tree;
    }

    private static Tree factor(FactorContext context) {
        return switch (context) {
            case ConstantFactorContext c -> new Tree(new Constant(Double.parseDouble(c.getText())), 1);
            case NegatedFactorContext n -> unary(Function.NEGATE, factor(n.factor()), n.getStart());
            case UnaryFactorContext u ->
                unary(
                        Function.valueOf(u.FUNCTION().getText().toUpperCase(Locale.ROOT)),
                        sum(u.expression()),
                        u.getStart());
            case BinaryFactorContext b ->
                binary(
                        Operator.valueOf(b.OPERATOR().getText().toUpperCase(Locale.ROOT)),
                        sum(b.expression(0)),
                        sum(b.expression(1)),
                        b.getStart());
            case NestedFactorContext n -> sum(n.expression());
            default -> new Tree(new Variable(), 1);
        };
    }

    private static Tree unary(Function function, Tree argument, Token place) {
        return bounded(new Tree(new Unary(function, argument.expression), argument.height + 1), place);
    }

    private static Tree binary(Operator operator, Tree left, Tree right, Token place) {
        Expression expression = new Binary(operator, left.expression, right.expression);
        return bounded(new Tree(expression, Math.max(left.height, right.height) + 1), place);
    }

    private static Tree bounded(Tree tree, Token place) {
        Reader.check(
                tree.height <= IrParser.MAX_DEPTH,
                place,
                "a deeper function",
                "a function of height " + IrParser.MAX_DEPTH + " at most");
        return tree;
    }
}
