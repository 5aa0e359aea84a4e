package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.SourceLocation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** A method's instructions without labels and lines, ready to be interpreted. */
final class MethodCode {
    final ClassFile owner;
    final MethodNode node;
    final AbstractInsnNode[] instructions;
    final int maxLocals;
    final int maxStack;
    final List<Handler> handlers;

    /** What call sites and field accesses resolved to. */
    final @Nullable Object[] resolved;

    private @Nullable FlowGraph flow;
    private final int[] lines;
    private final SourceLocation[] locations;
    private final Map<LabelNode, Integer> labels = new IdentityHashMap<>();

    /** An exception handler for instructions [start, end); any type if null. */
    record Handler(int start, int end, int target, @Nullable String type) {}

    MethodCode(ClassFile owner, MethodNode node) {
        this.owner = owner;
        this.node = node;
        this.maxLocals = node.maxLocals;
        this.maxStack = node.maxStack;
        List<AbstractInsnNode> real = new ArrayList<>();
        List<Integer> lineOf = new ArrayList<>();
        int line = 0;
        for (AbstractInsnNode insn : node.instructions) {
            switch (insn) {
                case LabelNode label -> labels.put(label, real.size());
                case LineNumberNode number -> line = number.line;
                default -> {
                    if (insn.getOpcode() >= 0) {
                        real.add(insn);
                        lineOf.add(line);
                    }
                }
            }
        }
        this.instructions = real.toArray(AbstractInsnNode[]::new);
        this.lines = lineOf.stream().mapToInt(Integer::intValue).toArray();
        this.locations = new SourceLocation[lines.length];
        this.resolved = new Object[lines.length];
        this.handlers = new ArrayList<>();
        for (TryCatchBlockNode block : node.tryCatchBlocks) {
            handlers.add(new Handler(index(block.start), index(block.end), index(block.handler), block.type));
        }
    }

    /** How diagnostics name a local. */
    String localName(int local, int pc) {
        if (node.localVariables != null) {
            for (LocalVariableNode variable : node.localVariables) {
                if (variable.index == local && index(variable.start) <= pc && pc < index(variable.end)) {
                    return "the local variable " + variable.name;
                }
            }
        }
        return "a local variable";
    }

    int index(LabelNode label) {
        Integer index = labels.get(label);
        if (index == null) {
            throw new IllegalStateException("label outside the method");
        }
        return index;
    }

    FlowGraph flow() {
        if (flow == null) {
            flow = new FlowGraph(this);
        }
        return flow;
    }

    boolean isStatic() {
        return (node.access & Opcodes.ACC_STATIC) != 0;
    }

    SourceLocation location(int pc) {
        int at = Math.min(pc, lines.length - 1);
        if (at < 0) {
            return new SourceLocation(owner.binaryName(), node.name, owner.sourceFile(), 0);
        }
        if (locations[at] == null) {
            locations[at] = at > 0 && lines[at - 1] == lines[at]
                    ? location(at - 1)
                    : new SourceLocation(owner.binaryName(), node.name, owner.sourceFile(), lines[at]);
        }
        return locations[at];
    }

    /** The keys of a switch. */
    static List<Integer> keys(AbstractInsnNode insn) {
        return insn instanceof TableSwitchInsnNode s
                ? java.util.stream.IntStream.rangeClosed(s.min, s.max).boxed().toList()
                : ((LookupSwitchInsnNode) insn).keys;
    }

    int switchTarget(AbstractInsnNode insn, int key) {
        return insn instanceof TableSwitchInsnNode s
                ? switchTarget(s, key)
                : switchTarget((LookupSwitchInsnNode) insn, key);
    }

    int defaultTarget(AbstractInsnNode insn) {
        return index(insn instanceof TableSwitchInsnNode s ? s.dflt : ((LookupSwitchInsnNode) insn).dflt);
    }

    private int switchTarget(TableSwitchInsnNode s, int key) {
        return index(key < s.min || key > s.max ? s.dflt : s.labels.get(key - s.min));
    }

    private int switchTarget(LookupSwitchInsnNode s, int key) {
        int i = java.util.Collections.binarySearch(s.keys, key);
        return index(i < 0 ? s.dflt : s.labels.get(i));
    }
}
