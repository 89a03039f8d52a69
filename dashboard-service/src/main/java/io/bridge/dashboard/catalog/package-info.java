/** catalog-service, as far as the guard needs it. */
package io.bridge.dashboard.catalog;
