package io.afterimage.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The arrows between the modules, as the design draws them. It stands here because the command line sees every module.
 *
 * <p>When it fails: the message names the class and the line that points the wrong way. Move what is needed behind an
 * interface of {@code api}, or move the class. A new module gets its line in {@link Module}.
 */
class ArrowsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.afterimage");

    private static final String[] ENGINE_TYPES = {"org.rocksdb..", "org.sqlite..", "java.sql..", "javax.sql.."};

    /** A module, named like its package. */
    enum Module {
        TCK,
        ROCKSDB,
        SQLITE,
        REACTIONS,
        DRASI,
        MIRROR,
        CLI;

        /** Where it may point beside {@code api}, which all may use. */
        private Set<Module> mayUse() {
            return switch (this) {
                case TCK, ROCKSDB, SQLITE, REACTIONS, MIRROR -> Set.of();
                case DRASI -> Set.of(REACTIONS);
                case CLI -> Set.of(TCK, ROCKSDB, SQLITE, REACTIONS, DRASI, MIRROR);
            };
        }

        String packages() {
            return "io.afterimage." + name().toLowerCase(Locale.ROOT) + "..";
        }

        private static String[] packagesOf(Stream<Module> modules) {
            return modules.map(Module::packages).toArray(String[]::new);
        }

        String[] forbidden() {
            return packagesOf(Stream.of(values()).filter(other -> other != this && !mayUse().contains(other)));
        }

        static String[] all() {
            return packagesOf(Stream.of(values()));
        }
    }

    /** Whatever is no other module's is the api: a package added there is held to the rules without being listed. */
    private static final DescribedPredicate<JavaClass> API = resideInAPackage("io.afterimage..")
            .and(DescribedPredicate.not(resideInAnyPackage(Module.all())))
            .as("belong to api");

    @ParameterizedTest
    @EnumSource
    void module_pointsOnlyWhereTheDesignAllows(Module module) {
        check(noClasses()
                .that()
                .resideInAPackage(module.packages())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(module.forbidden()));
    }

    @Test
    void api_dependsOnTheJdkAndJSpecifyOnly() {
        DescribedPredicate<JavaClass> itselfTheJdkAndJSpecify = API.or(resideInAnyPackage("java..", "org.jspecify.."));
        check(classes()
                .that(API)
                .and()
                .resideOutsideOfPackage("io.afterimage.metrics..")
                .should()
                .onlyDependOnClassesThat(itselfTheJdkAndJSpecify));
        check(classes()
                .that()
                .resideInAPackage("io.afterimage.metrics..")
                .should()
                .onlyDependOnClassesThat(itselfTheJdkAndJSpecify.or(resideInAPackage("io.micrometer.core.."))));
    }

    @ParameterizedTest
    @EnumSource(names = {"REACTIONS", "DRASI"})
    void micrometer_isNeededByTheMetersOnly(Module module) {
        String meters = module.packages().replace("..", ".metrics..");
        check(noClasses()
                .that()
                .resideInAPackage(module.packages())
                .and()
                .resideOutsideOfPackage(meters)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", meters));
    }

    @Test
    void campaigns_needNoTestFramework_soTheCommandShipsNone() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.afterimage.tck.torture..", "io.afterimage.cli..")
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAnyPackage("org.junit..", "net.jqwik..", "org.assertj..", "org.opentest4j.."));
    }

    @Test
    void api_isNotEmpty_soTheRulesLookAtSomething() {
        assertThat(CLASSES.that(API)).isNotEmpty();
    }

    @Test
    void rocksDbTypes_stayInTheirModule() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(Module.ROCKSDB.packages())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.rocksdb.."));
    }

    @Test
    void sqlTypes_stayWhereSqlIsSpoken() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        Module.SQLITE.packages(),
                        "io.afterimage.mirror.sql..",
                        "io.afterimage.mirror.jdbc..",
                        "io.afterimage.cli.mirror.jdbc..",
                        "io.afterimage.cli.mirror.origin..") // the demo's source of data is a database
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.sqlite..", "java.sql..", "javax.sql.."));
    }

    @Test
    void publicSignatures_exposeNoEngineType() {
        check(signatureRule());
    }

    @Test
    void leakingSignatures_areFound() {
        JavaClasses leaking = new ClassFileImporter().importClasses(Leaking.class);
        assertThatThrownBy(() -> signatureRule().check(leaking))
                .hasMessageContaining("Leaking.connection")
                .hasMessageContaining("Leaking.connections()")
                .hasMessageContaining("Leaking.run()")
                .hasMessageNotContaining("hidden");
    }

    private static ArchRule signatureRule() {
        return classes().should(new ExposeNoEngineType());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES); // a module of the design may have no class yet
    }

    /** What a caller outside the package can see of a class: its supertypes and its public and protected members. */
    private static final class ExposeNoEngineType extends ArchCondition<JavaClass> {
        private static final DescribedPredicate<JavaClass> ENGINE_TYPE = resideInAnyPackage(ENGINE_TYPES);

        ExposeNoEngineType() {
            super("expose no engine type in what callers can see");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (!visible(type)) {
                return;
            }
            report(type, type.getFullName(), supertypes(type), events);
            type.getMembers().stream()
                    .filter(ExposeNoEngineType::visible)
                    .forEach(member -> report(type, member.getFullName(), typesIn(member), events));
        }

        private static Stream<JavaClass> supertypes(JavaClass type) {
            return Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream());
        }

        private static Stream<JavaClass> typesIn(JavaMember member) {
            if (member instanceof JavaField field) {
                return field.getAllInvolvedRawTypes().stream();
            }
            JavaCodeUnit method = (JavaCodeUnit) member;
            return Stream.concat(method.getAllInvolvedRawTypes().stream(), method.getExceptionTypes().stream());
        }

        private static void report(JavaClass owner, String where, Stream<JavaClass> types, ConditionEvents events) {
            types.filter(ENGINE_TYPE)
                    .filter(type -> !isDoorOfJdbcSource(owner, type))
                    .distinct()
                    .forEach(type ->
                            events.add(SimpleConditionEvent.violated(owner, where + " exposes " + type.getFullName())));
        }

        /** A table is read through the user's own data source: that one type, in that one package. */
        private static boolean isDoorOfJdbcSource(JavaClass owner, JavaClass type) {
            return owner.getPackageName().equals("io.afterimage.mirror.jdbc")
                    && type.getName().equals("javax.sql.DataSource");
        }

        private static boolean visible(JavaClass type) {
            return visible(type.getModifiers())
                    && type.getEnclosingClass().map(ExposeNoEngineType::visible).orElse(true);
        }

        private static boolean visible(JavaMember member) {
            return visible(member.getModifiers());
        }

        private static boolean visible(Set<JavaModifier> modifiers) {
            return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
        }
    }
}
