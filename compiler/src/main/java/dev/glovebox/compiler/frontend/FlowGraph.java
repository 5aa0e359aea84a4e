package dev.glovebox.compiler.frontend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * The control flow of a method's instructions: an order in which every join comes after all that leads to it, its loops, and the
 * locals that are read later. The order is the weak topological order of Bourdoncle, "Efficient chaotic iteration strategies with
 * widenings", 1993: each loop is a contiguous part of it that starts with the loop's head.
 */
final class FlowGraph {
    private final MethodCode code;
    private final List<List<Integer>> successors = new ArrayList<>();
    private final int[] position;

    /** For each instruction the head of the innermost loop that it is in, or -1; a head is in its own loop. */
    private final int[] loop;

    /** For each head of a loop the head of the loop around it, or -1. */
    private final int[] outer;

    /** For each head the number of its loop. */
    private final int[] index;

    private int loops;
    private final BitSet joins = new BitSet();
    private final BitSet[] live;
    private final Frame<BasicValue>[] frames;

    FlowGraph(MethodCode code) {
        this.code = code;
        int size = code.instructions.length;
        for (int pc = 0; pc < size; pc++) {
            successors.add(successors(code, pc));
        }
        position = new int[size];
        loop = new int[size];
        outer = new int[size];
        index = new int[size];
        new Ordering().run();
        BitSet reached = new BitSet();
        for (List<Integer> next : successors) {
            for (int pc : next) {
                (reached.get(pc) ? joins : reached).set(pc);
            }
        }
        joins.or(heads());
        live = liveness();
        frames = types();
    }

    static List<Integer> successors(MethodCode code, int pc) {
        AbstractInsnNode insn = code.instructions[pc];
        List<Integer> next = new ArrayList<>();
        switch (insn) {
            case JumpInsnNode jump -> next.add(code.index(jump.label));
            case TableSwitchInsnNode s -> {
                s.labels.forEach(l -> next.add(code.index(l)));
                next.add(code.index(s.dflt));
            }
            case LookupSwitchInsnNode s -> {
                s.labels.forEach(l -> next.add(code.index(l)));
                next.add(code.index(s.dflt));
            }
            default -> {}
        }
        int opcode = insn.getOpcode();
        boolean ends = opcode == Opcodes.GOTO
                || opcode == Opcodes.TABLESWITCH
                || opcode == Opcodes.LOOKUPSWITCH
                || opcode == Opcodes.ATHROW
                || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
        if (!ends && pc + 1 < code.instructions.length) {
            next.add(pc + 1);
        }
        return next;
    }

    /** Whether several ways lead to an instruction. */
    boolean isJoin(int pc) {
        return joins.get(pc);
    }

    boolean isHead(int pc) {
        return loop[pc] == pc;
    }

    int loops() {
        return loops;
    }

    /** Counts, in an array with an element for each loop, how often loops have been repeated when a jump leads to their heads. */
    void count(int from, int to, int[] repeated) {
        if (isHead(to)) {
            repeated[index[to]] = isInLoop(from, to) ? repeated[index[to]] + 1 : 0;
        }
    }

