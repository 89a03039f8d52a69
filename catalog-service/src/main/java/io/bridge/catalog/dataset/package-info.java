/** Datasets, tables and columns as they were last seen, and how they are looked at. */
package io.bridge.catalog.dataset;
