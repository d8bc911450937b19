package io.github.spermfinder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** The rules of the house that matter. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.github.spermfinder");

  private static final String[] ISOLATED = {
    "io.github.spermfinder.tensorflow..", "io.github.spermfinder.ffmpeg.."
  };

  /** Else TensorFlow would be loaded outside of its class loader, and clash with TensorFlow 1. */
  @Test
  void onlyIsolatedPackagesImportNativeLibraries() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ISOLATED)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.tensorflow..", "org.bytedeco..", "com.google.protobuf..")
        .check(CLASSES);
  }

  /** For the same reason nothing may name the classes of those packages. */
  @Test
  void nothingImportsIsolatedPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ISOLATED)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ISOLATED)
        .check(CLASSES);
  }

  @Test
  void nothingImportsCommands() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.github.spermfinder.command..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.github.spermfinder.command..")
        .check(CLASSES);
  }

  /** What finds sperm knows nothing of ImageJ, so that it serves files, stacks and live views. */
  @Test
  void coreKnowsNoImageJ() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.github.spermfinder.detect..",
            "io.github.spermfinder.model..",
            "io.github.spermfinder.engine..",
            "io.github.spermfinder.tensorflow..",
            "io.github.spermfinder.ffmpeg..",
            "io.github.spermfinder.video..",
            "io.github.spermfinder.image..",
            "io.github.spermfinder.network..",
            "io.github.spermfinder.train..",
            "io.github.spermfinder.simulate..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ij..", "org.scijava..", "io.github.spermfinder.host..")
        .check(CLASSES);
  }
}
