// Tools for going through detections. Fiji and ImageJ list them in the toolbar's >> menu once this
// file is in their folder macros/toolsets. A review's keys, given in brackets here, need no tools;
// they work only while a review goes on.

function act(action) {
	run("Review Detections...", "action=[" + action + "]");
}

macro "Review Detections Action Tool - C037R00eeC060L3669L69c4" {
	doCommand("Review Detections..."); // as the menu does: with its dialog
}

macro "Previous (Left) Action Tool - C037Lc348L48ccLc3cc" {
	act("Previous");
}

macro "Next (Right) Action Tool - C037L43c8Lc84cL434c" {
	act("Next");
}

macro "Accept (A) Action Tool - C080L286cL297dL6ce2L7de3" {
	act("Accept");
}

macro "Reject (R) Action Tool - Cb00L33ccL34cbL43dcLc33cLb33bLd44d" {
	act("Reject");
}

macro "Add Selection (T) Action Tool - C080L83d8L838dL38d8L939dL39d9" {
	act("Add");
}

macro "Undo (Z) Action Tool - C333L36c6Lc6ccLccacL3663L3669" {
	act("Undo");
}

var more = newMenu("More Menu Tool", newArray("Next open", "Redo", "-",
	"Class 1", "Class 2", "Class 3", "Class 4", "Class 5",
	"Class 6", "Class 7", "Class 8", "Class 9", "-", "End"));

macro "More Menu Tool - C037T0b10.T5b10.Tab10." {
	act(getArgument());
}
