package io.github.spermfinder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the house that matter. */
@AnalyzeClasses(packages = "io.github.spermfinder", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** Else TensorFlow would be loaded outside of its class loader, and clash with TensorFlow 1. */
  @ArchTest
  static final ArchRule ONLY_TENSORFLOW_IMPORTS_TENSORFLOW =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.spermfinder.tensorflow..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "org.bytedeco..", "com.google.protobuf..");

  /** For the same reason nothing may name the classes of that package. */
  @ArchTest
  static final ArchRule NOTHING_IMPORTS_OUR_TENSORFLOW_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.spermfinder.tensorflow..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.spermfinder.tensorflow..");

  @ArchTest
  static final ArchRule NOTHING_IMPORTS_COMMANDS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.spermfinder.command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.spermfinder.command..");

  /** What finds sperm knows nothing of ImageJ, so that it serves files, stacks and live views. */
  @ArchTest
  static final ArchRule CORE_KNOWS_NO_IMAGEJ =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.github.spermfinder.detect..",
              "io.github.spermfinder.model..",
              "io.github.spermfinder.engine..",
              "io.github.spermfinder.tensorflow..",
              "io.github.spermfinder.image..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ij..", "org.scijava..", "io.github.spermfinder.host..");
}
