package com.google.zetasql;

/** Named by classes of ZetaSQL 2025.09.1, whose archive lacks it; without it they do not link. */
public interface PropertyGraph {}
