/** Detection on an image while it changes: a camera's, a stack that plays. */
package io.github.spermfinder.live;
