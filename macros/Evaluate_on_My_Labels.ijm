// Says how good a model is on labels of yours: COCO's numbers, and thresholds for a wanted sensitivity.
//
// Argument: LABELS,MODEL,RESULTS - labels beside their images; a model's name or folder; a folder for tables and plots.
// Without one it asks.

if (getArgument() == "") {
	if (call("java.awt.GraphicsEnvironment.isHeadless") == "true") exit("Without a display, give the argument LABELS,MODEL,RESULTS.");
	Dialog.create("Evaluate on My Labels");
	Dialog.addFile("Labels", "");
	Dialog.addString("Model", "ssd_mobilenet_v2_sperm", 24);
	Dialog.addDirectory("Results", "");
	Dialog.show();
	labels = Dialog.getString();
	model = Dialog.getString();
	results = Dialog.getString();
} else {
	arguments = split(getArgument(), ",");
	labels = arguments[0];
	model = arguments[1];
	results = arguments[2];
}
run("Evaluate Detector...", "truth=[" + labels + "] model=[" + model + "] sensitivity=0.95 saveto=[" + results + "]");
print(File.openAsString(results + "/metrics.csv"));
print(File.openAsString(results + "/thresholds.csv"));
