/**
 * The design of the networks that can be trained: which feature maps are looked at, with which
 * anchors, and how boxes are coded. Plain numbers that both who trains and TensorFlow go by.
 */
package io.github.spermfinder.network;
