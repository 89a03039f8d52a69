/** Dashboards as files: applied, planned, read and shown. */
package io.bridge.app.dashboard;
