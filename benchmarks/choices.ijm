// What the network and its first weights bring: three short trainings, all on the fields of the recipe's third stage and validated on
// its validation fields. Prints the best AP50 of each.
//
// Argument: DATA,RECIPE,OUTPUT - a folder with mobilenet-v2-imagenet/; the folder that macros/Train_Shipped_Model.ijm made;
// a new folder.

arguments = split(getArgument(), ",");
imagenet = "[" + arguments[0] + "/mobilenet-v2-imagenet/mobilenet_v2_imagenet.ckpt]";
squares = " batch=8 size=256 learningrate=0.001";
File.makeDirectory(arguments[2]);
train("small-objects_ImageNet", "network=small-objects initial=" + imagenet + squares);
train("small-objects_random", "network=small-objects initial=[]" + squares);
// About as many pixels a step, squeezed as published, at the rate that goes with an epsilon of 1
train("paper_ImageNet", "network=paper initial=" + imagenet + " batch=1 size=640 learningrate=0.01");

function train(name, how) {
	print(name);
	run("Train Detector...", "dataset=[" + arguments[1] + "/other_fields.json] validation=[" + arguments[1] + "/validation.json] output=["
		+ arguments[2] + "/" + name + "] steps=600 seed=1 " + how);
}
