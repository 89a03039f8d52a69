/**
 * Owns uploads: files announced, signed for, received and loaded into the warehouse, each exactly
 * once. Publishes UploadReceived, TableLoaded, DriftRefused and LoadFailed on {@code
 * bridge.sync.v1}. Listens to the bucket's notifications and to its own queue of loads.
 */
package io.bridge.sync;
