package io.github.spermfinder.tensorflow;

import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** SavedModels that are whole, but no detectors. */
public final class OtherModels {

  private OtherModels() {}

  /** Takes 8-bit RGB images, and gives "probabilities". */
  public static byte[] classifier() {
    return savedModel(DataType.DT_UINT8, "probabilities");
  }

  /** Gives what a detector gives, but takes images of 32-bit values. */
  public static byte[] detectorOfFloats() {
    return savedModel(
        DataType.DT_FLOAT,
        "num_detections",
        "detection_boxes",
        "detection_scores",
        "detection_classes");
  }

  private static byte[] savedModel(DataType type, String... outputs) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int size : new int[] {1, -1, -1, 3}) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    NodeDef image =
        NodeDef.newBuilder()
            .setName("image")
            .setOp("Placeholder")
            .putAttr("dtype", AttrValue.newBuilder().setType(type).build())
            .putAttr("shape", AttrValue.newBuilder().setShape(shape).build())
            .build();
    TensorInfo info =
        TensorInfo.newBuilder().setName("image:0").setDtype(type).setTensorShape(shape).build();
    SignatureDef.Builder signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs("image", info);
    for (String output : outputs) {
      signature.putOutputs(output, info);
    }
    MetaGraphDef graph =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
            .setGraphDef(GraphDef.newBuilder().addNode(image))
            .putSignatureDef("serving_default", signature.build())
            .build();
    return SavedModel.newBuilder()
        .setSavedModelSchemaVersion(1)
        .addMetaGraphs(graph)
        .build()
        .toByteArray();
  }
}
