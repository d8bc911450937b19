// AP50 and AR@100 of the shipped model on simulated fields of seeds that no training used, with bootstrap
// intervals by field; looked at in tiles at the size of a pixel that the model was trained at, and whole.
//
// Argument: a new folder, MODEL. Without a display: mvn compile exec:java -Dexec.args="benchmarks/held_out.ijm FOLDER,MODEL"

arguments = split(getArgument(), ",");
folder = arguments[0] + "/";
File.makeDirectory(folder);
run("Simulate Fields...", "output=[" + folder + "Dense] kind=Dense fields=100 seed=900000");
measure("Dense", "pixelsize=0.12", "tiles");
measure("Dense", "view=[Whole image]", "whole");
run("Simulate Fields...", "output=[" + folder + "Sparse] kind=Sparse fields=100 seed=910000");
measure("Sparse", "pixelsize=0.3", "tiles");
measure("Sparse", "view=[Whole image]", "whole");

function measure(kind, how, name) {
	results = folder + kind + "-" + name;
	run("Evaluate Detector...", "truth=[" + folder + kind + "] model=[" + arguments[1] + "] " + how
		+ " patient=(field_\\d+) saveto=[" + results + "]");
	print(kind + ", " + name);
	print(File.openAsString(results + "/metrics.csv"));
	print(File.openAsString(results + "/intervals.csv"));
}
