package io.github.spermfinder.folder;

import java.nio.file.Path;

/**
 * An image, stack or video in the folder.
 *
 * @param path of the file
 * @param name its path relative to the folder, with forward slashes
 * @param bytes its size
 * @param modified when it was changed last, in milliseconds since 1970
 */
record FolderFile(Path path, String name, long bytes, long modified) {}
