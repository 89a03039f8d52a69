/**
 * The file on the laptop: what it is, which tables it has, whether each value can be carried
 * exactly, and its export. The file is only ever read.
 */
package io.bridge.app.source;
