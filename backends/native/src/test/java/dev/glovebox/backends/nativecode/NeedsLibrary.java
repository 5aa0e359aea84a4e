package dev.glovebox.backends.nativecode;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests where the build made no library, for want of a compiler, or the processor is too old. A library that was made and
 * does not load fails {@code NativeLibraryTest}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsLibrary.Condition.class)
@interface NeedsLibrary {
    /** Asks the library. */
    class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return NativeLibrary.present()
                    ? ConditionEvaluationResult.enabled(NativeLibrary.reason())
                    : ConditionEvaluationResult.disabled(NativeLibrary.reason());
        }
    }
}
