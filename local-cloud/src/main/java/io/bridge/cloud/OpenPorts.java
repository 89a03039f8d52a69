package io.bridge.cloud;

/**
 * Plaintext ports on loopback whose every caller is the project's owner, as with other emulators.
 *
 * @param http of the REST APIs; 0 takes any free one
 * @param grpc of the gRPC APIs; 0 takes any free one
 */
public record OpenPorts(int http, int grpc) {}
