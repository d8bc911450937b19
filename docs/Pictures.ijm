// Makes the README's pictures anew: mvn compile exec:java -Dexec.args="docs/Pictures.ijm"

names = newArray("sparse_phase", "semen_bright_field");
for (i = 0; i < names.length; i++) {
	open("samples/images/" + names[i] + ".png");
	run("Detect Sperm...", "threshold=Balanced rois=[Overlay only]");
	run("Flatten");
	saveAs("Jpeg", "docs/" + names[i] + ".jpg");
	close("*");
}
