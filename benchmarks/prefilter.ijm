// The paper's prefilter: of 1,000 fields, 50 hold one to three sperm. Fields are ranked by their best score; how many
// of the empty ones need nobody's eyes when 99 % of those with sperm, so all 50, are kept? One field decides that, so it
// is asked of 500 fields with sperm, too, of which five may be lost. With 95 % bootstrap intervals by field.
//
// Argument: a folder, MODEL, PIXELSIZE - new, or of an earlier run whose fields are used again; a model's name or folder;
// 0, or 0.3 for the fields' own.

arguments = split(getArgument(), ",");
folder = arguments[0] + "/";
File.makeDirectory(folder);
setBatchMode(true);
simulate("empty", "sperm=0 fields=950 seed=930000");
simulate("sperm", "sperm=2 fields=900 seed=940000");
empty = bestScores(folder + "empty/", 0, 0, 950);
sperm = bestScores(folder + "sperm/", 1, 3, 500);
report(Array.slice(sperm, 0, 50), empty, newArray(0, 1, 2, 3));
report(sperm, empty, newArray(0, 5, 10, 15, 25));

function simulate(name, settings) {
	if (!File.exists(folder + name + "/annotations.json"))
		run("Simulate Fields...", "output=[" + folder + name + "] kind=Sparse " + settings);
}

// The share of scores that are lower.
function below(score, scores) {
	count = 0;
	for (i = 0; i < scores.length; i++) if (scores[i] < score) count++;
	return count / scores.length;
}

// The share of empty fields below the best score of the fields with sperm, when so many of these are lost.
function report(sperm, empty, losses) {
	print("fields with sperm: " + sperm.length + ", empty: " + empty.length);
	samples = 1000;
	shares = newArray(losses.length * samples);
	some = newArray(sperm.length);
	others = newArray(empty.length);
	random("seed", 1);
	for (sample = 0; sample < samples; sample++) {
		for (i = 0; i < some.length; i++) some[i] = sperm[floor(random * some.length)];
		for (i = 0; i < others.length; i++) others[i] = empty[floor(random * others.length)];
		Array.sort(some);
		for (k = 0; k < losses.length; k++) shares[k * samples + sample] = below(some[losses[k]], others);
	}
	Array.sort(sperm);
	for (k = 0; k < losses.length; k++) {
		drawn = Array.slice(shares, k * samples, (k + 1) * samples);
		Array.sort(drawn);
		print("losing " + losses[k] + " of " + sperm.length + " fields (scores below " + d2s(sperm[losses[k]], 3) + "): "
			+ d2s(100 * below(sperm[losses[k]], empty), 1) + " % of the empty ones (" + d2s(100 * drawn[25], 1) + " to "
			+ d2s(100 * drawn[975], 1) + ")");
	}
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
		run("Detect Sperm...", "model=[" + arguments[1] + "] minscore=0.001 pixelsize=" + arguments[2] + " rois=[Overlay only]");
		best = 0;
		for (row = 0; row < nResults; row++) best = maxOf(best, getResult("Score", row));
		scores = Array.concat(scores, best);
		close();
	}
	return scores;
}
