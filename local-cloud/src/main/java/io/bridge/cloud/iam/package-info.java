/**
 * Who calls and what they may do. Tokens are real (signed, expiring, by audience) and roles come\n
 * * from the topology alone, so that a missing grant fails here as it would at Google.\n
 */
package io.bridge.cloud.iam;
