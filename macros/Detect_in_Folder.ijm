// Detects sperm in all images, stacks and videos of a folder, and prints the summary. Run again, it goes on where it ended.
//
// Argument: INPUT,OUTPUT - the folder of the images, and one for the results.

arguments = split(getArgument(), ",");
run("Detect in Folder...", "input=[" + arguments[0] + "] output=[" + arguments[1] + "] model=ssd_mobilenet_v2_sperm threshold=Sensitive");
print(File.openAsString(arguments[1] + "/summary.txt"));
