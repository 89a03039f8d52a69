/**
 * Faults on demand, for whoever tests that a program survives them: {@code /fault} takes rules, and
 * the next calls that a rule matches go wrong as it says. Nothing of it exists unless local-cloud
 * was started with faults.
 */
package io.bridge.cloud.fault;
