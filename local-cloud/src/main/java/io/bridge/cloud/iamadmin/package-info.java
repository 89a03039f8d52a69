/**
 * IAM and Resource Manager over REST: service accounts, their keys, and who has which role on the
 * project. For who prepares a warehouse for Bridge; no service of Bridge calls it.
 */
package io.bridge.cloud.iamadmin;
