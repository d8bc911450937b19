// Finds sperm in an image and prints what was found.
//
// Argument: IMAGE,MODEL - the path of an image, and a model: its name, or the path of its folder.
// Without an argument it looks at sample images with the model that comes with the plugin: at those
// in samples/images where it runs from the project's folder, else at the one of File > Open Samples.
// From the project's folder it leaves files with the detections in target/detections/NAME, with NAME the image's.

function detect(model) {
	run("Clear Results");
	saveto = "";
	if (File.isDirectory("target")) saveto = "target/detections/" + File.getNameWithoutExtension(getTitle());
	run("Detect Sperm...", "model=[" + model + "] saveto=[" + saveto + "]");
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

shipped = "ssd_mobilenet_v2_sperm";
if (getArgument() != "") {
	arguments = split(getArgument(), ",");
	open(arguments[0]);
	detect(arguments[1]);
} else if (File.isDirectory("samples/images")) {
	samples = getFileList("samples/images");
	for (i = 0; i < samples.length; i++) {
		open("samples/images/" + samples[i]);
		detect(shipped);
	}
} else {
	run("Sperm (simulated)");
	detect(shipped);
}
