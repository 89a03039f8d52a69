/**
 * Cloud KMS over gRPC: the key rings and keys of the topology and of clients, with versions that
 * rotate and stay, and encryption whose every byte the caller can check.
 */
package io.bridge.cloud.kms;
