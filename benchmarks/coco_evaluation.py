"""Compares the evaluation of boxes with pycocotools: figures and speed.

  python benchmarks/coco_evaluation.py agree [--cases 300] [--seed 1]
  python benchmarks/coco_evaluation.py speed [--cocoeval FOLDER] [--seed 1]

Needs pycocotools and numpy, and Maven to build the Java side. "agree" makes random cases: several
classes, crowds, equal scores, equal boxes, boxes of no size, images without truth or detections,
more than 100 detections. "speed" times both sides one after the other, on the files that COCO
comes with (where FOLDER has them) and on 5,000 made images with 36,000 boxes.
"""

import argparse
import contextlib
import io
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

PROJECT = pathlib.Path(__file__).resolve().parent.parent
MAIN = "io.github.spermfinder.evaluate.CocoFigures"
NAMES = "AP AP50 AP75 APs APm APl AR1 AR10 AR100 ARs ARm ARl".split()


def run_java(pairs, folder, evaluations=1):
    """Figures of the Java side for each pair of files, and the seconds of the whole process."""
    class_path = folder / "classpath.txt"
    subprocess.run(
        ["mvn", "-q", "test-compile", "dependency:build-classpath",
         f"-Dmdep.outputFile={class_path}"], cwd=PROJECT, check=True)
    (folder / "pairs.txt").write_text("".join(f"{t}\t{r}\n" for t, r in pairs))
    target = PROJECT / "target"
    jars = f"{target}/test-classes:{target}/classes:{class_path.read_text()}"
    start = time.perf_counter()
    subprocess.run(
        ["java", "-cp", jars, MAIN, folder / "pairs.txt", folder / "figures.txt",
         str(evaluations)], check=True)
    seconds = time.perf_counter() - start
    return [json.loads(line) for line in (folder / "figures.txt").open()], seconds


def run_pycocotools(truth, results, evaluations=1):
    """Figures of pycocotools in the form of the Java side's."""
    with contextlib.redirect_stdout(io.StringIO()):
        start = time.perf_counter()
        coco = COCO(str(truth))
        detections = json.loads(pathlib.Path(results).read_text())
        if detections:
            found = coco.loadRes(detections)
        else:  # loadRes cannot take an empty list
            found = COCO()
            found.dataset = {**coco.dataset, "annotations": []}
            found.createIndex()
        reading = time.perf_counter() - start
        seconds = []
        for _ in range(evaluations):
            start = time.perf_counter()
            evaluation = COCOeval(coco, found, "bbox")
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
            seconds.append(time.perf_counter() - start)
        every = evaluation.stats.tolist()
        classes = {}
        precision, recall = evaluation.eval["precision"], evaluation.eval["recall"]
        for k, category in enumerate(evaluation.params.catIds):
            evaluation.eval["precision"] = precision[:, :, k:k + 1]
            evaluation.eval["recall"] = recall[:, k:k + 1]
            evaluation.summarize()
            classes[str(category)] = evaluation.stats.tolist()
    return {"all": every, "classes": classes, "reading": reading, "first": seconds[0],
            "median": statistics.median(seconds)}


def random_box(rng, grid):
    size = rng.choice([12, 40, 150])
    box = [rng.uniform(0, 200), rng.uniform(0, 200), rng.uniform(1, size), rng.uniform(1, size)]
    if rng.random() < .03:
        box[rng.integers(2, 4)] = 0.
    return [float(np.round(v)) if grid else float(v) for v in box]


def shifted(rng, box, grid, by):
    box = [v + rng.normal(0, by) * max(1., box[2 + i % 2]) for i, v in enumerate(box)]
    box[2:] = [max(0., v) for v in box[2:]]
    return [float(np.round(v)) if grid else float(v) for v in box]


def random_case(rng):
    """Truth and detections, small and nasty."""
    grid = rng.random() < .5  # on a grid many IoUs and areas are equal
    decimals = int(rng.choice([1, 2, 15]))  # with few decimals many scores are equal
    crowded = rng.random() < .1
    images = [{"id": int(i), "file_name": f"{i}.png", "width": 400, "height": 400}
              for i in rng.permutation(int(rng.integers(1, 8))) + 1]
    categories = [{"id": int(c), "name": f"class {c}"}
                  for c in rng.permutation(9)[:rng.integers(1, 4)] + 1]
    annotations, results = [], []
    for image in images:
        for _ in range(rng.integers(0, 13)):
            box = random_box(rng, grid)
            annotations.append({
                "id": len(annotations) + 1, "image_id": image["id"], "bbox": box,
                "category_id": int(rng.choice([c["id"] for c in categories])),
                "area": box[2] * box[3] * float(rng.choice([1, .7])),
                "iscrowd": int(rng.random() < .1)})
    for image in images:
        of_image = [a for a in annotations if a["image_id"] == image["id"]]
        for _ in range(rng.integers(90, 300) if crowded else rng.integers(0, 20)):
            if of_image and rng.random() < .8:
                near = of_image[rng.integers(len(of_image))]
                box = shifted(rng, near["bbox"], grid, rng.choice([0, .03, .1]))
                category = near["category_id"]
            else:
                box = random_box(rng, grid)
                category = int(rng.choice([c["id"] for c in categories]))
            results.append({"image_id": image["id"], "category_id": category, "bbox": box,
                            "score": round(float(rng.random()), decimals)})
    return {"images": images, "categories": categories, "annotations": annotations}, results


