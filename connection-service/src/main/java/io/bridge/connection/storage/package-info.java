/** The bucket of encrypted credentials. */
package io.bridge.connection.storage;
