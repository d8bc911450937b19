// Makes the sample images and their labels anew: fields that nothing was learned from, chosen by eye to show much.
// mvn compile exec:java -Dexec.args="samples/Samples.ijm FOLDER" (a new folder, for what lies between)

folder = getArgument() + "/";
File.makeDirectory(folder);
var images = "";
var annotations = "";
add(1, "sparse_phase", "kind=Sparse contrast=Phase fields=1 seed=970001");
add(2, "semen_bright_field", "kind=Semen contrast=[Bright field] fields=1 seed=970002");
add(3, "sparse_relief", "kind=Sparse contrast=Relief fields=1 seed=970005");
File.saveString("{\"images\":[" + substring(images, 1) + "],\"annotations\":[" + substring(annotations, 1)
	+ "],\"categories\":[{\"id\":1,\"name\":\"sperm\"}]}", "samples/annotations.json");

function add(number, name, which) {
	run("Simulate Fields...", "output=[" + folder + name + "] " + which);
	files = getFileList(folder + name + "/images");
	File.copy(folder + name + "/images/" + files[0], "samples/images/" + name + ".png");
	json = File.openAsString(folder + name + "/annotations.json");
	json = replace(json, files[0], name + ".png");
	json = replace(json, "\"id\":", "\"id\":" + number + "00");
	json = replace(json, "\"image_id\":", "\"image_id\":" + number + "00");
	images = images + "," + between(json, "\"images\":[", "],\"annotations\"");
	annotations = annotations + "," + between(json, "\"annotations\":[", "],\"categories\"");
}

function between(json, head, tail) {
	start = indexOf(json, head) + lengthOf(head);
	return substring(json, start, indexOf(json, tail));
}
