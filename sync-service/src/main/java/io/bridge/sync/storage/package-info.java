/** The bucket that uploads go to, over Google's own client. */
package io.bridge.sync.storage;
