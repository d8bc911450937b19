// Says how good a model is on labels of yours: COCO's numbers, and thresholds for a wanted sensitivity.
//
// Argument: LABELS,MODEL,RESULTS - labels beside their images; a model's name or folder; a folder for tables and plots.

arguments = split(getArgument(), ",");
run("Evaluate Detector...", "truth=[" + arguments[0] + "] model=[" + arguments[1] + "] sensitivity=0.95 saveto=[" + arguments[2] + "]");
print(File.openAsString(arguments[2] + "/metrics.csv"));
print(File.openAsString(arguments[2] + "/thresholds.csv"));
