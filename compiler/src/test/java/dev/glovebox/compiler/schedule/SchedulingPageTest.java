package dev.glovebox.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.cost.AcceptanceCosts;
import dev.glovebox.compiler.cost.AcceptanceCosts.Compiled;
import dev.glovebox.compiler.cost.AcceptanceCosts.Program;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.ir.slot.SlotOp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The comparison of docs/scheduling.md. {@code -Dglovebox.golden.update=true} writes it. */
class SchedulingPageTest {
    private static final Path PAGE = Path.of("../docs/scheduling.md");
    private static final String BEGIN = "<!-- comparison -->\n";
    private static final String END = "<!-- end of comparison -->\n";
    private static final List<String> PROGRAMS =
            List.of("polynomial-regression", "sobel", "logistic-regression", "network", "records");

    private record Policy(String rescale, String relinearize) {}

    private static final List<Policy> POLICIES = List.of(
            new Policy("eager", "eager"),
            new Policy("waterline", "lazy"),
            new Policy("after-sum", "lazy"),
            new Policy("lazy", "lazy"),
            new Policy("lazy", "minimum"));

    @Test
    void theTableIsWhatTheCompilerDoes() throws IOException {
        StringBuilder table =
                new StringBuilder("\n| program | rescale | relinearise | depth | relinearisations | rescalings"
                        + " | N | limbs | keys | predicted |\n|---|---|---|--:|--:|--:|--:|--:|--:|--:|\n");
        for (Program program : AcceptanceCosts.PROGRAMS) {
            if (PROGRAMS.contains(program.name())) {
                POLICIES.forEach(policy -> table.append(row(program, policy)));
            }
        }
        table.append('\n');
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (Boolean.getBoolean("glovebox.golden.update")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
        } else {
            assertThat(page.substring(from, to)).isEqualTo(table.toString());
        }
    }

    private static String row(Program program, Policy policy) {
        CompilerOptions options =
                CompilerOptions.DEFAULT.withRescale(policy.rescale).withRelinearize(policy.relinearize);
        String names = "| %s | %s | %s |".formatted(program.name(), policy.rescale, policy.relinearize);
        try {
            Compiled compiled = AcceptanceCosts.compile(program, options);
            return String.format(
                    Locale.ROOT,
                    "%s %d | %d | %d | 2^%d | %d + %d | %.2f MB | %.3g ms |%n",
                    names,
                    compiled.schedule().depth(),
                    compiled.count(SlotOp.Relinearize.class) + compiled.count(SlotOp.RelinearizeRescale.class),
                    compiled.count(SlotOp.Rescale.class)
                            + compiled.count(SlotOp.RelinearizeRescale.class)
                            + compiled.count(SlotOp.Adjust.class),
                    compiled.parameters().logDegree(),
                    compiled.parameters().limbs(compiled.parameters().maxLevel()),
                    compiled.parameters().specialBasis().size(),
                    compiled.choice().evaluationKeyBytes() / 1e6,
                    compiled.predict(CostModel.of(options.costs())).seconds() * 1e3);
        } catch (CompilationException e) {
            return names + " no secure parameters | | | | | | |\n";
        }
    }
}
