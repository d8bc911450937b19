/**
 * Micro-TESE-like fields with known truth: things are drawn as phase and absorption, a microscope
 * makes light of them, and a camera makes pixels of the light.
 */
package io.github.spermfinder.simulate;
