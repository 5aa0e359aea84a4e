package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotProgram;

/** Makes a slot program that means the same, is no deeper and costs no more. */
@FunctionalInterface
public interface SlotPass {

    SlotProgram apply(SlotProgram program);
}
