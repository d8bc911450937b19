// How good a model is on real clips, clip by clip: clip 11 of VISEM-Tracking (phase contrast, every fifth of its frames;
// the shipped model has learned from them) and two clips of SVIA's validation set (bright field, interlaced;
// boxes of class S). Prints COCO's numbers, and precision and recall at the threshold of the best F1.
//
// Argument: DATA,FOLDER,MODEL - a folder with visem-tracking-11/ (images, YOLO labels) and svia-validation/ (images,
// Pascal VOC labels); a new folder for labels and results; a model's name or folder.

var id = 0; // of a box

arguments = split(getArgument(), ",");
data = arguments[0] + "/";
folder = arguments[1] + "/";
File.makeDirectory(folder);
measure("VISEM-Tracking_11", data + "visem-tracking-11/", "", 640, 480);
measure("SVIA_S_0001", data + "svia-validation/", "S_0001", 698, 528);
measure("SVIA_S_0002", data + "svia-validation/", "S_0002", 698, 528);

function measure(clip, source, prefix, width, height) {
	images = "";
	boxes = "";
	frames = getFileList(source + "images");
	for (i = 0; i < frames.length; i++) {
		name = substring(frames[i], 0, lastIndexOf(frames[i], "."));
		if (!startsWith(name, prefix)) continue;
		images += ",{\"id\":" + (i + 1) + ",\"file_name\":\"" + frames[i] + "\",\"width\":" + width + ",\"height\":" + height + "}";
		if (prefix == "") boxes = boxes + yolo(i + 1, source + "labels/" + name + ".txt", width, height);
		else boxes = boxes + voc(i + 1, source + "labels/" + name + ".xml");
	}
	File.saveString("{\"categories\":[{\"id\":1,\"name\":\"sperm\"}],\"images\":[" + substring(images, 1) + "],\"annotations\":["
		+ substring(boxes, 1) + "]}", folder + clip + ".json");
	run("Evaluate Detector...", "truth=[" + folder + clip + ".json] images=[" + source + "images] model=[" + arguments[2]
		+ "] saveto=[" + folder + clip + "]");
	print(clip);
	print(File.openAsString(folder + clip + "/metrics.csv"));
	print(File.openAsString(folder + clip + "/thresholds.csv"));
}

// Groups of sperm that nobody counted, class 1, are neither right nor wrong.
function yolo(image, file, width, height) {
	boxes = "";
	lines = split(File.openAsString(file), "\n");
	for (k = 0; k < lines.length; k++) {
		v = split(lines[k], " ");
		w = width * parseFloat(v[3]);
		h = height * parseFloat(v[4]);
		boxes = boxes + box(image, width * parseFloat(v[1]) - w / 2, height * parseFloat(v[2]) - h / 2, w, h, v[0]);
	}
	return boxes;
}

function voc(image, file) {
	boxes = "";
	objects = split(File.openAsString(file), "(<object>)");
	for (k = 1; k < objects.length; k++) {
		if (indexOf(objects[k], "<name>S</name>") < 0) continue;
		x = number(objects[k], "xmin");
		y = number(objects[k], "ymin");
		boxes = boxes + box(image, x, y, number(objects[k], "xmax") - x, number(objects[k], "ymax") - y, 0);
	}
	return boxes;
}

function number(xml, tag) {
	start = indexOf(xml, "<" + tag + ">") + lengthOf(tag) + 2;
	return parseFloat(substring(xml, start, indexOf(xml, "</" + tag + ">")));
}

function box(image, x, y, w, h, crowd) {
	id++;
	return ",{\"id\":" + id + ",\"image_id\":" + image + ",\"category_id\":1,\"bbox\":[" + x + "," + y + "," + w + "," + h
		+ "],\"area\":" + w * h + ",\"iscrowd\":" + crowd + "}";
}
