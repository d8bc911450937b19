package io.github.spermfinder.engine;

import io.github.spermfinder.Progress;
import io.github.spermfinder.SpermFinderException;
import java.nio.file.Path;
import java.util.List;

/** Uses TensorFlow 1 and ours in turn; for {@link TwoTensorFlowsTest}. */
public final class TwoTensorFlows {

  static final String MARK = "## ";

  private TwoTensorFlows() {}

  /**
   * @param args folder of our TensorFlow's jars; a model
   */
  public static void main(String[] args) throws Exception {
    theirs();
    ours(Path.of(args[0]), Path.of(args[1]));
    theirs();
    ours(Path.of(args[0]), Path.of(args[1]));
    theirs();
  }

  private static void ours(Path lib, Path model) throws SpermFinderException {
    Engine engine = Engines.start(lib, Progress.NONE);
    try (Network network = engine.load(model, Device.CPU, Precision.FLOAT32)) {
      int count = network.run(ImageBatch.allocate(1, 64, 64)).get(0).count();
      System.out.println(MARK + "ours " + engine.version() + ": " + count);
    }
  }

  /** By reflection, since the tests are compiled with our TensorFlow, which looks different. */
  private static void theirs() throws ReflectiveOperationException {
    Class<?> tensorClass = Class.forName("org.tensorflow.Tensor");
    Object version = Class.forName("org.tensorflow.TensorFlow").getMethod("version").invoke(null);
    Object tensor = tensorClass.getMethod("create", Object.class).invoke(null, 2.5f);
    Object type = tensorClass.getMethod("dataType").invoke(tensor);
    Class<?> graphClass = Class.forName("org.tensorflow.Graph");
    Object graph = graphClass.getConstructor().newInstance();
    Object builder =
        graphClass.getMethod("opBuilder", String.class, String.class).invoke(graph, "Const", "c");
    Class<?> builderClass = Class.forName("org.tensorflow.OperationBuilder");
    builderClass.getMethod("setAttr", String.class, type.getClass()).invoke(builder, "dtype", type);
    builderClass.getMethod("setAttr", String.class, tensorClass).invoke(builder, "value", tensor);
    builderClass.getMethod("build").invoke(builder);
    Class<?> sessionClass = Class.forName("org.tensorflow.Session");
    try (AutoCloseable session =
        (AutoCloseable) sessionClass.getConstructor(graphClass).newInstance(graph)) {
      Object runner = sessionClass.getMethod("runner").invoke(session);
      runner = runner.getClass().getMethod("fetch", String.class).invoke(runner, "c");
      List<?> result = (List<?>) runner.getClass().getMethod("run").invoke(runner);
      Object value = tensorClass.getMethod("floatValue").invoke(result.get(0));
      System.out.println(MARK + "theirs " + version + ": " + value);
    } catch (ReflectiveOperationException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
