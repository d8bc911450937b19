// How ssd_mobilenet_v2_sperm, the model that comes with the plugin, was made; models/README.md has its figures.
//
// Argument: DATA,OUTPUT - a folder with mobilenet-v2-imagenet/ (a checkpoint of MobileNetV2 trained on ImageNet) and
// visem-tracking-11/ (frames and YOLO labels of clip 11 of VISEM-Tracking), and a new folder for all that is made.
//
// Seeds: fields of 100000 on are learned from, those of 500000 on choose the best step and the thresholds, those of
// 900000 on (benchmarks/*.ijm) are for measuring alone; a test guards it.

// Run again after an interruption, it goes on.

arguments = split(getArgument(), ",");
data = arguments[0] + "/";
output = arguments[1] + "/";
File.makeDirectory(output);

simulate("validation", "fields=60 seed=500000");
simulate("fields", "fields=1000 seed=100000");
train("fields", data + "mobilenet-v2-imagenet/mobilenet_v2_imagenet.ckpt", "simulated_only", 12000, 0.012);
simulate("fields_and_clip", "fields=1000 seed=100000");
addVisem(data + "visem-tracking-11/", output + "fields_and_clip/");
train("fields_and_clip", output + "simulated_only", "both", 1500, 0.005);
// The last network, which "training" still has, not the one that was best on fields: these cannot tell what it has
// learned from the clip. Its thresholds go into the card.
last = output + "both/training/candidate/";
File.copy(output + "both/checkpoint/anchors.json", last + "checkpoint/anchors.json");
File.copy(output + "both/label_map.pbtxt", last + "label_map.pbtxt");
File.copy(output + "both/model.json", last + "model.json");
for (sensitivity = 0.9; sensitivity < 0.96; sensitivity += 0.05) {
	run("Evaluate Detector...", "truth=[" + output + "validation] model=[" + last + "] pixelsize=0.3 sensitivity=" + sensitivity
		+ " saveto=[" + output + "thresholds_" + sensitivity + "]");
	print(File.openAsString(output + "thresholds_" + sensitivity + "/thresholds.csv"));
}

function simulate(dataset, which) {
	if (File.exists(output + dataset + "/annotations.json")) return;
	run("Simulate Fields...", "output=[" + output + dataset + "] kind=Mixed width=640 height=480 pixelsize=0.3 " + which);
}

function train(dataset, initial, model, steps, rate) {
	run("Train Detector...", "dataset=[" + output + dataset + "] validation=[" + output + "validation] output=[" + output + model
		+ "] initial=[" + initial + "] steps=" + steps + " batch=8 size=256 learningrate=" + rate + " pixelsize=0.3 seed=1");
}

// Adds every third of the clip's frames to a COCO dataset: they are alike, and more would outweigh the fields. Groups of
// sperm that nobody counted are neither right nor wrong.
function addVisem(clip, dataset) {
	json = File.openAsString(dataset + "annotations.json");
	frames = getFileList(clip + "images");
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
