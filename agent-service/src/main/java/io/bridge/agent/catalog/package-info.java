/** The catalog, as catalog-service tells the person. */
package io.bridge.agent.catalog;
