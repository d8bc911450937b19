// AP50 and AR@100 of the shipped model on simulated fields of seeds that no training used, with bootstrap
// intervals by field.
//
// Argument: a new folder, MODEL. Without a display: mvn compile exec:java -Dexec.args="benchmarks/held_out.ijm FOLDER,MODEL"

arguments = split(getArgument(), ",");
folder = arguments[0] + "/";
File.makeDirectory(folder);
run("Simulate Fields...", "output=[" + folder + "Dense] kind=Dense fields=100 seed=900000");
measure("Dense", 0.12);
run("Simulate Fields...", "output=[" + folder + "Sparse] kind=Sparse fields=100 seed=910000");
measure("Sparse", 0.3);

function measure(kind, pixelsize) {
	run("Evaluate Detector...", "truth=[" + folder + kind + "] model=[" + arguments[1] + "] pixelsize=" + pixelsize
		+ " patient=(field_\\d+) saveto=[" + folder + kind + "-results]");
	print(kind);
	print(File.openAsString(folder + kind + "-results/metrics.csv"));
	print(File.openAsString(folder + kind + "-results/intervals.csv"));
}
