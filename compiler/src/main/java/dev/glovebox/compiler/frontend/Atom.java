package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.SourceLocation;

/** A basis element of affine forms: an input or the result of a nonlinear operation. Becomes one element of one vector node. */
abstract sealed class Atom {
    /** Order of creation; operands have smaller numbers. */
    final int number;

    final SourceLocation location;

    /** Nonlinear operations on the longest way from the inputs. */
    final int depth;

    /** Whether a result depends on it other than through a fused function. */
    boolean needed;

    /** Where it lies, once placed. */
    int node = -1;

    int index = -1;

    /** Whether public inputs alone determine it. */
    final boolean isPublic;

    private Atom(int number, SourceLocation location, int depth, boolean isPublic) {
        this.number = number;
        this.isPublic = isPublic;
        this.location = location;
        this.depth = depth;
    }

    /** An element of an input node. */
    static final class Input extends Atom {
        Input(int number, SourceLocation location, int node, int index, boolean isPublic) {
            super(number, location, 0, isPublic);
            this.node = node;
            this.index = index;
            this.needed = true;
        }
    }

    /** A function of one affine form. */
    static final class Apply extends Atom {
        final Form variable;
        final Expression function;

        Apply(int number, SourceLocation location, Form variable, Expression function) {
            super(number, location, 1 + variable.depth(), variable.isPublic());
            this.variable = variable;
            this.function = function;
        }
    }

    /** The product of two affine forms. */
    static final class Product extends Atom {
        final Form left;
        final Form right;

        Product(int number, SourceLocation location, Form left, Form right) {
            super(number, location, 1 + Math.max(left.depth(), right.depth()), left.isPublic() && right.isPublic());
            this.left = left;
            this.right = right;
        }
    }
}
