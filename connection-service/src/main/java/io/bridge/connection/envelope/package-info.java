/**
 * Envelope encryption: each credential under a key of its own, which Cloud KMS wraps. Both layers
 * are bound to team and connection. Ciphertext: 4 bytes length, big-endian; the wrapped key; 12
 * bytes IV, ciphertext and 16 bytes tag of AES-256-GCM.
 */
package io.bridge.connection.envelope;
