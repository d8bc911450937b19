// The paper's prefilter: of 1,000 fields, 50 hold one to three sperm. Fields are ranked by their best score; how many
// of the empty ones need nobody's eyes when 99 % of those with sperm, so all 50, are kept?
//
// Argument: a new folder, MODEL.

arguments = split(getArgument(), ",");
folder = arguments[0] + "/";
File.makeDirectory(folder);
setBatchMode(true);
run("Simulate Fields...", "output=[" + folder + "empty] kind=Sparse sperm=0 fields=950 seed=930000");
run("Simulate Fields...", "output=[" + folder + "sperm] kind=Sparse sperm=2 fields=90 seed=940000");
empty = bestScores(folder + "empty/", 0, 0, 950);
sperm = bestScores(folder + "sperm/", 1, 3, 50);
Array.sort(sperm);
Array.sort(empty);
lowest = sperm[floor(0.01 * sperm.length)];
rejected = 0;
for (i = 0; i < empty.length; i++) {
	if (empty[i] < lowest) rejected++;
}
print("fields with sperm: " + sperm.length + ", empty: " + empty.length + ", score that keeps 99 %: " + d2s(lowest, 3)
	+ ", empty fields below it: " + d2s(100 * rejected / empty.length, 1) + " %");
for (k = 1; k <= 3; k++) {
	rejected = 0;
	for (i = 0; i < empty.length; i++) {
		if (empty[i] < sperm[k]) rejected++;
	}
	print("losing " + k + " of " + sperm.length + " fields: " + d2s(100 * rejected / empty.length, 1) + " %");
}

// Of the first fields with so many sperm that can be seen.
function bestScores(dataset, least, most, count) {
	scores = newArray(0);
	annotations = split(File.openAsString(dataset + "annotations.json"), "{");
	names = getFileList(dataset + "images");
	for (i = 0; i < names.length && scores.length < count; i++) {
		n = 0;
		for (k = 0; k < annotations.length; k++) {
			if (indexOf(annotations[k], "\"image_id\":" + (i + 1) + ",") >= 0 && indexOf(annotations[k], "\"iscrowd\":0") >= 0) n++;
		}
		if (n < least || n > most) continue;
		run("Clear Results");
		open(dataset + "images/" + names[i]);
		run("Detect Sperm...", "model=[" + arguments[1] + "] minscore=0.001 rois=[Overlay only]");
		best = 0;
		for (row = 0; row < nResults; row++) best = maxOf(best, getResult("Score", row));
		scores = Array.concat(scores, best);
		close();
	}
	return scores;
}
