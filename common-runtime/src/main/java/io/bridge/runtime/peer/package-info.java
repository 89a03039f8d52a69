/** Calls from one service of the mesh to another. */
package io.bridge.runtime.peer;