def made_set(rng, images=5000, boxes=36000):
    """Micro-TESE-like: small heads, a few clusters, jittered detections and false alarms."""
    truth = {"images": [{"id": i + 1, "file_name": f"{i + 1:05}.png", "width": 640, "height": 480}
                        for i in range(images)],
             "categories": [{"id": 1, "name": "sperm"}, {"id": 2, "name": "cluster"}],
             "annotations": []}
    results = []
    for i in range(boxes):
        image, category = int(rng.integers(images)) + 1, 2 if rng.random() < .05 else 1
        size = 60 if category == 2 else 22
        box = [rng.uniform(0, 560), rng.uniform(0, 400), *rng.uniform(.7 * size, 1.6 * size, 2)]
        truth["annotations"].append({
            "id": i + 1, "image_id": image, "category_id": category, "bbox": list(map(float, box)),
            "area": float(box[2] * box[3]), "iscrowd": int(category == 2 and rng.random() < .2)})
        for chance in (.9, .15):
            if rng.random() < chance:
                results.append({"image_id": image, "category_id": category,
                                "bbox": shifted(rng, box, False, .08),
                                "score": float(rng.beta(4, 2))})
        if rng.random() < .3:
            results.append({"image_id": image, "category_id": 1,
                            "bbox": [float(v) for v in (rng.uniform(0, 600), rng.uniform(0, 440),
                                                        *rng.uniform(12, 40, 2))],
                            "score": float(rng.beta(2, 4))})
    return truth, results


def write(folder, name, truth, results):
    files = folder / f"{name}-truth.json", folder / f"{name}-results.json"
    files[0].write_text(json.dumps({**truth, "info": {}}))
    files[1].write_text(json.dumps(results))
    return files


def largest_difference(ours, theirs):
    """Largest absolute difference, and how many of how many figures are the same to the bit."""
    a = np.array([ours["all"], *ours["classes"].values()])
    b = np.array([theirs["all"], *(theirs["classes"][k] for k in ours["classes"])])
    return float(np.abs(a - b).max()), int((a == b).sum()), a.size


def agree(folder, args):
    rng = np.random.default_rng(args.seed)
    pairs = [write(folder, i, *random_case(rng)) for i in range(args.cases)]
    ours, _ = run_java(pairs, folder)
    differences = [largest_difference(o, run_pycocotools(*p)) for o, p in zip(ours, pairs)]
    worst = max(d for d, _, _ in differences)
    print(f"{args.cases} random cases: largest difference {worst:g}; "
          f"{sum(s for _, s, _ in differences)} of {sum(n for _, _, n in differences)} figures "
          "equal to the bit")
    return worst <= 1e-9


def speed(folder, args):
    sets = {"5,000 images": write(folder, "made", *made_set(np.random.default_rng(args.seed)))}
    if args.cocoeval:
        sets["coco-eval"] = (args.cocoeval / "instances_val2014_100.json",
                             args.cocoeval / "instances_val2014_fakebbox100_results.json")
    fast = True
    for name, pair in sets.items():
        theirs = run_pycocotools(*pair, evaluations=args.evaluations)
        (ours,), process = run_java([pair], folder, args.evaluations)
        difference, same, count = largest_difference(ours, theirs)
        print(f"{name}: largest difference {difference:g}, {same} of {count} equal to the bit")
        print("  AP50 {1:.6f}, AR100 {8:.6f}".format(*ours["all"]))
        for key, label in (("first", "first evaluation"), ("median", "median evaluation")):
            ratio = ours[key] / theirs[key]
            fast &= ratio <= .5
            print(f"  {label}: {ours[key]:.3f} s, pycocotools {theirs[key]:.3f} s, "
                  f"ratio {ratio:.3f}")
        print(f"  reading files: {ours['reading']:.3f} s, pycocotools {theirs['reading']:.3f} s; "
              f"whole Java process {process:.2f} s")
    return fast


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["agree", "speed"])
    parser.add_argument("--cases", type=int, default=300, help="how many random cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cocoeval", type=pathlib.Path, help="folder of COCO's own example files")
    parser.add_argument("--evaluations", type=int, default=5, help="how many to take a median of")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ok = {"agree": agree, "speed": speed}[args.what](pathlib.Path(folder), args)
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
