// How ssd_mobilenet_v2_sperm, the model that comes with the plugin, was made; models/README.md has its figures.
//
// Argument: DATA,OUTPUT - a folder with mobilenet-v2-imagenet/ (a checkpoint of MobileNetV2 trained on ImageNet) and
// visem-tracking-11/ (frames and YOLO labels of clip 11 of VISEM-Tracking), and a new folder for all that is made.
//
// Seeds: fields of 100000 to 499999 are learned from, those of 500000 to 559999 choose the best step and the
// thresholds, those of 900000 on (benchmarks/*.ijm) are for measuring alone; a test guards it.

// Run again after an interruption, it goes on.

arguments = split(getArgument(), ",");
data = arguments[0] + "/";
output = arguments[1] + "/";
File.makeDirectory(output);

// Fields of more than one pixel size, so that the network sees heads of some 7 to 60 pixels, and fine ones as sharp as
// they are.
coarse = "kind=Mixed width=640 height=480 pixelsize=0.36";
fine = "kind=Mixed width=800 height=600 pixelsize=0.18";
simulate("validation", newArray(coarse + " fields=40 seed=500000", fine + " fields=40 seed=550000"));
simulate("fields", newArray(coarse + " fields=900 seed=100000", fine + " fields=900 seed=150000"));
train("fields", data + "mobilenet-v2-imagenet/mobilenet_v2_imagenet.ckpt", "first", 14000, 8, 0.001);
// Others, half of them as biopsies are.
simulate("more_fields", newArray(coarse + " fields=700 seed=200000", fine + " fields=700 seed=220000",
	"kind=Dense width=800 height=600 pixelsize=0.24 fields=700 seed=240000",
	"kind=Sparse width=640 height=480 pixelsize=0.24 fields=700 seed=260000"));
train("more_fields", output + "first", "second", 12000, 8, 0.001);
// Others again, two of three as biopsies are.
simulate("other_fields", newArray(coarse + " fields=500 seed=280000", fine + " fields=500 seed=300000",
	"kind=Dense width=800 height=600 pixelsize=0.24 fields=1000 seed=320000",
	"kind=Sparse width=640 height=480 pixelsize=0.24 fields=1000 seed=340000"));
train("other_fields", output + "second", "third", 16000, 8, 0.001);
// Twice as many, four times as many in a step: this stage is for a GPU.
simulate("many_fields", newArray(coarse + " fields=648 seed=390000", fine + " fields=648 seed=380000",
	"kind=Dense width=800 height=600 pixelsize=0.24 fields=2400 seed=360000",
	"kind=Sparse width=640 height=480 pixelsize=0.24 fields=2400 seed=370000"));
train("many_fields", output + "third", "fourth", 6500, 32, 0.002);
simulate("last_fields", newArray(coarse + " fields=400 seed=440000", fine + " fields=400 seed=430000",
	"kind=Dense width=800 height=600 pixelsize=0.24 fields=1000 seed=400000",
	"kind=Sparse width=640 height=480 pixelsize=0.24 fields=1400 seed=410000"));
train("last_fields", output + "fourth", "simulated_only", 9000, 8, 0.0006);
addVisem("last_fields", 2);
train("last_fields_and_clip", output + "simulated_only", "both", 2000, 8, 0.0005);
simulate("new_fields", newArray(coarse + " fields=450 seed=460000", fine + " fields=450 seed=470000",
	"kind=Dense width=800 height=600 pixelsize=0.24 fields=1050 seed=480000",
	"kind=Sparse width=640 height=480 pixelsize=0.24 fields=1500 seed=490000",
	"kind=Dense width=800 height=600 pixelsize=0.24 fields=700 seed=485000",
	"kind=Sparse width=640 height=480 pixelsize=0.24 fields=700 seed=495000"));
addVisem("new_fields", 1);
train("new_fields_and_clip", last("both"), "shipped", 6500, 32, 0.002);
model = last("shipped");
// Its thresholds go into the card.
for (sensitivity = 0.9; sensitivity < 0.96; sensitivity += 0.05) {
	run("Evaluate Detector...", "truth=[" + output + "validation.json] model=[" + model + "] sensitivity=" + sensitivity
		+ " saveto=[" + output + "thresholds_" + sensitivity + "]");
	print(File.openAsString(output + "thresholds_" + sensitivity + "/thresholds.csv"));
}

