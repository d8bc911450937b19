// Detects sperm in all images, stacks and videos of a folder, and prints the summary. Run again, it goes on where it ended.
//
// Argument: INPUT,OUTPUT - the folder of the images, and one for the results. Without one it asks.

if (getArgument() == "") {
	if (call("java.awt.GraphicsEnvironment.isHeadless") == "true") exit("Without a display, give the argument INPUT,OUTPUT.");
	Dialog.create("Detect in Folder");
	Dialog.addDirectory("Images", "");
	Dialog.addDirectory("Results", "");
	Dialog.show();
	input = Dialog.getString();
	output = Dialog.getString();
} else {
	arguments = split(getArgument(), ",");
	input = arguments[0];
	output = arguments[1];
}
run("Detect in Folder...", "input=[" + input + "] output=[" + output + "] model=ssd_mobilenet_v2_sperm threshold=Sensitive");
print(File.openAsString(output + "/summary.txt"));