    /** Whether an instruction is in the loop of a head. */
    boolean isInLoop(int pc, int head) {
        for (int h = loop[pc]; h >= 0; h = outer[h]) {
            if (h == head) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where an instruction is in the order, given how often each loop around it has been repeated; compared element by element.
     *
     * @param repeated as {@link #count} has it
     */
    int[] place(int pc, int[] repeated) {
        Deque<Integer> heads = new ArrayDeque<>();
        for (int h = loop[pc]; h >= 0; h = outer[h]) {
            heads.push(h);
        }
        int[] place = new int[2 * heads.size() + 1];
        int i = 0;
        for (int head : heads) {
            place[i++] = position[head];
            place[i++] = repeated[index[head]];
        }
        place[i] = position[pc];
        return place;
    }

    /** Whether a jump is all that can end a loop. */
    boolean aloneEndsLoop(int jump) {
        for (int head = loop[jump]; head >= 0; head = outer[head]) {
            if (leaves(jump, head) && ends(head) == 1) {
                return true;
            }
        }
        return false;
    }

    private boolean leaves(int pc, int head) {
        return isInLoop(pc, head)
                && successors.get(pc).stream().anyMatch(next -> !isInLoop(next, head))
                && successors.get(pc).size() > 1;
    }

    private int ends(int head) {
        int ends = 0;
        for (int pc = 0; pc < loop.length; pc++) {
            if (isInLoop(pc, head) && successors.get(pc).stream().anyMatch(next -> !isInLoop(next, head))) {
                ends++;
            }
        }
        return ends;
    }

    /** Whether a local may be read, from an instruction on, before it is written. */
    boolean isLive(int pc, int local) {
        return live[pc].get(local);
    }

    /** The types of locals and stack before an instruction; null if it cannot be reached. */
    Frame<BasicValue> frame(int pc) {
        return frames[pc];
    }

    private BitSet heads() {
        BitSet heads = new BitSet();
        for (int pc = 0; pc < loop.length; pc++) {
            if (isHead(pc)) {
                heads.set(pc);
            }
        }
        return heads;
    }

    private BitSet[] liveness() {
        int size = code.instructions.length;
        BitSet[] in = new BitSet[size];
        for (int pc = 0; pc < size; pc++) {
            in[pc] = new BitSet();
        }
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int pc = size - 1; pc >= 0; pc--) {
                BitSet out = new BitSet();
                successors.get(pc).forEach(next -> out.or(in[next]));
                transfer(code.instructions[pc], out);
                for (MethodCode.Handler handler : code.handlers) {
                    if (handler.start() <= pc && pc < handler.end()) {
                        out.or(in[handler.target()]);
                    }
                }
                if (!out.equals(in[pc])) {
                    in[pc] = out;
                    changed = true;
                }
            }
        }
        return in;
    }

    private static void transfer(AbstractInsnNode insn, BitSet live) {
        if (insn instanceof VarInsnNode v) {
            live.set(v.var, v.getOpcode() <= Opcodes.ALOAD);
        } else if (insn instanceof IincInsnNode i) {
            live.set(i.var);
        }
    }

    @SuppressWarnings("unchecked")
    private Frame<BasicValue>[] types() {
        Frame<BasicValue>[] all;
        try {
            all = new Analyzer<>(new BasicInterpreter()).analyze(code.owner.node.name, code.node);
        } catch (AnalyzerException e) {
            throw new IllegalStateException("not valid bytecode: " + code.owner.binaryName() + "." + code.node.name, e);
        }
        Frame<BasicValue>[] real = new Frame[code.instructions.length];
        for (int pc = 0; pc < real.length; pc++) {
            real[pc] = all[code.node.instructions.indexOf(code.instructions[pc])];
        }
        return real;
    }

    /** Bourdoncle's algorithm. */
    private final class Ordering {
        private final int[] number = new int[code.instructions.length];
        private final Deque<Integer> stack = new ArrayDeque<>();
        private int visited;

        /** An instruction; or a loop, with its head and then the others in reverse order. */
        private record Part(int pc, boolean isLoop, List<Part> body) {}

        void run() {
            List<Part> parts = new ArrayList<>();
            visit(0, parts);
            code.handlers.stream()
                    .mapToInt(MethodCode.Handler::target)
                    .filter(target -> number[target] == 0)
                    .distinct()
                    .forEach(target -> visitHandler(target, parts));
            java.util.Arrays.fill(loop, -1);
            java.util.Arrays.fill(outer, -1);
            number(parts.reversed(), -1, 0);
        }

        private void visitHandler(int target, List<Part> parts) {
            if (number[target] == 0) {
                List<Part> own = new ArrayList<>();
                visit(target, own);
                parts.addAll(0, own);
            }
        }

        private int number(List<Part> parts, int head, int next) {
            int at = next;
            for (Part part : parts) {
                position[part.pc] = at++;
                loop[part.pc] = part.isLoop ? part.pc : head;
                if (part.isLoop) {
                    outer[part.pc] = head;
                    index[part.pc] = loops++;
                    at = number(part.body.reversed(), part.pc, at);
                }
            }
            return at;
        }

        /** Appends in reverse order. */
        private int visit(int pc, List<Part> parts) {
            stack.push(pc);
            number[pc] = ++visited;
            int head = number[pc];
            boolean repeats = false;
            for (int next : successors.get(pc)) {
                int least = number[next] == 0 ? visit(next, parts) : number[next];
                if (least <= head) {
                    head = least;
                    repeats = true;
                }
            }
            if (head == number[pc]) {
                number[pc] = Integer.MAX_VALUE;
                int element = stack.pop();
                if (repeats) {
                    while (element != pc) {
                        number[element] = 0;
                        element = stack.pop();
                    }
                    parts.add(component(pc));
                } else {
                    parts.add(new Part(pc, false, List.of()));
                }
            }
            return head;
        }

        private Part component(int pc) {
            List<Part> body = new ArrayList<>();
            for (int next : successors.get(pc)) {
                if (number[next] == 0) {
                    visit(next, body);
                }
            }
            return new Part(pc, true, body);
        }
    }
}
