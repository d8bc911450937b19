/**
 * Labels: datasets, the files that they come in, what several annotators agree on, and how datasets
 * are split and stripped of what they say about patients.
 *
 * <pre>{@code
 * Imported ann = LabelFormats.read(Path.of("ann.json"), LabelMap.empty());
 * Imported bob = LabelFormats.read(Path.of("bob.csv"), ann.dataset().classes());
 * Dataset truth =
 *     Consensus.of(Map.of("ann", ann.dataset(), "bob", bob.dataset()), 2, .5).truth();
 *
 * List<String> names = truth.images().stream().map(LabelledImage::fileName).toList();
 * Map<String, String> patients = Patients.byPattern(names, Pattern.compile("(\\d+)_frame"));
 * Split split = Split.of(patients, new Split.Shares(80, 10, 10), 42);
 * new Coco().write(truth.only(split.train()), Path.of("train.json"));
 * }</pre>
 */
package io.github.spermfinder.label;
