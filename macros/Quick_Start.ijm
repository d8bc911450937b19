// Finds objects in an image and prints what was found.
//
// Argument: IMAGE,MODEL - the path of an image, and a model: its name, or the path of its folder.
// Files with the detections are left in target/detections.
// Without an argument it tells what runs here.

if (getArgument() == "") {
	run("Engine Info");
	print("To detect, give this macro an image and a model: IMAGE,MODEL");
} else {
	arguments = split(getArgument(), ",");
	open(arguments[0]);
	run("Detect Sperm...", "model=[" + arguments[1] + "] saveto=target/detections");
	print("Label, class, score, x, y, width, height");
	for (row = 0; row < nResults; row++) {
		print(getResultLabel(row) + ", " + getResultString("Class", row)
			+ ", " + d2s(getResult("Score", row), 3)
			+ ", " + d2s(getResult("BX", row), 1) + ", " + d2s(getResult("BY", row), 1)
			+ ", " + d2s(getResult("Width", row), 1) + ", " + d2s(getResult("Height", row), 1));
	}
	print(nResults + " found in " + getTitle());
}
