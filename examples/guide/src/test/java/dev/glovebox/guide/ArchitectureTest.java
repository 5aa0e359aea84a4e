package dev.glovebox.guide;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.glovebox.CircuitServer;
import dev.glovebox.runtime.client.SecretKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Dependencies go the way that docs/architecture.md says. */
class ArchitectureTest {
    private static final String ROOT = "dev.glovebox";
    private static final String RUNTIME = "dev.glovebox.runtime..";
    private static final String COMPILER = "dev.glovebox.compiler..";
    private static final String BACKENDS = "dev.glovebox.backends..";
    private static final String EXAMPLES = "dev.glovebox.examples..";

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @TestFactory
    Stream<DynamicTest> roomsDependOneWay() {
        return Stream.of(
                        noClasses()
                                .that(resideInAPackage("dev.glovebox.dsl.."))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(ROOT, RUNTIME, COMPILER, BACKENDS, EXAMPLES))
                                .as("dsl depends on nothing"),
                        noClasses()
                                .that(resideInAnyPackage(ROOT, RUNTIME))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(COMPILER, BACKENDS, EXAMPLES))
                                .as("runtime never sees the compiler or a backend"),
                        noClasses()
                                .that(resideInAPackage(COMPILER))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(BACKENDS, EXAMPLES))
                                .as("the compiler never names a backend"),
                        noClasses()
                                .that(resideInAPackage(COMPILER))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage("dev.glovebox.runtime.client.."))
                                .as("the compiler has no business with secret keys"),
                        classes()
                                .that(resideInAPackage(BACKENDS))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                        BACKENDS,
                                        "dev.glovebox.runtime.ring..",
                                        "java..",
                                        "jdk..",
                                        "com.sun.management..",
                                        "org.jspecify.."))
                                .as("a backend sees rings, never a scheme or a circuit"),
                        noClasses()
                                .that(resideInAPackage("dev.glovebox.runtime.ring.."))
                                .should()
                                .dependOnClassesThat(runtimeButNot("ring"))
                                .as("ring is the lowest room"),
                        noClasses()
                                .that(resideInAPackage("dev.glovebox.runtime.rlwe.."))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(
                                        "dev.glovebox.runtime.ckks..",
                                        "dev.glovebox.runtime.client..",
                                        "dev.glovebox.runtime.wire.."))
                                .as("rlwe knows no scheme and no secret"),
                        noClasses()
                                .that(resideInAnyPackage(
                                        "dev.glovebox.runtime.ckks..", "dev.glovebox.runtime.security.."))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage("dev.glovebox.runtime.client..", ROOT))
                                .as("evaluation knows no secret"),
                        noClasses()
                                .that(resideInAPackage(COMPILER))
                                .and(resideInAnyPackage("dev.glovebox.compiler.ir..", "dev.glovebox.compiler.range.."))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(
                                        "dev.glovebox.compiler.frontend..",
                                        "dev.glovebox.compiler.layout..",
                                        "dev.glovebox.compiler.schedule..",
                                        "dev.glovebox.compiler.emit.."))
                                .as("the representation knows no pass"),
                        noClasses()
                                .that()
                                .areAssignableTo(CircuitServer.class)
                                .should()
                                .dependOnClassesThat(resideInAPackage("dev.glovebox.runtime.client.."))
                                .as("a server knows no secret"),
                        slices().matching("dev.glovebox.compiler.(*)..")
                                .should()
                                .beFreeOfCycles(),
                        noClasses()
                                .that()
                                .areAssignableTo(SecretKey.class)
                                .should()
                                .implement(java.io.Serializable.class)
                                .as("a secret key is never serialised by accident"))
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes)));
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> runtimeButNot(String room) {
        return resideInAnyPackage(ROOT, RUNTIME)
                .and(com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAPackage("dev.glovebox.runtime." + room + "..")));
    }
}
