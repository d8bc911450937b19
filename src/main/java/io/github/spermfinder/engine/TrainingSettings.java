package io.github.spermfinder.engine;

/**
 * How weights are learned, the same for all steps.
 *
 * @param batch images in a step
 * @param side of the square images, in pixels
 * @param decay L2 regularisation's factor
 * @param momentum of RMSProp, 0 to 1
 * @param rho how slowly RMSProp's mean square of the gradients forgets, 0 to 1
 * @param epsilon that RMSProp adds to the mean square
 * @param normalizationDecay how slowly the mean and variance of a batch normalisation forget, 0 to
 *     1
 * @param averageDecay how slowly the moving average of the weights forgets, 0 to 1
 * @param seed of the first weights
 */
public record TrainingSettings(
    int batch,
    int side,
    double decay,
    double momentum,
    double rho,
    double epsilon,
    double normalizationDecay,
    double averageDecay,
    long seed) {}
