/** The format of a dashboard's file: reading it with exact places of errors, and writing it. */
package io.bridge.dashboard.file;
