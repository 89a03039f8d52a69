/** Dashboards: what a file says and what its queries answer. Formats: docs/dashboards.md. */
package io.bridge.model.dashboard;
