/**
 * Uploads: announced by a person, signed for, received by the bucket's notification, and where each
 * stands. The steps of a load are taken by the feature {@code load} through {@link
 * io.bridge.sync.upload.UploadProgress}.
 */
package io.bridge.sync.upload;
