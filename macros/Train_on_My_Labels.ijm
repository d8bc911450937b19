// Trains the model that comes with the plugin on with labels of yours, and says how good the result is on others of yours.
//
// Argument: LABELS,OTHER_LABELS,MODEL,STEPS - labels beside their images to learn from; the same of other patients; the new
// model's folder; how many steps, such as 2000. Without one it asks. Run again after an interruption, it goes on.

if (getArgument() == "") {
	if (call("java.awt.GraphicsEnvironment.isHeadless") == "true") exit("Without a display, give the argument LABELS,OTHER_LABELS,MODEL,STEPS.");
	Dialog.create("Train on My Labels");
	Dialog.addFile("Labels", "");
	Dialog.addFile("Labels of other patients", "");
	Dialog.addDirectory("New model", "");
	Dialog.addNumber("Steps", 2000);
	Dialog.show();
	labels = Dialog.getString();
	others = Dialog.getString();
	model = Dialog.getString();
	steps = Dialog.getNumber();
} else {
	arguments = split(getArgument(), ",");
	labels = arguments[0];
	others = arguments[1];
	model = arguments[2];
	steps = arguments[3];
}
run("Train Detector...", "dataset=[" + labels + "] validation=[" + others + "] output=[" + model
	+ "] initial=ssd_mobilenet_v2_sperm learningrate=0.0005 steps=" + steps);
run("Evaluate Detector...", "truth=[" + others + "] model=[" + model + "] saveto=[" + model + "/evaluation]");
print(File.openAsString(model + "/evaluation/metrics.csv"));
