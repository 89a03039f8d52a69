package io.bridge.model.catalog;

/** What a scan found: exact counts of the team's datasets, tables and columns. */
public record ScanResult(int datasets, int tables, int columns) {}
