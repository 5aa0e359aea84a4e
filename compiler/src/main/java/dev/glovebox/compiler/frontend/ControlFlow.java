package dev.glovebox.compiler.frontend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** What a value or branch is for, so that diagnostics can say it. */
final class ControlFlow {
    private final MethodCode code;

    /** What an integer is used for. */
    enum Use {
        INDEX,
        LOOP_CONDITION,
        OTHER
    }

    ControlFlow(MethodCode code) {
        this.code = code;
    }

    /** Whether a conditional jump decides between another iteration of a loop and leaving it. */
    boolean isLoopCondition(int pc) {
        if (pc >= code.instructions.length || !(code.instructions[pc] instanceof JumpInsnNode jump)) {
            return false;
        }
        boolean jumpReturns = reaches(code.index(jump.label), pc);
        boolean nextReturns = pc + 1 < code.instructions.length && reaches(pc + 1, pc);
        return jumpReturns != nextReturns;
    }

    private boolean reaches(int from, int to) {
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>();
        work.add(from);
        while (!work.isEmpty()) {
            int pc = work.pop();
            if (pc == to) {
                return true;
            }
            if (!seen.get(pc)) {
                seen.set(pc);
                for (int next : FlowGraph.successors(code, pc)) {
                    if (next > pc || !restartsSwitch(next)) {
                        work.push(next);
                    }
                }
            }
        }
        return false;
    }

    /** Whether a backward jump to here tries a pattern switch's next label: javac's form of it is no loop of the source. */
    private boolean restartsSwitch(int target) {
        int pc = target;
        while (pc < code.instructions.length && isLoad(code.instructions[pc].getOpcode())) {
            pc++;
        }
        return pc < code.instructions.length
                && code.instructions[pc] instanceof InvokeDynamicInsnNode d
                && d.bsm.getOwner().equals(Dynamics.SWITCHES);
    }

    private static boolean isLoad(int opcode) {
        return opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD;
    }

    /** What the integer that an instruction makes is used for, here or after assignments and integer arithmetic. */
    Use use(int pc) {
        Frame<SourceValue>[] frames;
        try {
            frames = new Analyzer<>(new SourceInterpreter()).analyze(code.owner.node.name, code.node);
        } catch (AnalyzerException e) {
            return Use.OTHER;
        }
        List<AbstractInsnNode> derived = new ArrayList<>(List.of(code.instructions[pc]));
        for (int i = 0; i < derived.size(); i++) {
            AbstractInsnNode source = derived.get(i);
            for (AbstractInsnNode insn : code.instructions) {
                Frame<SourceValue> frame = frames[code.node.instructions.indexOf(insn)];
                if (frame == null || insn == source) {
                    continue;
                }
                Use use = use(insn, frame, source, derived);
                if (use != Use.OTHER) {
                    return use;
                }
            }
        }
        return Use.OTHER;
    }

    private Use use(
            AbstractInsnNode insn, Frame<SourceValue> frame, AbstractInsnNode source, List<AbstractInsnNode> derived) {
        int opcode = insn.getOpcode();
        int top = frame.getStackSize() - 1;
        if (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD
                || opcode == Opcodes.NEWARRAY
                || opcode == Opcodes.ANEWARRAY) {
            return isFrom(frame, top, source) ? Use.INDEX : Use.OTHER;
        }
        if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
            return isFrom(frame, top - 1, source) ? Use.INDEX : Use.OTHER;
        }
        if (opcode == Opcodes.MULTIANEWARRAY) {
            return isFrom(frame, top, source) || isFrom(frame, top - 1, source) ? Use.INDEX : Use.OTHER;
        }
        if (insn instanceof JumpInsnNode && opcode <= Opcodes.IF_ICMPLE) {
            boolean operand =
                    isFrom(frame, top, source) || (opcode >= Opcodes.IF_ICMPEQ && isFrom(frame, top - 1, source));
            return operand && isLoopCondition(List.of(code.instructions).indexOf(insn))
                    ? Use.LOOP_CONDITION
                    : Use.OTHER;
        }
        if (opcode == Opcodes.ILOAD) {
            int local = ((org.objectweb.asm.tree.VarInsnNode) insn).var;
            derive(insn, frame.getLocal(local).insns.contains(source), derived);
        } else if (opcode == Opcodes.ISTORE
                || opcode == Opcodes.I2L
                || opcode == Opcodes.L2I
                || opcode == Opcodes.DUP) {
            derive(insn, isFrom(frame, top, source), derived);
        } else if (opcode >= Opcodes.IADD && opcode <= Opcodes.LXOR) {
            derive(insn, isFrom(frame, top, source) || isFrom(frame, top - 1, source), derived);
        }
        return Use.OTHER;
    }

    private static boolean isFrom(Frame<SourceValue> frame, int stack, AbstractInsnNode source) {
        return stack >= 0 && frame.getStack(stack).insns.contains(source);
    }

    private static void derive(AbstractInsnNode insn, boolean from, List<AbstractInsnNode> derived) {
        if (from && !derived.contains(insn)) {
            derived.add(insn);
        }
    }
}
