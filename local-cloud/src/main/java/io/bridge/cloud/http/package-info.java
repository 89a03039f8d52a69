/**
 * The one HTTPS port: bounded bodies, Google's error form, and a refusal that names the call for\n
 * * whatever no API plays.\n
 */
package io.bridge.cloud.http;
