// Detects in a folder of images as a virtual stack, three times. Argument: FOLDER,MODEL
arguments = split(getArgument(), ",");
File.openSequence(arguments[0], "virtual");
for (n = 1; n <= 3; n++) {
	run("Detect Sperm...", "model=[" + arguments[1] + "] minscore=0.05");
	memory = split(File.openAsString("/proc/self/status"), "\n");
	for (i = 0; i < memory.length; i++) {
		if (startsWith(memory[i], "VmRSS") || startsWith(memory[i], "VmHWM")) print("after run " + n + ": " + memory[i]);
	}
}
print(nResults + " rows, " + Overlay.size + " regions");