function train(dataset, initial, model, steps, batch, rate) {
	run("Train Detector...", "dataset=[" + output + dataset + ".json] validation=[" + output + "validation.json] output=[" + output + model
		+ "] initial=[" + initial + "] steps=" + steps + " batch=" + batch + " size=256 learningrate=" + rate + " seed=1");
}

// The last network of a training, which it still has, not the one that was best on fields: these cannot tell what it has
// learned from the clip.
function last(name) {
	network = output + name + "/training/candidate/";
	File.copy(output + name + "/checkpoint/anchors.json", network + "checkpoint/anchors.json");
	File.copy(output + name + "/label_map.pbtxt", network + "label_map.pbtxt");
	File.copy(output + name + "/model.json", network + "model.json");
	return network;
}

// Simulates the parts of a dataset, and writes their labels into one COCO file.
function simulate(dataset, parts) {
	if (File.exists(output + dataset + ".json")) return;
	File.makeDirectory(output + dataset);
	images = "";
	annotations = "";
	for (i = 0; i < parts.length; i++) {
		part = dataset + "/" + (i + 1) + "/";
		if (!File.exists(output + part + "annotations.json"))
			run("Simulate Fields...", "output=[" + output + part + "] " + parts[i]);
		read = labels(part, "" + (i + 1) + "0000");
		if (i > 0) {
			images += ",";
			annotations += ",";
		}
		images += read[0];
		annotations += read[1];
	}
	File.saveString("{\"categories\":[{\"id\":1,\"name\":\"sperm\"}],\"images\":[" + images + "],\"annotations\":["
		+ annotations + "]}", output + dataset + ".json");
}

// Images and annotations of a part of a dataset, as text; its ids get digits of their own in front.
function labels(part, digits) {
	json = File.openAsString(output + part + "annotations.json");
	json = replace(json, "\"(id|image_id)\":", "\"$1\":" + digits);
	json = replace(json, "images/", part + "images/");
	start = indexOf(json, "\"images\":[") + 10;
	images = substring(json, start, indexOf(json, "]", start));
	start = indexOf(json, "\"annotations\":[") + 15;
	return newArray(images, substring(json, start, lastIndexOf(json, "],\"categories\"")));
}

// The fields' labels and those of the clip's frames, once or more: with two copies one square in six shows some of it,
// with one and more fields one in eighteen. Groups of sperm that nobody counted are neither right nor wrong.
function addVisem(dataset, copies) {
	if (File.exists(output + dataset + "_and_clip.json")) return;
	clip = data + "visem-tracking-11/";
	json = File.openAsString(output + dataset + ".json");
	frames = getFileList(clip + "images");
	images = "";
	boxes = "";
	for (copy = 0; copy < copies; copy++) File.makeDirectory(output + "clip" + copy);
	for (i = 0; i < frames.length; i++) {
		name = substring(frames[i], 0, lastIndexOf(frames[i], "."));
		lines = split(File.openAsString(clip + "labels/" + name + ".txt"), "\n");
		for (copy = 0; copy < copies; copy++) {
			file = "clip" + copy + "/" + frames[i];
			id = 900000 + 1000 * copy + i;
			File.copy(clip + "images/" + frames[i], output + file);
			images += "{\"id\":" + id + ",\"file_name\":\"" + file + "\",\"width\":640,\"height\":480},";
			boxes = boxes + annotationsOf(lines, id);
		}
	}
	json = replace(json, "\"images\":\\[", "\"images\":[" + images);
	json = replace(json, "\"annotations\":\\[", "\"annotations\":[" + boxes);
	File.saveString(json, output + dataset + "_and_clip.json");
}

// The lines of a YOLO file as annotations of an image of 640 x 480 pixels; class 1 are groups.
function annotationsOf(lines, image) {
	text = "";
	for (k = 0; k < lines.length; k++) {
		v = split(lines[k], " ");
		w = 640 * parseFloat(v[3]);
		h = 480 * parseFloat(v[4]);
		x = 640 * parseFloat(v[1]) - w / 2;
		y = 480 * parseFloat(v[2]) - h / 2;
		text += "{\"id\":" + (1000 * image + k) + ",\"image_id\":" + image + ",\"category_id\":1,\"bbox\":[" + x + "," + y + ","
			+ w + "," + h + "],\"area\":" + w * h + ",\"iscrowd\":" + v[0] + "},";
	}
	return text;
}
