// Simulates the paper's images: half dense and large, half sparse and small. Argument: FOLDER,COUNT of each
arguments = split(getArgument(), ",");
run("Simulate Fields...", "output=[" + arguments[0] + "/dense] kind=Dense fields=" + arguments[1] + " seed=950000");
run("Simulate Fields...", "output=[" + arguments[0] + "/sparse] kind=Sparse fields=" + arguments[1] + " seed=960000");
