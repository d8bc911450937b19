// AP50 against magnification: the same simulated fields with pixels of 0.6 to 0.15 um, detected with and without
// knowing the size; with 95 % bootstrap intervals by field.
//
// Argument: a new folder, MODEL.

arguments = split(getArgument(), ",");
folder = arguments[0] + "/";
File.makeDirectory(folder);
magnifications = newArray(0.5, 0.707, 1, 1.414, 2);
for (i = 0; i < magnifications.length; i++) {
	m = magnifications[i];
	size = 0.3 / m;
	fields = folder + "x" + m;
	run("Simulate Fields...", "output=[" + fields + "] kind=Sparse fields=60 seed=920000 pixelsize=" + size
		+ " width=" + round(640 * m) + " height=" + round(400 * m));
	print("magnification " + m + "  with pixel size: AP50 " + ap50(fields, size) + "  without: AP50 " + ap50(fields, 0));
}

function ap50(fields, pixelsize) {
	results = fields + "-" + pixelsize;
	run("Evaluate Detector...", "truth=[" + fields + "] model=[" + arguments[1] + "] pixelsize=" + pixelsize
		+ " patient=(field_\\d+) saveto=[" + results + "]");
	json = File.openAsString(results + "/evaluation.json");
	at = indexOf(json, "\"AP50\":") + 7;
	ap = d2s(parseFloat(substring(json, at, indexOf(json, ",", at))), 3);
	lines = split(File.openAsString(results + "/intervals.csv"), "\n");
	for (k = 0; k < lines.length; k++) {
		cells = split(lines[k], ",");
		if (cells[0] == "AP50") ap += " (" + d2s(parseFloat(cells[1]), 3) + " to " + d2s(parseFloat(cells[2]), 3) + ")";
	}
	return ap;
}
