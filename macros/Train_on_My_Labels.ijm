// Trains the model that comes with the plugin on with labels of yours, and says how good the result is on others of yours.
//
// Argument: LABELS,OTHER_LABELS,MODEL,STEPS - labels beside their images to learn from; the same of other patients; the new
// model's folder; how many steps, such as 2000. Run again after an interruption, it goes on.

arguments = split(getArgument(), ",");
run("Train Detector...", "dataset=[" + arguments[0] + "] validation=[" + arguments[1] + "] output=[" + arguments[2]
	+ "] initial=ssd_mobilenet_v2_sperm learningrate=0.002 steps=" + arguments[3]);
run("Evaluate Detector...", "truth=[" + arguments[1] + "] model=[" + arguments[2] + "] saveto=[" + arguments[2] + "/evaluation]");
print(File.openAsString(arguments[2] + "/evaluation/metrics.csv"));
