/** Cloud KMS. */
package io.bridge.connection.kms;
