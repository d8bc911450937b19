// Finds sperm in an image and prints what was found.
//
// Argument: IMAGE,MODEL - the path of an image, and a model: its name, or the path of its folder.
// Without an argument it looks at the sample images with the model that comes with the plugin.
// Files with the detections are left in target/detections.

function detect(image, model) {
	run("Clear Results");
	open(image);
	run("Detect Sperm...", "model=[" + model + "] saveto=target/detections");
	print("Label, class, score, x, y, width, height");
	for (row = 0; row < nResults; row++) {
		print(getResultLabel(row) + ", " + getResultString("Class", row)
			+ ", " + d2s(getResult("Score", row), 3)
			+ ", " + d2s(getResult("BX", row), 1) + ", " + d2s(getResult("BY", row), 1)
			+ ", " + d2s(getResult("Width", row), 1) + ", " + d2s(getResult("Height", row), 1));
	}
	print(nResults + " found in " + getTitle());
	close();
}

if (getArgument() != "") {
	arguments = split(getArgument(), ",");
	detect(arguments[0], arguments[1]);
} else {
	samples = getFileList("samples/images");
	for (i = 0; i < samples.length; i++) {
		detect("samples/images/" + samples[i], "ssd_mobilenet_v2_sperm");
	}
}
