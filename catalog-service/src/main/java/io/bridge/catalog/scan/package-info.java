/** Looks at the warehouse: all of it when asked, one table when it was loaded. */
package io.bridge.catalog.scan;
