// Detects in a folder. Argument: INPUT,OUTPUT,OPTIONS
arguments = split(getArgument(), ",");
run("Detect in Folder...", "input=[" + arguments[0] + "] output=[" + arguments[1] + "] " + arguments[2]);
