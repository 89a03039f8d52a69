/**
 * BigQuery's calls of the contract by Google's client for Java: each class has those about one
 * noun, and makes of the client's answers the plain ones that the cases expect.
 */
package io.bridge.cloud.contract.bigquery;
