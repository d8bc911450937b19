// How ssd_mobilenet_v2_sperm, the model that comes with the plugin, was made; models/README.md has its figures.
//
// Argument: DATA,FIRST,OUTPUT - a folder with visem-tracking-11/ (frames and YOLO labels of clip 11 of VISEM-Tracking); the
// model simulated_only that this macro of commit c47fc9c makes (12000 steps from MobileNetV2 trained on ImageNet, on
// fields of 0.3 um a pixel, with RMSProp's epsilon at 1); a new folder for all that is made.
//
// Seeds: fields of 100000 and 150000 on are learned from, those of 500000 and 550000 on choose the best step and the
// thresholds, those of 900000 on (benchmarks/*.ijm) are for measuring alone; a test guards it.

// Run again after an interruption, it goes on.

arguments = split(getArgument(), ",");
data = arguments[0] + "/";
first = arguments[1];
output = arguments[2] + "/";
File.makeDirectory(output);

simulate("validation", "fields=40 seed=500000", "fields=40 seed=550000");
simulate("fields", "fields=600 seed=100000", "fields=600 seed=150000");
// Ends by itself after 5500 steps, as none is better than step 500; its last network goes on.
train("fields", first, "restarted", 15000, 0.001);
last("restarted");
train("fields", output + "restarted/training/candidate", "simulated_only", 6000, 0.0007);
simulate("fields_and_clip", "fields=600 seed=100000", "fields=600 seed=150000");
addVisem(data + "visem-tracking-11/", output + "fields_and_clip/");
train("fields_and_clip", output + "simulated_only", "both", 1000, 0.0003);
// The last network, not the one that was best on fields: these cannot tell what it has learned from the clip. Its
// thresholds go into the card.
last("both");
for (sensitivity = 0.9; sensitivity < 0.96; sensitivity += 0.05) {
	run("Evaluate Detector...", "truth=[" + output + "validation] model=[" + output + "both/training/candidate] sensitivity=" + sensitivity
		+ " saveto=[" + output + "thresholds_" + sensitivity + "]");
	print(File.openAsString(output + "thresholds_" + sensitivity + "/thresholds.csv"));
}

// Makes a complete model of the last network of a training, which "training" has.
function last(model) {
	folder = output + model + "/";
	File.copy(folder + "checkpoint/anchors.json", folder + "training/candidate/checkpoint/anchors.json");
	File.copy(folder + "label_map.pbtxt", folder + "training/candidate/label_map.pbtxt");
	File.copy(folder + "model.json", folder + "training/candidate/model.json");
}

function train(dataset, initial, model, steps, rate) {
	run("Train Detector...", "dataset=[" + output + dataset + "] validation=[" + output + "validation] output=[" + output + model
		+ "] initial=[" + initial + "] steps=" + steps + " batch=8 size=256 learningrate=" + rate + " seed=1");
}

// Fields of two pixel sizes, so that the network sees heads of some 8 to 60 pixels, and fine ones as sharp as they are.
function simulate(dataset, coarse, fine) {
	folder = output + dataset + "/";
	if (File.exists(folder + "annotations.json")) return;
	File.makeDirectory(folder);
	if (!File.exists(folder + "coarse/annotations.json"))
		run("Simulate Fields...", "output=[" + folder + "coarse] kind=Mixed width=640 height=480 pixelsize=0.3 " + coarse);
	if (!File.exists(folder + "fine/annotations.json"))
		run("Simulate Fields...", "output=[" + folder + "fine] kind=Mixed width=800 height=600 pixelsize=0.18 " + fine);
	one = labels(folder, "coarse", "");
	two = labels(folder, "fine", "90000");
	File.saveString("{\"categories\":[{\"id\":1,\"name\":\"sperm\"}],\"images\":[" + one[0] + "," + two[0] + "],\"annotations\":["
		+ one[1] + "," + two[1] + "]}", folder + "annotations.json");
}

// Images and annotations of a part of a dataset, as text; its ids get digits of their own in front.
function labels(folder, part, digits) {
	json = File.openAsString(folder + part + "/annotations.json");
	json = replace(json, "\"(id|image_id)\":", "\"$1\":" + digits);
	json = replace(json, "images/", part + "/images/");
	start = indexOf(json, "\"images\":[") + 10;
	images = substring(json, start, indexOf(json, "]", start));
	start = indexOf(json, "\"annotations\":[") + 15;
	return newArray(images, substring(json, start, lastIndexOf(json, "],\"categories\"")));
}

// Adds every third of the clip's frames to a COCO dataset: they are alike, and more would outweigh the fields. Groups of
// sperm that nobody counted are neither right nor wrong.
function addVisem(clip, dataset) {
	json = File.openAsString(dataset + "annotations.json");
	frames = getFileList(clip + "images");
	File.makeDirectory(dataset + "images");
	if (indexOf(json, frames[0]) >= 0) return;
	images = "";
	boxes = "";
	count = 0;
	for (i = 0; i < frames.length; i += 3) {
		name = substring(frames[i], 0, lastIndexOf(frames[i], "."));
		File.copy(clip + "images/" + frames[i], dataset + "images/" + frames[i]);
		images += "{\"id\":" + (1000000 + i) + ",\"file_name\":\"images/" + frames[i] + "\",\"width\":640,\"height\":480},";
		lines = split(File.openAsString(clip + "labels/" + name + ".txt"), "\n");
		for (k = 0; k < lines.length; k++) {
			v = split(lines[k], " ");
			w = 640 * parseFloat(v[3]);
			h = 480 * parseFloat(v[4]);
			x = 640 * parseFloat(v[1]) - w / 2;
			y = 480 * parseFloat(v[2]) - h / 2;
			count++;
			boxes += "{\"id\":" + (1000000 + count) + ",\"image_id\":" + (1000000 + i) + ",\"category_id\":1,\"bbox\":[" + x + "," + y + ","
				+ w + "," + h + "],\"area\":" + w * h + ",\"iscrowd\":" + v[0] + "},";
		}
	}
	json = replace(json, "\"images\":\\[", "\"images\":[" + images);
	json = replace(json, "\"annotations\":\\[", "\"annotations\":[" + boxes);
	File.saveString(json, dataset + "annotations.json");
}
